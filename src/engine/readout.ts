/**
 * The readout `a = W·h + b`, `y = g2(a)`, and the loss on it, over a list of rows. A row is one step of one
 * sequence that has an output, or whose output is asked for; other steps cost nothing.
 */
import type { PackedMatrix } from './kernels/kernels';
import { columns, type Matrix, matrix } from './kernels/matrix';
import type { OutputRows } from './kernels/outputs';
import type { Context } from './layer';
import { outputGradient } from './loss';
import { bytes, doubles, integers } from './memory';
import type { Parameter, Parameters } from './parameters';
import type { NetworkSpec } from './spec';
import type { Arena, Floats, Tensor } from './tensor';
import { type Part, type Partition, partOf } from './threads/partition';

/** Determines which steps of a chunk get an output. */
export interface Listing {
  /** B, the number of sequences. */
  readonly rows: number;
  readonly steps: number;
  /** Whether steps without a target get an output too. */
  readonly everyStep: boolean;
  /**
   * Whether rows are listed step by step instead of sequence by sequence, because each output is the next
   * step's input.
   */
  readonly byStep: boolean;
}

/** The arrays of the list of rows, in memory that all threads share. */
interface Lists {
  /** Place `t·B + b` of each row. */
  readonly place: Int32Array;
  /** Place whose backward state each row reads; differs from `place` only in many-to-one. */
  readonly reversePlace: Int32Array;
  /**
   * `[B+1]` index of each sequence's first row, in a list that goes sequence by sequence; the last element is
   * the number of rows.
   */
  readonly starts: Int32Array;
}

export class Readout {
  /** Number of rows that have a target; with class weights, the sum of their weights. */
  targetCount = 0;
  /** `[N][O]` outputs after g2. */
  readonly y: Tensor;
  /** `[T][B][O]` targets, where these are values. */
  readonly target: Tensor;
  /** `[N][D·H]` states that the rows read. */
  private readonly states: Tensor;
  private readonly dstates: Tensor;
  private readonly a: Tensor;
  private readonly da: Tensor;
  private readonly width: number;
  private readonly O: number;
  private readonly weight: Parameter;
  private readonly bias: Parameter;
  /** Wᵀ and W, packed. */
  private readonly packedForward: PackedMatrix;
  private readonly packedBackward: PackedMatrix;
  private bound: { readonly rows: OutputRows; readonly lists: Lists } | undefined;
  /** B, the number of sequences. */
  private sequences = 0;

  /** Plans the tensors; `allocate` makes room for the arrays that are no tensors. */
  constructor(
    private readonly context: Context,
    private readonly spec: NetworkSpec,
    parameters: Parameters,
    arena: Arena,
    private readonly capacity: { readonly rows: number; readonly steps: number },
  ) {
    const places = capacity.rows * capacity.steps;
    this.O = spec.outputSize;
    this.width = (spec.bidirectional ? 2 : 1) * spec.hiddenSize;
    this.weight = parameters.readoutWeight;
    this.bias = parameters.readoutBias;
    this.states = arena.tensor('readout.states', places, this.width);
    this.dstates = arena.tensor('readout.grad.states', places, this.width);
    this.a = arena.tensor('readout.logits', places, this.O);
    this.da = arena.tensor('readout.grad.logits', places, this.O);
    this.y = arena.tensor('readout.y', places, this.O);
    this.target = arena.tensor('target', places, this.O);
    const weight = matrix(this.weight.value, 0, this.O, this.width);
    this.packedForward = context.kernels.packed(weight, true, arena);
    this.packedBackward = context.kernels.packed(weight, false, arena);
  }

  allocate(): void {
    const { memory } = this.context.kernels;
    const places = this.capacity.rows * this.capacity.steps;
    const { a, y, da, O, target } = this;
    const { output, loss } = this.spec;
    const lists = {
      place: integers(memory, places),
      reversePlace: integers(memory, places),
      starts: integers(memory, this.capacity.rows + 1),
    };
    const { classWeights } = this.spec;
    const weights = classWeights && doubles(memory, O);
    weights?.set(classWeights ?? []);
    const rows = {
      ...(weights ? { classWeights: weights } : {}),
      output,
      loss,
      O,
      a,
      y,
      da,
      target,
      place: lists.place,
      logSums: doubles(memory, places),
      losses: doubles(memory, places),
      targetClass: integers(memory, places),
      mask: bytes(memory, places),
    };
    this.bound = { rows, lists };
  }

  /** Bytes that `allocate` takes for each place. */
  static readonly bytesPerPlace = 4 + 4 + 8 + 8 + 4 + 1;

  /** Place `t·B + b` of each row. */
  get place(): Int32Array {
    return this.lists.place;
  }

  /** `[N][O]` logits, the outputs before g2. */
  get logits(): Floats {
    return this.a.values;
  }

  /** `[N]` each row's own loss ℓ, zero where the step has no target. */
  get rowLosses(): Float64Array {
    return this.rows.losses;
  }

  /**
   * `[T][B]` target classes, and a mask that is 1 where there is a target; the caller fills both for each
   * chunk.
   */
  get targets(): Pick<OutputRows, 'targetClass' | 'mask'> {
    const { targetClass, mask } = this.rows;
    return { targetClass, mask };
  }

  /** Number of rows in use. */
  get count(): number {
    return this.lists.starts[this.sequences];
  }

  /** Returns the rows of some sequences, in a list that goes sequence by sequence. */
  rowsOf({ first, end }: Part): Part {
    const { starts } = this.lists;
    return { first: starts[first], end: starts[end] };
  }

  begin(sequences: number): void {
    this.sequences = sequences;
  }

  /** Lists the steps that get an output. */
  list({ rows: B, steps, everyStep, byStep }: Listing): void {
    const wholeSequence = this.spec.shape === 'many-to-one';
    const { place, reversePlace, starts } = this.lists;
    const { mask } = this.rows;
    let count = 0;
    let targetCount = 0;
    const add = (at: number, b: number) => {
      const hasTarget = mask[at] !== 0;
      if (hasTarget || everyStep) {
        place[count] = at;
        // A single output reads the backward direction where it has seen the whole sequence: at step 0.
        reversePlace[count] = wholeSequence && hasTarget ? b : at;
        count++;
        targetCount += this.weightAt(at);
      }
    };
    for (let at = 0; byStep && at < steps * B; at++) {
      add(at, at % B);
    }
    for (let b = 0; b < B; b++) {
      starts[b] = count;
      for (let t = 0; !byStep && t < steps; t++) {
        add(t * B + b, b);
      }
    }
    starts[B] = count;
    this.targetCount = targetCount;
  }

  /** Packs the present weights; called before `forward`, once for all its parts. */
  packForward(): void {
    this.packedForward.pack();
  }

  /** Packs the present weights before `backward`. */
  packBackward(): void {
    this.packedBackward.pack();
  }

  /** Computes outputs and losses of the rows `first … end−1` from the last layer's `[T][B][D·H]`. */
  forward(output: Tensor, first: number, end: number): void {
    const { kernels } = this.context;
    const rows = end - first;
    this.eachDirection(first, end, (places, column) =>
      kernels.gatherRows(output, places, this.columnsOf(this.states, first, rows, column)),
    );
    const a = matrix(this.a, first, rows, this.O);
    kernels.fillRows(this.bias.value, null, 0, a);
    this.packedForward.multiply(matrix(this.states, first, rows, this.width), a, true);
    kernels.activate(this.rows, first, end);
    kernels.rowLosses(this.rows, first, end);
    this.context.interrupt();
  }

  /** Σ ℓ over the rows that have a target, each times the weight of its class. */
  get lossSum(): number {
    const { losses } = this.rows;
    let sum = 0;
    for (let row = 0; row < this.count; row++) {
      sum += this.weightAt(this.place[row]) * losses[row];
    }
    return sum;
  }

  /** The weight of the target at a place: that of its class, else 1; 0 where there is no target. */
  weightAt(place: number): number {
    const { mask, targetClass, classWeights } = this.rows;
    return mask[place] === 0 ? 0 : (classWeights?.[targetClass[place]] ?? 1);
  }

  /** Computes ∂L/∂logits of the rows `first … end−1`, where L is the mean of ℓ over `count` target steps. */
  lossGradient(count: number, first: number, end: number): void {
    this.context.kernels.lossGradient(this.rows, first, end, 1 / count);
  }

  /** Adds the gradient that reaches an output as the next step's input: `dy` holds ∂L/∂y at `dyAt`. */
  addOutputGradient(row: number, dy: Floats, dyAt: number): void {
    outputGradient(this.spec.output, this.y.values, dy, dyAt, this.da.values, row * this.O, this.O);
  }

  /** Computes the last layer's ∂L/∂output from ∂L/∂logits of the rows, and adds it to `doutput`. */
  backward(doutput: Tensor, first: number, end: number): void {
    const { kernels } = this.context;
    const rows = end - first;
    this.packedBackward.multiply(
      matrix(this.da, first, rows, this.O),
      matrix(this.dstates, first, rows, this.width),
      false,
    );
    this.eachDirection(first, end, (places, column) =>
      kernels.scatterRows(this.columnsOf(this.dstates, first, rows, column), places, doutput),
    );
    this.context.interrupt();
  }

  /** Adds the gradients of a partition of the readout's weights over all rows. */
  weightGradients(partition: Partition): void {
    const { kernels } = this.context;
    const { first, end } = partOf(partition, this.O);
    const da = columns(matrix(this.da, 0, this.count, this.O), first, end - first);
    kernels.multiplyTransposed(
      da,
      matrix(this.states, 0, this.count, this.width),
      matrix(this.weight.gradient, first, end - first, this.width),
      true,
    );
    kernels.addColumnSums(da, this.bias.gradient, first);
    this.context.interrupt();
  }

  /** Returns one direction's columns of some rows of states. */
  private columnsOf(states: Tensor, first: number, rows: number, column: number): Matrix {
    return columns(matrix(states, first, rows, this.width), column, this.spec.hiddenSize);
  }

  /** Visits each direction with the places of the rows `first … end−1` and the first of its columns. */
  private eachDirection(
    first: number,
    end: number,
    visit: (places: Int32Array, column: number) => void,
  ): void {
    const { place, reversePlace } = this.lists;
    visit(place.subarray(first, end), 0);
    if (this.spec.bidirectional) {
      visit(reversePlace.subarray(first, end), this.spec.hiddenSize);
    }
  }

  private get rows(): OutputRows {
    return this.allocated.rows;
  }

  private get lists(): Lists {
    return this.allocated.lists;
  }

  private get allocated(): NonNullable<Readout['bound']> {
    if (!this.bound) {
      throw new Error('the readout is used before it is allocated');
    }
    return this.bound;
  }
}
