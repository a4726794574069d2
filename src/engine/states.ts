/**
 * The states of a stack's layers before and after a chunk, and the gradients at them: how they are passed
 * from chunk to chunk, from an encoder to its decoder, and into a checkpoint.
 */
import { FormatError, type NamedTensor } from '../formats/safetensors';
import { layerName, tensorName } from '../notation/tensorNames';
import type { Layer } from './layer';
import type { Arena, Tensor } from './tensor';
import type { Part } from './threads/partition';

/**
 * One state of one layer, h or c: `[T+1][B][H]`, its gradient, and the gradient that is kept between chunks.
 */
interface State {
  /** `l0.h`, `l1_reverse.c` */
  readonly name: string;
  readonly layer: Layer;
  readonly values: Tensor;
  readonly gradient: Tensor;
  /** `[B][H]` */
  readonly keptGradient: Tensor;
}

export class States {
  private readonly all: readonly State[];
  private rows = 0;
  /** The rows that this thread computes. */
  private own: Part = { first: 0, end: 0 };

  constructor(
    layers: readonly Layer[],
    private readonly hiddenSize: number,
    arena: Arena,
    private readonly capacity: number,
  ) {
    const kept = ({ name }: Tensor) => arena.tensor(`${name}.kept`, capacity, hiddenSize);
    this.all = layers.flatMap((layer) => {
      const { h, dh, c, dc } = layer.tape;
      const name = layerName(layer.parameters);
      return [
        { name: tensorName(name, 'h'), layer, values: h, gradient: dh, keptGradient: kept(dh) },
        ...(c && dc
          ? [{ name: tensorName(name, 'c'), layer, values: c, gradient: dc, keptGradient: kept(dc) }]
          : []),
      ];
    });
  }

  begin(rows: number, own: Part): void {
    this.rows = rows;
    this.own = own;
  }

  /** Sets every initial state to zero. */
  reset(): void {
    for (const { values, layer } of this.all) {
      values.values.fill(0, this.at(layer.initialSlot), this.at(layer.initialSlot + 1));
    }
  }

  /** Makes the state after the chunk the one before the next (forward directions only). */
  carry(): void {
    for (const { values, layer } of this.all) {
      values.values.copyWithin(0, this.at(layer.finalSlot), this.at(layer.finalSlot + 1));
    }
  }

  /**
   * Returns copies of the initial states, `[B][H]` by `l0.h`, `l0.c`, …, which a checkpoint in the middle of
   * a batch needs.
   */
  initial(): Map<string, NamedTensor> {
    return new Map(
      this.all.map(({ name, values, layer }) => [
        name,
        {
          shape: [this.rows, this.hiddenSize],
          values: values.values.slice(this.at(layer.initialSlot), this.at(layer.initialSlot + 1)),
        },
      ]),
    );
  }

  /** Restores the states that `initial` returned, after `begin` with the same number of rows. */
  setInitial(states: ReadonlyMap<string, NamedTensor>): void {
    const size = this.at(1);
    for (const { name, values, layer } of this.all) {
      const state = states.get(name);
      if (state?.values.length !== size) {
        throw new FormatError(`the checkpoint has no carried state ${name} of ${size} numbers`);
      }
      values.values.set(state.values, this.at(layer.initialSlot));
    }
  }

  /** Plans room for the states between `count` chunks, each `[count][B][H]`. */
  plan(arena: Arena, count: number): readonly Tensor[] {
    return this.all.map(({ name }) => arena.tensor(`stored.${name}`, count, this.capacity, this.hiddenSize));
  }

  /** Number of elements in all states between two chunks. */
  get size(): number {
    return this.all.length * this.capacity * this.hiddenSize;
  }

  /** Stores the initial states at index `index` of the room that `plan` planned. */
  storeInitial(room: readonly Tensor[], index: number): void {
    this.store(room, index, ({ initialSlot }) => initialSlot);
  }

  storeFinal(room: readonly Tensor[], index: number): void {
    this.store(room, index, ({ finalSlot }) => finalSlot);
  }

  /** Sets the initial states to the stored ones. */
  recallInitial(room: readonly Tensor[], index: number): void {
    this.all.forEach(({ values, layer }, i) => {
      const state = room[i].values.subarray(index * this.at(1), (index + 1) * this.at(1));
      values.values.set(state, this.at(layer.initialSlot));
    });
  }

  /** Takes the final states of another stack's forward directions as initial ones. */
  takeFrom(other: States): void {
    for (const [own, theirs] of this.pairs(other)) {
      const [first, end] = this.ownAt(theirs.layer.finalSlot);
      own.values.values.set(theirs.values.values.subarray(first, end), this.ownAt(own.layer.initialSlot)[0]);
    }
  }

  /** Adds the gradients at the initial states to those at the final states from which they were taken. */
  giveGradientTo(other: States): void {
    for (const [own, theirs] of this.pairs(other)) {
      const [first, end] = this.ownAt(own.layer.initialSlot);
      const to = theirs.gradient.values;
      const shift = this.at(theirs.layer.finalSlot) - this.at(own.layer.initialSlot);
      for (let j = first; j < end; j++) {
        to[j + shift] += own.gradient.values[j];
      }
    }
  }

  /** Keeps the gradients at the initial states, which are the final states of the chunk before this one. */
  keepGradient(): void {
    for (const { gradient, keptGradient, layer } of this.all) {
      const from = this.at(layer.initialSlot);
      keptGradient.values.set(gradient.values.subarray(from, from + this.at(1)));
    }
  }

  /** Sets the gradients at the final states to the kept ones. */
  takeKeptGradient(): void {
    const [first, end] = this.ownAt(0);
    for (const { gradient, keptGradient, layer } of this.all) {
      gradient.values.set(keptGradient.values.subarray(first, end), this.ownAt(layer.finalSlot)[0]);
    }
  }

  private store(room: readonly Tensor[], index: number, slotOf: (layer: Layer) => number): void {
    this.all.forEach(({ values, layer }, i) => {
      const from = this.at(slotOf(layer));
      room[i].values.set(values.values.subarray(from, from + this.at(1)), index * this.at(1));
    });
  }

  /** Index of the first element of a slot. */
  private at(slot: number): number {
    return slot * this.rows * this.hiddenSize;
  }

  /** Start and end of this thread's rows of a slot. */
  private ownAt(slot: number): [number, number] {
    const { first, end } = this.own;
    const H = this.hiddenSize;
    return [this.at(slot) + first * H, this.at(slot) + end * H];
  }

  /** Pairs the states of the forward directions with those of another stack, layer by layer. */
  private pairs(other: States): [State, State][] {
    const forward = ({ all }: States) => all.filter(({ layer }) => !layer.parameters.reverse);
    const theirs = forward(other);
    return forward(this).map((own, i) => [own, theirs[i]]);
  }
}
