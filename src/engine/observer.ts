/** A model in one snapshot of its training, with which sequences are examined: no optimizer, no updates. */
import type { Config } from '../config/schema';
import type { Dataset, SequenceSet, SetName } from '../data/common/dataset';
import type { NamedTensor, TensorFile } from '../formats/safetensors';
import { readWeights } from './checkpoint';
import { type Extent, everySequence, extentOf } from './chunk';
import type { Intervention } from './intervene';
import type { Kernels } from './kernels/kernels';
import { type Capacity, hasOwnOutputs, Network } from './network';
import { Parameters } from './parameters';
import { type PredictedStep, predictSequences } from './predict';
import { sequenceLosses } from './sequenceLosses';
import { cellOf, type NetworkSpec, networkSpec, type ReadData } from './spec';
import type { Precision } from './tensor';
import { Tracer, tracedSteps } from './trace';
import type { Trace } from './training';

/** Number of sequences that are run at once; more are no faster. */
const mostRows = 32;
/**
 * Number of steps that are run at once; in longer sequences the state is carried over, where that is
 * possible.
 */
const mostSteps = 512;
/** Bytes that the network that runs them may take, as long as it has more than one row. */
const mostBytes = 128e6;

/** The sequences that are examined, and what a network for them is like. */
export type ObservedData = ReadData & Pick<Dataset, 'training' | 'validation'>;

export class Observer {
  readonly spec: NetworkSpec;
  private readonly weights: Parameters;
  /**
   * The networks that run the sequences of each set, and the tracers that record them. They are made when
   * needed, since memory is never freed.
   */
  private readonly networks = new Map<SequenceSet, Network>();
  private readonly tracers = new Map<SequenceSet, { readonly tracer: Tracer; readonly room: Extent }>();
  private interrupted: () => void = () => undefined;

  /** @throws DataError when loss and targets do not go together */
  constructor(
    config: Config,
    private readonly dataset: ObservedData,
    private readonly kernels: Kernels,
    private readonly precision: Precision = 'float32',
  ) {
    this.spec = networkSpec(config, dataset);
    this.weights = new Parameters(cellOf(this.spec), this.spec, precision, kernels.memory);
  }

  /** Number of weights. */
  get parameters(): number {
    return this.weights.count;
  }

  /** Takes the weights of a snapshot. @throws FormatError where they belong to another model */
  take(file: TensorFile): void {
    readWeights(file, this.spec, this.weights);
  }

  /** Copies of the weights, under the names of a checkpoint. */
  copyWeights(): Map<string, NamedTensor> {
    return new Map(
      this.weights.all.map(({ name, value }) => [name, { shape: value.shape, values: value.values.slice() }]),
    );
  }

  /**
   * Records everything about a sequence, to the same bits as a training on these kernels.
   * @param interventions values to set on the way forward (see `intervene.ts`)
   * @param interrupted called at least once for each step of each layer, forwards and back; may throw to stop
   * @throws RangeError where a value that is to be set does not exist, or there is no room
   */
  trace(
    name: SetName,
    sequence: number,
    interventions: readonly Intervention[] = [],
    interrupted: () => void = () => undefined,
  ): Trace {
    return this.traceOf(this.dataset[name], sequence, interventions, interrupted);
  }

  /** Records a sequence of a set that is not of the data. The set is kept, and may change its sequences. */
  traceOf(
    set: SequenceSet,
    sequence: number,
    interventions: readonly Intervention[] = [],
    interrupted: () => void = () => undefined,
  ): Trace {
    this.interrupted = interrupted;
    const room = extentOf(set, [sequence]);
    const made = this.tracers.get(set);
    if (made && made.room.steps >= room.steps && made.room.outputSteps >= room.outputSteps) {
      return made.tracer.trace(sequence, interventions);
    }
    const { spec, weights, kernels, precision } = this;
    const tracer = new Tracer(spec, weights, set, [sequence], kernels, precision, () => this.interrupted());
    tracer.allocate();
    this.tracers.set(set, { tracer, room });
    return tracer.trace(sequence, interventions);
  }

  /** About how often a trace calls `interrupted`. */
  tracedSteps(name: SetName, sequence: number): number {
    return tracedSteps(this.spec, this.dataset[name], sequence);
  }

  /**
   * Yields the mean loss of each sequence over its target steps, as in a validation; some sequences at a
   * time, in their order.
   * @param interrupted called often; may throw to stop
   */
  *losses(name: SetName, interrupted: () => void): Generator<Float64Array> {
    this.interrupted = interrupted;
    const set = this.dataset[name];
    const network = this.networkFor(set);
    const { rows } = network.capacity;
    for (let first = 0; first < set.count; first += rows) {
      const sequences = Array.from({ length: Math.min(rows, set.count - first) }, (_, i) => first + i);
      yield sequenceLosses(network, set, sequences);
    }
  }

  /** Returns the same loss of one sequence. */
  loss(name: SetName, sequence: number): number {
    this.interrupted = () => undefined;
    const set = this.dataset[name];
    return sequenceLosses(this.networkFor(set), set, [sequence])[0];
  }

  /**
   * Predicts every step of a set that has a target, sequence by sequence. Decoders read their own outputs.
   * @param interrupted called often; may throw to stop
   */
  predict(set: SequenceSet, visit: (step: PredictedStep) => void, interrupted: () => void): void {
    this.interrupted = interrupted;
    predictSequences(this.networkFor(set), set, visit);
  }

  private networkFor(set: SequenceSet): Network {
    const made = this.networks.get(set);
    if (made) {
      return made;
    }
    let planned = this.plannedNetwork(this.roomFor(set));
    while (planned.bytes > mostBytes && planned.capacity.rows > 1) {
      planned = this.plannedNetwork({ ...planned.capacity, rows: planned.capacity.rows >> 1 });
    }
    planned.allocate();
    this.networks.set(set, planned);
    return planned;
  }

  private plannedNetwork(capacity: Capacity): Network {
    const { spec, weights, kernels, precision } = this;
    return new Network(spec, weights, capacity, kernels, precision, () => this.interrupted());
  }

  private roomFor(set: SequenceSet): Capacity {
    const extent = extentOf(set, everySequence(set));
    const own = hasOwnOutputs(this.spec);
    const whole = own || this.spec.bidirectional;
    const steps = Math.max(1, whole ? extent.steps : Math.min(extent.steps, mostSteps));
    return { rows: Math.min(mostRows, set.count), steps, outputSteps: own ? extent.outputSteps : steps };
  }
}
