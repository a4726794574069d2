/**
 * The readout `a = W·h + b`, `y = g2(a)`, and the loss on it, over a list of rows.
 * A row is one step of one sequence that has (or is asked for) an output; other steps cost nothing.
 */
import type { Factor } from './kernels/kernels';
import { columns, matrix } from './kernels/matrix';
import type { Context } from './layer';
import { applyOutput, outputGradient, rowLoss, rowLossGradient } from './loss';
import { doubles } from './memory';
import type { Parameter, Parameters } from './parameters';
import { type Part, partOf, type Share } from './share';
import type { NetworkSpec } from './spec';
import type { Arena, Floats, Tensor } from './tensor';

/** Where the targets of a chunk stand; `[T][B]` row-major, so a row's place is `t·B + b`. */
export interface Targets {
  readonly target: Floats;
  readonly targetClass: Int32Array;
  readonly mask: Uint8Array;
}

/** Which steps of a chunk get an output. */
export interface Listing {
  /** B */
  readonly rows: number;
  readonly steps: number;
  /** Those without a target too. */
  readonly everyStep: boolean;
  /** Step by step instead of sequence by sequence: where each output is the next step's input. */
  readonly byStep: boolean;
  /** The sequences that are this thread's. */
  readonly sequences: Part;
}

export class Readout {
  /** For each row its place `t·B + b`. */
  readonly place: Int32Array;
  /** For each row the place whose backward state it reads; differs from `place` for many-to-one only. */
  readonly reversePlace: Int32Array;
  /** Rows in use, and how many of them have a target. */
  count = 0;
  targetCount = 0;
  /** The rows of this thread's sequences, where the list goes sequence by sequence. */
  own: Part = { first: 0, end: 0 };
  /** `[N][O]` outputs after g2. */
  readonly y: Tensor;
  /** `[N]` each row's own loss ℓ, zero where the step has no target. */
  rowLosses: Float64Array = new Float64Array();
  /** `[N][D·H]` */
  private readonly states: Tensor;
  private readonly dstates: Tensor;
  private readonly a: Tensor;
  private readonly da: Tensor;
  private readonly scratch: Float64Array;
  private readonly width: number;
  private readonly O: number;
  private readonly weight: Parameter;
  private readonly bias: Parameter;
  /** Wᵀ, and W. */
  private readonly forwardFactor: Factor;
  private readonly backwardFactor: Factor;

  constructor(
    private readonly context: Context,
    private readonly spec: NetworkSpec,
    parameters: Parameters,
    arena: Arena,
    private readonly places: number,
  ) {
    this.O = spec.outputSize;
    this.width = (spec.bidirectional ? 2 : 1) * spec.hiddenSize;
    this.weight = parameters.readoutWeight;
    this.bias = parameters.readoutBias;
    this.place = new Int32Array(places);
    this.reversePlace = new Int32Array(places);
    this.scratch = new Float64Array(this.O);
    this.states = arena.tensor('readout.states', places, this.width);
    this.dstates = arena.tensor('readout.grad.states', places, this.width);
    this.a = arena.tensor('readout.logits', places, this.O);
    this.da = arena.tensor('readout.grad.logits', places, this.O);
    this.y = arena.tensor('readout.y', places, this.O);
    const weight = matrix(this.weight.value, 0, this.O, this.width);
    this.forwardFactor = context.kernels.factor(weight, true, arena);
    this.backwardFactor = context.kernels.factor(weight, false, arena);
  }

  /** Room for what is no tensor. */
  allocate(): void {
    this.rowLosses = doubles(this.context.kernels.memory, this.places);
  }

  /** Lists the steps that get an output. */
  list({ mask }: Targets, { rows: B, steps, everyStep, byStep, sequences }: Listing): void {
    const wholeSequence = this.spec.shape === 'many-to-one';
    this.count = 0;
    this.targetCount = 0;
    const add = (t: number, b: number) => {
      const place = t * B + b;
      if (mask[place] !== 0) {
        this.targetCount++;
      } else if (!everyStep) {
        return;
      }
      this.place[this.count] = place;
      // A single output reads the backward direction where it has seen the whole sequence: at step 0.
      this.reversePlace[this.count] = wholeSequence && mask[place] !== 0 ? b : place;
      this.count++;
    };
    if (byStep) {
      for (let place = 0; place < steps * B; place++) {
        add(Math.floor(place / B), place % B);
      }
      return;
    }
    const starts = Array.from({ length: B + 1 }, (_, b) => {
      const start = this.count;
      for (let t = 0; t < steps && b < B; t++) {
        add(t, b);
      }
      return start;
    });
    this.own = { first: starts[sequences.first], end: starts[sequences.end] };
  }

  /** Takes the weights as they are now: before `forward`, once for all its parts. */
  packForward(): void {
    this.forwardFactor.pack();
  }

  /** The same before `backward`. */
  packBackward(): void {
    this.backwardFactor.pack();
  }

  /** Outputs of the rows `first … end−1`, from the last layer's `[T][B][D·H]`. */
  forward(output: Tensor, first: number, end: number): void {
    const { kernels } = this.context;
    const rows = end - first;
    this.gather(output, first, end);
    const a = matrix(this.a, first, rows, this.O);
    kernels.fillRows(this.bias.value, null, 0, a);
    this.forwardFactor.multiply(matrix(this.states, first, rows, this.width), a, true);
    if (this.spec.output === 'softmax') {
      kernels.softmax(a, matrix(this.y, first, rows, this.O));
      this.context.interrupt();
      return;
    }
    for (let row = first; row < end; row++) {
      applyOutput(this.spec.output, this.a.values, this.y.values, row * this.O, this.O);
    }
    this.context.interrupt();
  }

  /** ℓ of the rows `first … end−1`. */
  loss({ target, targetClass, mask }: Targets, first: number, end: number): void {
    for (let row = first; row < end; row++) {
      const place = this.place[row];
      this.rowLosses[row] = 0;
      if (mask[place] !== 0) {
        this.rowLosses[row] = rowLoss(
          this.spec.loss,
          this.a.values,
          this.y.values,
          row * this.O,
          this.O,
          target,
          place * this.O,
          targetClass[place],
        );
      }
    }
  }

  /** Σ ℓ over the rows that have a target. */
  get lossSum(): number {
    let sum = 0;
    for (let row = 0; row < this.count; row++) {
      sum += this.rowLosses[row];
    }
    return sum;
  }

  /** ∂L/∂logits of the rows `first … end−1`, where L is the mean of ℓ over `count` target steps. */
  lossGradient({ target, targetClass, mask }: Targets, count: number, first: number, end: number): void {
    const da = this.da.values;
    for (let row = first; row < end; row++) {
      const place = this.place[row];
      if (mask[place] === 0) {
        da.fill(0, row * this.O, (row + 1) * this.O);
        continue;
      }
      rowLossGradient(
        this.spec.loss,
        this.spec.output,
        this.y.values,
        row * this.O,
        this.O,
        target,
        place * this.O,
        targetClass[place],
        1 / count,
        da,
        this.scratch,
      );
    }
  }

  /** Adds the gradient that reaches an output as the next step's input: `dy` holds ∂L/∂y at `dyAt`. */
  addOutputGradient(row: number, dy: Floats, dyAt: number): void {
    outputGradient(this.spec.output, this.y.values, dy, dyAt, this.da.values, row * this.O, this.O);
  }

  /** From ∂L/∂logits of the rows to the last layer's ∂L/∂output; adds to what is there. */
  backward(doutput: Tensor, first: number, end: number): void {
    const rows = end - first;
    this.backwardFactor.multiply(
      matrix(this.da, first, rows, this.O),
      matrix(this.dstates, first, rows, this.width),
      false,
    );
    this.scatter(doutput, first, end);
    this.context.interrupt();
  }

  /** Adds the gradients of a share of the readout's weights over all rows. */
  weightGradients(share: Share): void {
    const { kernels } = this.context;
    const { first, end } = partOf(share, this.O);
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

  private gather(output: Tensor, first: number, end: number): void {
    const from = output.values;
    const to = this.states.values;
    this.eachPart(first, end, (state, place, size) => {
      for (let u = 0; u < size; u++) {
        to[state + u] = from[place + u];
      }
    });
  }

  private scatter(doutput: Tensor, first: number, end: number): void {
    const from = this.dstates.values;
    const to = doutput.values;
    this.eachPart(first, end, (state, place, size) => {
      for (let u = 0; u < size; u++) {
        to[place + u] += from[state + u];
      }
    });
  }

  private eachPart(
    first: number,
    end: number,
    visit: (state: number, place: number, size: number) => void,
  ): void {
    const H = this.spec.hiddenSize;
    for (let row = first; row < end; row++) {
      visit(row * this.width, this.place[row] * this.width, H);
      if (this.spec.bidirectional) {
        visit(row * this.width + H, this.reversePlace[row] * this.width + H, H);
      }
    }
  }
}
