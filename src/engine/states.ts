/**
 * The states of a stack's layers before and after a chunk, and the gradients at them: how they go from chunk to chunk, from
 * an encoder to its decoder, and into a checkpoint.
 */
import { FormatError, type NamedTensor } from '../formats/safetensors';
import { layerName, tensorName } from '../notation/tensorNames';
import type { Layer } from './layer';
import type { Arena, Tensor } from './tensor';
import type { Part } from './threads/partition';

/** One state of one layer, h or c: `[T+1][B][H]`, its gradient, and what is kept of that between chunks. */
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
  /** The rows that are this thread's. */
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

  /** The state after the chunk becomes the one before the next (forward directions only). */
  carry(): void {
    for (const { values, layer } of this.all) {
      values.values.copyWithin(0, this.at(layer.finalSlot), this.at(layer.finalSlot + 1));
    }
  }

  /** Copies of the initial states, `[B][H]` by `l0.h`, `l0.c`, …: what a checkpoint in the middle of a batch needs. */
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

  /** Puts back what `initial` gave, after `begin` with the same number of rows. */
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

  /** Room for the states between `count` chunks, each `[count][B][H]`. */
  plan(arena: Arena, count: number): readonly Tensor[] {
    return this.all.map(({ name }) => arena.tensor(`stored.${name}`, count, this.capacity, this.hiddenSize));
  }

  /** The numbers in all states between two chunks. */
  get size(): number {
    return this.all.length * this.capacity * this.hiddenSize;
  }

  /** Stores the initial states as the `index`-th of what `plan` planned. */
  storeInitial(room: readonly Tensor[], index: number): void {
    this.store(room, index, ({ initialSlot }) => initialSlot);
  }

  storeFinal(room: readonly Tensor[], index: number): void {
    this.store(room, index, ({ finalSlot }) => finalSlot);
  }

  /** Sets the initial states to what was stored. */
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

  /** Adds the gradients at the initial states to those at the final states they were taken from. */
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

  /** Keeps the gradients at the initial states, which are those at the final states of the chunk before this one. */
  keepGradient(): void {
    for (const { gradient, keptGradient, layer } of this.all) {
      const from = this.at(layer.initialSlot);
      keptGradient.values.set(gradient.values.subarray(from, from + this.at(1)));
    }
  }

  /** Sets the gradients at the final states to what was kept. */
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

  /** The first element of a slot. */
  private at(slot: number): number {
    return slot * this.rows * this.hiddenSize;
  }

  /** Where this thread's rows of a slot begin and end. */
  private ownAt(slot: number): [number, number] {
    const { first, end } = this.own;
    const H = this.hiddenSize;
    return [this.at(slot) + first * H, this.at(slot) + end * H];
  }

  /** The states of the forward directions beside those of another stack, layer by layer. */
  private pairs(other: States): [State, State][] {
    const forward = ({ all }: States) => all.filter(({ layer }) => !layer.parameters.reverse);
    const theirs = forward(other);
    return forward(this).map((own, i) => [own, theirs[i]]);
  }
}
