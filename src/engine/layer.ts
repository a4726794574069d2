/** One recurrent layer in one direction over a chunk of steps: the loops around a cell's step. */
import { layerName } from '../notation/tensorNames';
import type { Cell, PackedRecurrentWeights } from './cells/cell';
import type { Tape } from './cells/tape';
import type { Kernels, PackedMatrix } from './kernels/kernels';
import { columns, matrix } from './kernels/matrix';
import type { LayerParameters } from './parameters';
import type { Arena, Tensor } from './tensor';
import { everything, type Partition, partOf } from './threads/partition';

/** Settings and memory that all parts of a network share. */
export interface Context {
  readonly kernels: Kernels;
  /** Called at least every few milliseconds; throws to stop. */
  interrupt(): void;
  /** Whether tapes keep preactivations. */
  readonly keepsPreactivations?: boolean;
}

/** Bytes of preactivations that are still in the second-level cache when their steps are computed. */
const cachedBytes = 2 ** 19;

/** Multiply-adds between two calls of `interrupt`: some 20 ms of the reference kernels. */
const sliceWork = 2 ** 24;

export class Layer {
  readonly tape: Tape;
  /** T, the number of steps in use. */
  steps = 0;
  /** Called after each step of the forward pass, to replace values that it computed; null in training. */
  afterStep: ((t: number) => void) | null = null;
  private partition: Partition = everything;
  private readonly gateRows: number;
  private readonly recurrent: PackedRecurrentWeights;
  /** W_ihᵀ */
  private readonly fromInput: PackedMatrix;
  /** W_ih */
  private readonly toInput: PackedMatrix;

  constructor(
    private readonly context: Context,
    readonly cell: Cell,
    readonly parameters: LayerParameters,
    readonly hiddenSize: number,
    arena: Arena,
    capacity: { readonly rows: number; readonly steps: number },
    lengths: Int32Array,
  ) {
    const { rows: B, steps: T } = capacity;
    const H = hiddenSize;
    this.gateRows = cell.gates.length * H;
    const { inputSize, weights } = parameters;
    const name = layerName(parameters);
    const states = (of: string) => arena.tensor(`${name}.${of}`, T + 1, B, H);
    this.tape = {
      rows: B,
      first: 0,
      end: B,
      hiddenSize: H,
      lengths,
      h: states('h'),
      c: cell.hasCellState ? states('c') : null,
      gates: arena.tensor(`${name}.gates`, T, B, this.gateRows),
      preactivations: context.keepsPreactivations
        ? arena.tensor(`${name}.preactivations`, T, B, this.gateRows)
        : null,
      candidate: cell.keepsCandidate ? arena.tensor(`${name}.candidate`, T, B, H) : null,
      dh: states('grad.h'),
      dc: cell.hasCellState ? states('grad.c') : null,
      dgates: arena.tensor(`${name}.grad.gates`, T, B, this.gateRows),
      dcandidate: cell.keepsCandidate ? arena.tensor(`${name}.grad.candidate`, T, B, H) : null,
      intervened: null,
    };
    const { kernels } = context;
    const weightIh = matrix(weights.weightIh, 0, this.gateRows, inputSize);
    this.fromInput = kernels.packed(weightIh, true, arena);
    this.toInput = kernels.packed(weightIh, false, arena);
    let gate = 0;
    const blocks = cell.products.map((gates) => {
      const block = matrix(weights.weightHh, gate * H, gates * H, H);
      gate += gates;
      return block;
    });
    this.recurrent = {
      forward: blocks.map((block) => kernels.packed(block, true, arena)),
      backward: blocks.map((block) => kernels.packed(block, false, arena)),
    };
  }

  /** Packs the present weights for `forward`. */
  packForward(): void {
    for (const weights of [this.fromInput, ...this.recurrent.forward]) {
      weights.pack();
    }
  }

  /** Packs the present weights for `backward`, and for `inputGradient` where that is wanted. */
  packBackward(inputGradient: boolean): void {
    for (const weights of [...(inputGradient ? [this.toInput] : []), ...this.recurrent.backward]) {
      weights.pack();
    }
  }

  /** @param partition the part of the chunk that this thread computes */
  begin(rows: number, steps: number, partition: Partition = everything): void {
    const { first, end } = partOf(partition, rows);
    this.tape.rows = rows;
    this.tape.first = first;
    this.tape.end = end;
    this.steps = steps;
    this.partition = partition;
  }

  /** The slot that step t reads. */
  before(t: number): number {
    return this.parameters.reverse ? t + 1 : t;
  }

  /** The slot that step t writes. */
  after(t: number): number {
    return this.parameters.reverse ? t : t + 1;
  }

  get initialSlot(): number {
    return this.parameters.reverse ? this.steps : 0;
  }

  get finalSlot(): number {
    return this.parameters.reverse ? 0 : this.steps;
  }

  /** Computes steps `from … to−1` of `input`, `[T][B][I]`. */
  forward(input: Tensor, from: number, to: number): void {
    const { reverse } = this.parameters;
    const atOnce = Math.max(1, Math.floor(cachedBytes / (4 * this.tape.rows * this.gateRows)));
    for (let done = 0; done < to - from; done += atOnce) {
      const count = Math.min(atOnce, to - from - done);
      const first = reverse ? to - done - count : from + done;
      this.project(input, first, first + count);
      this.stepThrough(first, first + count);
    }
  }

  private stepThrough(from: number, to: number): void {
    const { kernels } = this.context;
    const { reverse } = this.parameters;
    for (let i = 0; i < to - from; i++) {
      const t = reverse ? to - 1 - i : from + i;
      this.cell.forwardStep(kernels, this.recurrent, this.tape, t, this.before(t), this.after(t));
      this.afterStep?.(t);
      this.context.interrupt();
    }
  }

  /** Writes `W_ih·x + biases` of steps `from … to−1` into the tape's gates. */
  private project(input: Tensor, from: number, to: number): void {
    const { kernels } = this.context;
    const { weights, inputSize } = this.parameters;
    const { gates, hiddenSize: H, candidate } = this.tape;
    const G = this.gateRows;
    this.ownRows(from, to, G * inputSize, (first, count) => {
      const target = matrix(gates, first, count, G);
      if (this.cell.candidateBiasApart && candidate) {
        // b_hn belongs to q = W_hn·h₋ + b_hn, not to the preactivation.
        kernels.fillRows(weights.biasIh, weights.biasHh, 0, columns(target, 0, G - H));
        kernels.fillRows(weights.biasIh, null, G - H, columns(target, G - H, H));
        kernels.fillRows(null, weights.biasHh, G - H, matrix(candidate, first, count, H));
      } else {
        kernels.fillRows(weights.biasIh, weights.biasHh, 0, target);
      }
      this.fromInput.multiply(matrix(input, first, count, inputSize), target, true);
    });
  }

  /** Sets the gradient at every state to zero, before gradients from above are added. */
  clearGradients(): void {
    const { rows: B, first, end, hiddenSize: H, dh, dc } = this.tape;
    const clear = (row: number, endRow: number) => {
      dh.values.fill(0, row * H, endRow * H);
      dc?.values.fill(0, row * H, endRow * H);
    };
    if (end - first === B) {
      clear(0, (this.steps + 1) * B);
      return;
    }
    for (let slot = 0; slot <= this.steps; slot++) {
      clear(slot * B + first, slot * B + end);
    }
  }

  /** Goes back through steps `to−1 … from`. */
  backward(from: number, to: number): void {
    const { kernels } = this.context;
    const { reverse } = this.parameters;
    for (let i = 0; i < to - from; i++) {
      const t = reverse ? from + i : to - 1 - i;
      this.cell.backwardStep(kernels, this.recurrent, this.tape, t, this.before(t), this.after(t));
      this.context.interrupt();
    }
  }

  /**
   * Computes ∂L/∂input of steps `from … to−1`, which replaces the values of `gradient` or is added to them.
   */
  inputGradient(gradient: Tensor, from: number, to: number, accumulate: boolean): void {
    const { inputSize } = this.parameters;
    const { dgates } = this.tape;
    const G = this.gateRows;
    this.ownRows(from, to, G * inputSize, (first, count) => {
      this.toInput.multiply(
        matrix(dgates, first, count, G),
        matrix(gradient, first, count, inputSize),
        accumulate,
      );
    });
  }

  /** Adds the gradients of this thread's partition of the weights over steps `from … to−1` and all rows. */
  weightGradients(input: Tensor, from: number, to: number): void {
    const { kernels } = this.context;
    const { gradients, inputSize } = this.parameters;
    const { rows: B, hiddenSize: H, dgates } = this.tape;
    const G = this.gateRows;
    const part = partOf(this.partition, G);
    const weightIh = matrix(gradients.weightIh, part.first, part.end - part.first, inputSize);
    this.inSlices(from * B, to * B, G * inputSize, (first, count) => {
      const dz = columns(matrix(dgates, first, count, G), part.first, part.end - part.first);
      kernels.multiplyTransposed(dz, matrix(input, first, count, inputSize), weightIh, true);
      if (gradients.biasIh) {
        kernels.addColumnSums(dz, gradients.biasIh, part.first);
      }
    });
    const stepsAtOnce = Math.max(1, Math.floor(sliceWork / (B * G * H)));
    for (let t = from; t < to; t += stepsAtOnce) {
      this.cell.recurrentGradients(
        kernels,
        gradients,
        this.tape,
        t,
        Math.min(to, t + stepsAtOnce),
        this.parameters.reverse ? t + 1 : t,
        this.partition,
      );
      this.context.interrupt();
    }
  }

  /**
   * Visits this thread's rows of the steps `from … to−1`: all at once where they are contiguous, otherwise
   * step by step.
   */
  private ownRows(
    from: number,
    to: number,
    workPerRow: number,
    visit: (first: number, count: number) => void,
  ): void {
    const { rows: B, first, end } = this.tape;
    if (end - first === B) {
      this.inSlices(from * B, to * B, workPerRow, visit);
      return;
    }
    for (let t = from; t < to; t++) {
      this.inSlices(t * B + first, t * B + end, workPerRow, visit);
    }
  }

  /** Cuts the rows `[first, end)` into slices that take a few milliseconds each. */
  private inSlices(
    first: number,
    end: number,
    workPerRow: number,
    visit: (first: number, count: number) => void,
  ): void {
    const slice = Math.max(1, Math.floor(sliceWork / workPerRow));
    for (let row = first; row < end; row += slice) {
      visit(row, Math.min(slice, end - row));
      this.context.interrupt();
    }
  }
}
