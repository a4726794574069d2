/** Recurrent layers on top of each other, in one or two directions, with dropout between them. */
import type { Random } from '../data/random';
import { FormatError, type NamedTensor } from '../formats/safetensors';
import type { Cell } from './cells/cell';
import { type Context, Layer } from './layer';
import type { LayerParameters } from './parameters';
import { integers } from './memory';
import { everything, partOf, type Share } from './share';
import { type Arena, Tensor } from './tensor';

export interface StackCapacity {
  readonly rows: number;
  readonly steps: number;
}

export class Stack {
  /** `[layer][direction]`; direction 1 reads the sequence backwards. */
  readonly layers: readonly (readonly Layer[])[];
  /** `[T][B][I]` what the first layer reads. */
  readonly x: Tensor;
  /** `[T][B][I]` ∂L/∂x, where it was asked for. */
  readonly dx: Tensor;
  /** `[B]` steps of each row in the chunk; later ones are padding. */
  readonly lengths: Int32Array;
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
  /** `[B][H]` by layer, of h and then c: see `keepStateGradient`. */
  private readonly stateGradients: readonly (readonly Tensor[])[];
  private readonly width: number;
  /** The rows `first … end − 1` are this thread's. */
  private first = 0;
  private end = 0;
  /** Whether the outputs of the chunk are dropped out by what `drawDropout` drew. */
  dropping = false;

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
    const [{ prefix, inputSize }] = parameters[0];
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
    this.stateGradients = this.layers.map((directions) =>
      directions.flatMap(({ tape }) =>
        statesOf(tape.dh, tape.dc).map(({ name }) => arena.tensor(`${name}.kept`, B, hiddenSize)),
      ),
    );
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

  /** @param share what this thread computes of the chunk */
  begin(rows: number, steps: number, share: Share = everything): void {
    this.rows = rows;
    this.steps = steps;
    ({ first: this.first, end: this.end } = partOf(share, rows));
    for (const layer of this.layers.flat()) {
      layer.begin(rows, steps, share);
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

  /** Sets every initial state to zero. */
  resetState(): void {
    this.eachState((states, layer) => {
      const size = this.rows * this.hiddenSize;
      states.values.fill(0, layer.initialSlot * size, (layer.initialSlot + 1) * size);
    });
  }

  /** The state after the chunk becomes the one before the next (forward directions only). */
  carryState(): void {
    this.eachState((states, layer) => {
      const size = this.rows * this.hiddenSize;
      states.values.copyWithin(0, layer.finalSlot * size, (layer.finalSlot + 1) * size);
    });
  }

  /** Copies of the initial states, `[B][H]` by `l0.h`, `l0.c`, …: what a checkpoint in the middle of a batch needs. */
  carriedState(): Map<string, NamedTensor> {
    const states = new Map<string, NamedTensor>();
    const size = this.rows * this.hiddenSize;
    this.eachState((tensor, layer, name) => {
      const from = layer.initialSlot * size;
      states.set(name, {
        shape: [this.rows, this.hiddenSize],
        values: tensor.values.slice(from, from + size),
      });
    });
    return states;
  }

  /** Puts back what `carriedState` gave, after `begin` with the same number of rows. */
  restoreState(states: ReadonlyMap<string, NamedTensor>): void {
    const size = this.rows * this.hiddenSize;
    this.eachState((tensor, layer, name) => {
      const state = states.get(name);
      if (state?.values.length !== size) {
        throw new FormatError(`the checkpoint has no carried state ${name} of ${size} numbers`);
      }
      tensor.values.set(state.values, layer.initialSlot * size);
    });
  }

  /** Takes another stack's final states as initial ones. */
  takeState(from: Stack): void {
    const { rows: B, hiddenSize: H, first, end } = this;
    for (const [to, source, target, origin] of this.statePairs(from, false)) {
      const part = origin.values.subarray((source * B + first) * H, (source * B + end) * H);
      to.values.set(part, (target * B + first) * H);
    }
  }

  /** Adds the gradients at this stack's initial states to those at another one's final states. */
  giveStateGradient(to: Stack): void {
    const { rows: B, hiddenSize: H, first, end } = this;
    for (const [own, target, source, theirs] of this.statePairs(to, true)) {
      for (let j = first * H; j < end * H; j++) {
        theirs.values[target * B * H + j] += own.values[source * B * H + j];
      }
    }
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
   * @param kept whether those at the final states are the ones that `keepStateGradient` kept
   */
  clearGradients(kept = false): void {
    const { rows: B, hiddenSize: H, first, end, width } = this;
    for (const layer of this.layers.flat()) {
      layer.clearGradients();
    }
    if (!this.isState(this.layers.length - 1)) {
      for (let t = 0; t < this.steps; t++) {
        this.doutput.values.fill(0, (t * B + first) * width, (t * B + end) * width);
      }
    }
    if (kept) {
      this.eachStateGradient((gradient, { finalSlot }, keeper) => {
        const part = keeper.values.subarray(first * H, end * H);
        gradient.values.set(part, (finalSlot * B + first) * H);
      });
    }
  }

  /** Keeps the gradients at the initial states, which are those at the final states of the chunk before this one. */
  keepStateGradient(): void {
    const size = this.rows * this.hiddenSize;
    this.eachStateGradient((gradient, { initialSlot }, keeper) => {
      keeper.values.set(gradient.values.subarray(initialSlot * size, (initialSlot + 1) * size));
    });
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

  private eachStateGradient(visit: (gradient: Tensor, layer: Layer, keeper: Tensor) => void): void {
    this.layers.forEach((directions, l) => {
      let next = 0;
      for (const layer of directions) {
        for (const gradient of statesOf(layer.tape.dh, layer.tape.dc)) {
          visit(gradient, layer, this.stateGradients[l][next++]);
        }
      }
    });
  }

  private eachState(visit: (states: Tensor, layer: Layer, name: string) => void): void {
    for (const layer of this.layers.flat()) {
      const name = `l${layer.parameters.layer}${layer.parameters.reverse ? '_reverse' : ''}`;
      visit(layer.tape.h, layer, `${name}.h`);
      if (layer.tape.c) {
        visit(layer.tape.c, layer, `${name}.c`);
      }
    }
  }

  /**
   * This stack's initial against another's final states (or their gradients), layer by layer:
   * own tensor, the other's slot, own slot, the other's tensor.
   */
  private statePairs(other: Stack, gradients: boolean): [Tensor, number, number, Tensor][] {
    const pairs: [Tensor, number, number, Tensor][] = [];
    this.layers.forEach(([layer], l) => {
      const [peer] = other.layers[l];
      const own = gradients ? [layer.tape.dh, layer.tape.dc] : [layer.tape.h, layer.tape.c];
      const theirs = gradients ? [peer.tape.dh, peer.tape.dc] : [peer.tape.h, peer.tape.c];
      own.forEach((tensor, i) => {
        const counterpart = theirs[i];
        if (tensor && counterpart) {
          pairs.push([tensor, peer.finalSlot, layer.initialSlot, counterpart]);
        }
      });
    });
    return pairs;
  }
}

function statesOf(h: Tensor, c: Tensor | null): readonly Tensor[] {
  return c ? [h, c] : [h];
}
