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
  /** `[T][B][I]` what the first layer reads. */
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
   * Each layer's `[T][B][D·H]`. Where a layer's output is its state and no more (one direction, no dropout behind it),
   * these are the state's own slots: padded steps then hold the last real state instead of zeros. Nothing reads them.
   */
  private readonly outputs: readonly Tensor[];
  private readonly doutputs: readonly Tensor[];
  /** Each but the last layer's `[T][B][D·H]` factors, 0 or 1/(1−p); null without dropout. */
  private readonly masks: readonly Tensor[] | null;
  private readonly width: number;
  /** The rows `first … end − 1` are this thread's. */
  private first = 0;
  private end = 0;
  /** Whether the outputs of the chunk are dropped out by what `drawDropout` drew. */
  dropping = false;
  /** Called before steps `from … to−1` are computed, to set features in place of what is fed; null in training. */
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

  /** The last layer's `[T][B][D·H]`. */
  get output(): Tensor {
    return this.outputs[this.outputs.length - 1];
  }

  /** A layer's `[T][B][D·H]`, which is what the next layer reads. */
  outputOf(layer: number): Tensor {
    return this.outputs[layer];
  }

  /** ∂L/∂output, zero where padded: to be added to between `clearGradients` and `backward`. */
  get doutput(): Tensor {
    return this.doutputs[this.doutputs.length - 1];
  }

  get bidirectional(): boolean {
    return this.layers[0].length === 2;
  }

  /** @param partition what this thread computes of the chunk */
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
    // Where slot 1 begins depends on how many rows are in use.
    this.layers.forEach(([{ tape }], l) => {
      if (this.isState(l)) {
        this.outputs[l].bind(tape.h.values.subarray(rows * this.hiddenSize));
        this.doutputs[l].bind(tape.dh.values.subarray(rows * this.hiddenSize));
      }
    });
  }

  /** Takes the weights as they are now: before `forward`, once for all its parts. */
  packForward(): void {
    for (const layer of this.layers.flat()) {
      layer.packForward();
    }
  }

  /** The same before `backward`. */
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

  /** Steps `from … to−1`; all of them at once where a direction is backward. */
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
   * Forgets the gradients at all states and outputs; what is added to them then goes back with `backward`.
   * @param kept whether those at the final states are the ones that `states.keepGradient` kept
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

  /** Back through steps `to−1 … from`, from `doutput` to every state, preactivation and, if asked, to `dx`. */
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

  /** Adds the gradients of this thread's share of the weights over the chunk. */
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

  /** Visits each direction's part of each output row: it starts at element `at + column`. */
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
