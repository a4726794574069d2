/**
 * Reads the states of one layer over many sequences, a batch and a slice of steps at a time, in forward
 * passes without learning.
 */
import type { SequenceSet } from '../data/common/dataset';
import { FormatError, type TensorFile } from '../formats/safetensors';
import { isOfDecoder, parseLayerName, parseTensorName } from '../notation/tensorNames';
import { tensorLike } from './checkpoint';
import { extentOf, fillChunk } from './chunk';
import type { Kernels } from './kernels/kernels';
import type { Layer } from './layer';
import { heap } from './memory';
import { hasOwnOutputs, Network } from './network';
import { Parameters } from './parameters';
import { cellOf, type NetworkSpec } from './spec';
import type { Floats } from './tensor';

/** Bytes that a network may take. */
const mostBytes = 2 ** 28;
const mostRows = 64;
/** Number of steps of a sequence that are computed at once, where it can be cut. */
const sliceSteps = 128;

/** Receives the state of one sequence of the batch at one step, `values[at … at + hiddenSize − 1]`. */
export type StateVisit = (row: number, step: number, values: Floats, at: number) => void;

export class StateReader {
  /** Number of sequences that are read at a time. */
  readonly rows: number;
  private readonly network: Network;
  private readonly layer: Layer;
  private readonly state: 'h' | 'c';
  private readonly ofDecoder: boolean;

  /**
   * @param weights weights of the network, by their names
   * @param name name of the layer and its state, as in a trace: `l0.h`, `decoder.l1.c`
   * @param sets all sets that are to be read
   * @param most largest number of sequences that are read at a time
   * @throws FormatError where the weights belong to another network, or have no such layer
   */
  constructor(
    private readonly spec: NetworkSpec,
    weights: TensorFile,
    name: string,
    sets: readonly SequenceSet[],
    kernels: Kernels,
    most = mostRows,
  ) {
    const parameters = new Parameters(cellOf(spec), spec, 'float32', kernels.memory);
    for (const { value } of parameters.all) {
      value.values.set(tensorLike(weights, value.name, value.shape).values);
    }
    const extents = sets.map((set) =>
      extentOf(
        set,
        Array.from({ length: set.count }, (_, i) => i),
      ),
    );
    const longest = Math.max(1, ...extents.map(({ steps }) => steps));
    const steps = this.canCut ? Math.min(longest, sliceSteps) : longest;
    const outputSteps = hasOwnOutputs(spec)
      ? Math.max(1, ...extents.map((extent) => extent.outputSteps))
      : steps;
    const planned = (rows: number, on: Kernels) =>
      new Network(spec, parameters, { rows, steps, outputSteps }, on, 'float32', () => undefined);
    let rows = Math.max(1, Math.min(most, mostRows));
    while (rows > 1 && planned(rows, { ...kernels, memory: heap }).bytes > mostBytes) {
      rows = Math.ceil(rows / 2);
    }
    this.rows = rows;
    this.network = planned(rows, kernels);
    this.network.allocate();
    [this.layer, this.state] = this.find(name);
    this.ofDecoder = isOfDecoder(name);
  }

  /** Number of steps that the layer computes for a sequence. */
  stepsOf(set: SequenceSet, sequence: number): number {
    return this.ofDecoder || this.spec.shape === 'one-to-many'
      ? set.outputSteps(sequence)
      : set.inputSteps(sequence);
  }

  /**
   * Visits every step of some sequences, at most `rows` of them, in the order of time.
   * @param sliced called after each slice with the number of its steps; true ends the reading
   * @param until the first step that is no longer needed
   * @returns whether it reached the end
   */
  read(
    set: SequenceSet,
    sequences: readonly number[],
    visit: StateVisit,
    sliced: (steps: number) => boolean = () => false,
    until = Number.POSITIVE_INFINITY,
  ): boolean {
    const { network, layer, spec } = this;
    const extent = extentOf(set, sequences);
    const end = this.canCut ? Math.min(extent.steps, until) : extent.steps;
    for (let from = 0; from < end; from += network.capacity.steps) {
      const to = Math.min(end, from + network.capacity.steps);
      fillChunk(network, set, sequences, from, to, extent.outputSteps);
      if (from === 0) {
        network.resetState();
      }
      // The options are those with which a trace is recorded, so that a probe's states are the same.
      network.forward({
        feedback: spec.teacherForcing ? 'target' : 'output',
        everyStep: false,
        dropout: null,
      });
      const { values } = (this.state === 'c' ? layer.tape.c : null) ?? layer.tape.h;
      for (let t = 0; t < layer.steps; t++) {
        for (let row = 0; row < sequences.length; row++) {
          if (from + t < this.stepsOf(set, sequences[row])) {
            const at = (layer.after(t) * sequences.length + row) * layer.hiddenSize;
            visit(row, from + t, values, at);
          }
        }
      }
      if (sliced(to - from) && to < end) {
        return false;
      }
      if (to < end) {
        network.carryState();
      }
    }
    return true;
  }

  /** Whether the state may be carried from one slice of steps to the next. */
  private get canCut(): boolean {
    return !this.spec.bidirectional && !hasOwnOutputs(this.spec);
  }

  private find(name: string): [Layer, 'h' | 'c'] {
    const { layer: own = '', quantity } = parseTensorName(name) ?? {};
    const place = parseLayerName(own);
    const stack = place?.decoder ? this.network.decoder : this.network.encoder;
    const layer = place && stack?.layers[place.layer]?.[place.reverse ? 1 : 0];
    if (!layer || !(quantity === 'h' || (quantity === 'c' && layer.tape.c))) {
      throw new FormatError(`this model has no state "${name}"`);
    }
    return [layer, quantity];
  }
}
