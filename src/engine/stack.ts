/** Recurrent layers on top of each other, in one or two directions, with dropout between them. */
import type { Random } from '../data/common/random';
import type { Cell } from './cells/cell';
import { type Context, Layer } from './layer';
import { integers } from './memory';
import type { LayerParameters } from './parameters';
import { States } from './states';
import { type Arena, Tensor } from './tensor';
import { everything, type Partition, partOf } from './threads/partition';

export interface StackCapacity {
  readonly rows: number;
  readonly steps: number;
}

export class Stack {
  /** `[layer][direction]`; direction 1 reads the sequence backwards. */
  readonly layers: readonly (readonly Layer[])[];
  /** Whether it is the second stack of an encoder-decoder. */
  readonly decoder: boolean;
  /** `[T][B][I]` input of the first layer. */
  readonly x: Tensor;
  /** `[T][B][I]` ∂L/∂x, where it was asked for. */
  readonly dx: Tensor;
  /** `[B]` steps of each row in the chunk; later ones are padding. */
  readonly lengths: Int32Array;
  /** States before and after the chunk. */
  readonly states: States;
  rows = 0;
  steps = 0;
  /**
   * Outputs of each layer, `[T][B][D·H]`. Where a layer's output is just its state (one direction, no dropout
   * after it), these are the state's own slots: padded steps then hold the last real state instead of zeros.
   * Nothing reads them.
   */
  private readonly outputs: readonly Tensor[];
  private readonly doutputs: readonly Tensor[];
  /** Dropout factors of each layer except the last, `[T][B][D·H]`, 0 or 1/(1−p); null without dropout. */
  private readonly masks: readonly Tensor[] | null;
  private readonly width: number;
  /** This thread computes the rows `first … end − 1`. */
  private first = 0;
  private end = 0;
  /** Whether the factors that `drawDropout` drew are applied to the outputs of the chunk. */
  dropping = false;
  /** Called before steps `from … to−1` are computed, to replace features that are fed; null in training. */
  beforeSteps: ((from: number, to: number) => void) | null = null;

  constructor(
    context: Context,
    cell: Cell,
    parameters: readonly (readonly LayerParameters[])[],
    private readonly hiddenSize: number,
    private readonly dropout: number,
    arena: Arena,
    capacity: StackCapacity,
  ) {
    const { rows: B, steps: T } = capacity;
    const [{ decoder, inputSize }] = parameters[0];
    const prefix = decoder ? 'decoder' : 'encoder';
    this.decoder = decoder;
    this.lengths = integers(context.kernels.memory, B);
    this.width = parameters[0].length * hiddenSize;
    this.x = arena.tensor(`${prefix}.x`, T, B, inputSize);
    this.dx = arena.tensor(`${prefix}.grad.x`, T, B, inputSize);
    this.layers = parameters.map((directions) =>
      directions.map((each) => new Layer(context, cell, each, hiddenSize, arena, capacity, this.lengths)),
    );
    const tensor = (of: string, layer: number) => arena.tensor(`${prefix}.l${layer}.${of}`, T, B, this.width);
    const outputs = (of: string, states: 'h' | 'dh') =>
      this.layers.map(([{ tape }], layer) =>
        this.isState(layer)
          ? new Tensor(`${prefix}.l${layer}.${of}`, [T, B, hiddenSize], tape[states].offset)
          : tensor(of, layer),
      );
    this.outputs = outputs('output', 'h');
    this.doutputs = outputs('grad.output', 'dh');
    this.masks = dropout > 0 ? parameters.slice(0, -1).map((_, layer) => tensor('dropout', layer)) : null;
    this.states = new States(this.layers.flat(), hiddenSize, arena, B);
  }

  /** Outputs of the last layer, `[T][B][D·H]`. */
  get output(): Tensor {
    return this.outputs[this.outputs.length - 1];
  }

  /** Returns the outputs of a layer, `[T][B][D·H]`, which the next layer reads. */
  outputOf(layer: number): Tensor {
    return this.outputs[layer];
  }

  /** ∂L/∂output, zero at padded steps. Callers add to it between `clearGradients` and `backward`. */
  get doutput(): Tensor {
    return this.doutputs[this.doutputs.length - 1];
  }

  get bidirectional(): boolean {
    return this.layers[0].length === 2;
  }

  /** @param partition the part of the chunk that this thread computes */
  begin(rows: number, steps: number, partition: Partition = everything): void {
    this.rows = rows;
    this.steps = steps;
    const own = partOf(partition, rows);
    this.first = own.first;
    this.end = own.end;
    this.states.begin(rows, own);
    for (const layer of this.layers.flat()) {
      layer.begin(rows, steps, partition);
    }
    // The start of slot 1 depends on the number of rows in use.
    this.layers.forEach(([{ tape }], l) => {
      if (this.isState(l)) {
        this.outputs[l].bind(tape.h.values.subarray(rows * this.hiddenSize));
        this.doutputs[l].bind(tape.dh.values.subarray(rows * this.hiddenSize));
      }
    });
  }

  /** Packs the present weights; called before `forward`, once for all its parts. */
  packForward(): void {
    for (const layer of this.layers.flat()) {
      layer.packForward();
    }
  }

  /** Packs the present weights before `backward`. */
  packBackward(inputGradient: boolean): void {
    this.layers.forEach((directions, l) => {
      for (const layer of directions) {
        layer.packBackward(l > 0 || inputGradient);
      }
    });
  }

  /** Draws the dropout factors of a whole chunk, or turns dropout off. */
  drawDropout(random: Random | null): void {
    this.dropping = random !== null && this.masks !== null;
    if (!this.dropping || !random || !this.masks) {
      return;
    }
    const keep = 1 / (1 - this.dropout);
    for (const { values } of this.masks) {
      const used = this.steps * this.rows * this.width;
      for (let j = 0; j < used; j++) {
        values[j] = random.next() < this.dropout ? 0 : keep;
      }
    }
  }

  /** Computes steps `from … to−1`, which must be all steps where a direction is backward. */
  forward(from: number, to: number): void {
    this.beforeSteps?.(from, to);
    let input = this.x;
    this.layers.forEach((directions, l) => {
      for (const layer of directions) {
        layer.forward(input, from, to);
      }
      if (!this.isState(l)) {
        this.joinOutput(l, from, to);
      }
      input = this.outputs[l];
    });
  }

  /**
   * Clears the gradients at all states and outputs; `backward` then propagates the gradients that are added
   * to them.
   * @param kept whether the gradients at the final states become the ones that `states.keepGradient` kept
   */
  clearGradients(kept = false): void {
    const { rows: B, first, end, width } = this;
    for (const layer of this.layers.flat()) {
      layer.clearGradients();
    }
    if (!this.isState(this.layers.length - 1)) {
      for (let t = 0; t < this.steps; t++) {
        this.doutput.values.fill(0, (t * B + first) * width, (t * B + end) * width);
      }
    }
    if (kept) {
      this.states.takeKeptGradient();
    }
  }

  /**
   * Goes back through steps `to−1 … from`, from `doutput` to every state and preactivation, and on request to
   * `dx`.
   */
  backward(from: number, to: number, inputGradient: boolean): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      if (!this.isState(l)) {
        this.splitOutputGradient(l, from, to);
      }
      const below = l > 0 ? this.doutputs[l - 1] : inputGradient ? this.dx : null;
      this.layers[l].forEach((layer, direction) => {
        layer.backward(from, to);
        if (below) {
          layer.inputGradient(below, from, to, direction > 0 || (l > 0 && this.isState(l - 1)));
        }
      });
    }
  }

  /** Adds the gradients of this thread's partition of the weights over the chunk. */
  weightGradients(): void {
    this.layers.forEach((directions, l) => {
      for (const layer of directions) {
        layer.weightGradients(l === 0 ? this.x : this.outputs[l - 1], 0, this.steps);
      }
    });
  }

  /** Whether a layer's output is its state: one direction, and no dropout between it and the next layer. */
  private isState(l: number): boolean {
    return !this.bidirectional && (this.dropout === 0 || l === this.layers.length - 1);
  }

  private joinOutput(l: number, from: number, to: number): void {
    const output = this.outputs[l].values;
    const mask = this.maskOf(l);
    this.eachRow(l, from, to, (layer, column, t, b, at) => {
      const h = layer.tape.h.values;
      const state = (layer.after(t) * this.rows + b) * this.hiddenSize;
      const real = t < this.lengths[b];
      for (let u = 0; u < this.hiddenSize; u++) {
        const value = real ? h[state + u] : 0;
        output[at + column + u] = mask ? value * mask[at + column + u] : value;
      }
    });
  }

  private splitOutputGradient(l: number, from: number, to: number): void {
    const doutput = this.doutputs[l].values;
    const mask = this.maskOf(l);
    this.eachRow(l, from, to, (layer, column, t, b, at) => {
      if (t >= this.lengths[b]) {
        return;
      }
      const dh = layer.tape.dh.values;
      const state = (layer.after(t) * this.rows + b) * this.hiddenSize;
      for (let u = 0; u < this.hiddenSize; u++) {
        const value = doutput[at + column + u];
        dh[state + u] += mask ? value * mask[at + column + u] : value;
      }
    });
  }

  private maskOf(l: number): Tensor['values'] | null {
    return this.dropping && this.masks && l < this.masks.length ? this.masks[l].values : null;
  }

  /** Visits each direction's part of each output row, which starts at element `at + column`. */
  private eachRow(
    l: number,
    from: number,
    to: number,
    visit: (layer: Layer, column: number, t: number, b: number, at: number) => void,
  ): void {
    this.layers[l].forEach((layer, direction) => {
      const column = direction * this.hiddenSize;
      for (let t = from; t < to; t++) {
        for (let b = this.first; b < this.end; b++) {
          visit(layer, column, t, b, (t * this.rows + b) * this.width);
        }
      }
    });
  }
}
