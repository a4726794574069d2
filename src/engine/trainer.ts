/**
 * Trains a network: epochs, batches, chunks of truncated backpropagation, validation; traces are in
 * `probes.ts`. Where it stands is a small record of numbers, and what is drawn at random depends on that
 * record and the seed alone.
 */
import type { Config } from '../config/schema';
import type { Dataset } from '../data/common/dataset';
import type { TensorFile } from '../formats/safetensors';
import type { EpochMetrics, Evaluation } from '../metrics/measured';
import { checkMonitor } from '../metrics/monitor';
import { Batches } from './batches';
import { type Extract, Window } from './bptt';
import { type Position, readCheckpoint, startPosition, writeCheckpoint } from './checkpoint';
import { extentOf } from './chunk';
import { EarlyStopping } from './earlyStopping';
import { initialise } from './initialise';
import type { Kernels } from './kernels/kernels';
import { referenceKernels } from './kernels/reference';
import { webAssemblyKernels } from './kernels/webAssembly';
import { type Measured, Measurement } from './measurement';
import { heap, type Memory, RecordedMemory } from './memory';
import { hasOwnOutputs, Network } from './network';
import { Optimizer } from './optimizer';
import { Parameters } from './parameters';
import { type MemoryPlan, planMemory } from './plan';
import { Probes } from './probes';
import { learningRate } from './schedule';
import { cellOf, type NetworkSpec, networkSpec } from './spec';
import { bytesPerElement, type Precision } from './tensor';
import { formTeam, type Helpers, threadsFor } from './threads/formTeam';
import type { Lead } from './threads/lead';
import { alone } from './threads/team';
import { Cancelled, type Trace, type Training, type TrainingEvent, type TrainingResult } from './training';

export interface EngineOptions {
  readonly kernels?: Kernels;
  readonly precision?: Precision;
  /** Source of helper threads; without it, training runs in its own thread only. */
  readonly helpers?: Helpers;
}

/** @throws DataError when the data cannot be trained on as the config asks */
export function createTraining(config: Config, dataset: Dataset, options: EngineOptions = {}): Training {
  const { precision = 'float32', kernels = defaultKernels(precision), helpers } = options;
  return new Trainer(config, dataset, kernels, precision, helpers);
}

function defaultKernels(precision: Precision): Kernels {
  return precision === 'float32' ? webAssemblyKernels() : referenceKernels;
}

class Trainer implements Training {
  readonly parameters: number;
  readonly plannedEpochs: number;
  readonly plannedSteps: number;
  readonly threads: number;
  readonly memory: MemoryPlan;
  private readonly spec: NetworkSpec;
  private readonly weights: Parameters;
  private readonly optimizer: Optimizer;
  private readonly batches: Batches;
  private readonly network: Network;
  private readonly window: Window;
  /** Memory of the weights and the network, whose addresses helpers receive. */
  private readonly shared: RecordedMemory;
  private readonly probes: Probes;
  private readonly earlyStopping: EarlyStopping;
  private readonly measurement: Measurement;
  private measured: Measured | null = null;
  private position: Position = startPosition;
  private cancelled: () => boolean = () => false;

  constructor(
    private readonly config: Config,
    private readonly dataset: Dataset,
    private readonly kernels: Kernels,
    private readonly precision: Precision,
    private readonly helpers: Helpers | undefined,
  ) {
    const { model, training } = config;
    this.shared = new RecordedMemory(kernels.memory);
    this.spec = networkSpec(config, dataset);
    const cell = cellOf(this.spec);
    this.weights = new Parameters(cell, this.spec, precision, this.shared);
    initialise(this.weights, cell, model.init, training.seed);
    this.parameters = this.weights.count;
    this.optimizer = new Optimizer(training.optimizer, training.clip, this.weights, kernels, precision);
    this.plannedEpochs = training.epochs;
    this.batches = new Batches(dataset, training, this.spec);
    this.plannedSteps = this.batches.plannedUpdates;
    this.probes = new Probes(config.probe, dataset, this.spec, this.weights, kernels, precision, () =>
      this.interrupt(),
    );
    checkMonitor(training.earlyStopping?.monitor ?? 'loss', dataset);
    this.earlyStopping = new EarlyStopping(training.earlyStopping, this.weights);
    const { capacity } = this.batches;
    this.memory = this.planMemory();
    this.network = this.plannedNetwork(this.memory.segment, this.shared);
    this.network.allocate();
    this.measurement = new Measurement(this.network, dataset);
    this.window = new Window(this.network, capacity.steps, training.seed, kernels.memory, precision);
    this.window.allocate();
    this.threads = helpers ? threadsFor(training.threads, helpers.cores, this.weights, capacity) : 1;
  }

  get step(): number {
    return this.position.step;
  }

  get epoch(): number {
    return this.position.epoch;
  }

  get trainLoss(): number | null {
    return this.position.trainLoss;
  }

  get validationLoss(): number | null {
    return this.position.validationLoss;
  }

  get metrics(): EpochMetrics | null {
    return this.measured?.metrics ?? null;
  }

  evaluation(): Evaluation | null {
    return this.measured?.evaluation() ?? null;
  }

  *run(cancelled: () => boolean): Generator<TrainingEvent, TrainingResult> {
    this.cancelled = cancelled;
    const lead = this.formTeam();
    this.network.team = lead ?? alone;
    try {
      return yield* this.toTheEnd();
    } finally {
      this.network.team = alone;
      lead?.dismiss();
    }
  }

  private *toTheEnd(): Generator<TrainingEvent, TrainingResult> {
    while (this.position.epoch < this.plannedEpochs && !this.earlyStopping.isOver(this.position)) {
      if (this.probes.isDue(this.position)) {
        yield this.traceEvent();
      }
      const event = this.position.batch < this.batches.count ? this.trainChunk() : this.endEpoch();
      if (event) {
        yield event;
      }
    }
    this.position = this.earlyStopping.restoreBest(this.position);
    // The second case is a run that was interrupted after its last epoch.
    if (this.earlyStopping.isPast(this.position) || this.measured === null) {
      this.measured = this.measurement.take(this.position.step, this.position.epoch);
    }
    if (this.position.lastTrace !== this.position.step && this.probes.any) {
      yield this.traceEvent();
    }
    return { status: this.position.epoch < this.plannedEpochs ? 'stoppedEarly' : 'completed' };
  }

  trace(sequences: readonly number[]): readonly Trace[] {
    return this.probes.trace(sequences);
  }

  save(): TensorFile {
    const carried = this.position.from > 0 ? this.network.encoder.states.initial() : new Map();
    const { spec, weights, optimizer, position, earlyStopping } = this;
    return writeCheckpoint(spec, weights, optimizer, position, carried, earlyStopping.best);
  }

  restore(file: TensorFile): void {
    const { position, carried, best } = readCheckpoint(file, this.spec, this.weights, this.optimizer);
    this.position = position;
    this.earlyStopping.best = best;
    if (position.from > 0) {
      const { length } = this.batches.sequences(position.epoch, position.batch);
      this.network.begin(length, 1, 1);
      this.network.encoder.states.setInitial(carried);
    }
  }

  private planMemory(): MemoryPlan {
    const { spec, batches, weights, optimizer, probes, config, precision } = this;
    const { capacity } = batches;
    const networkBytes = (steps: number) => this.plannedNetwork(steps, heap).bytes;
    const states = this.plannedNetwork(1, heap).encoder.states.size;
    return planMemory(1e9 * config.training.memory, {
      spec,
      rows: capacity.rows,
      steps: capacity.steps,
      networkBytes,
      fixed: weights.bytes + optimizer.bytes + probes.bytes,
      stateBytes: states * bytesPerElement(precision),
    });
  }

  /** @param memory the memory in which the network will be allocated */
  private plannedNetwork(steps: number, memory: Memory): Network {
    const { capacity } = this.batches;
    const outputSteps = hasOwnOutputs(this.spec) ? capacity.outputSteps : steps;
    return new Network(
      this.spec,
      this.weights,
      { rows: capacity.rows, steps, outputSteps },
      { ...this.kernels, memory },
      this.precision,
      () => this.interrupt(),
    );
  }

  private formTeam(): Lead | undefined {
    const { helpers, network, kernels, shared, threads } = this;
    const adaptive = this.config.training.threads === 'auto';
    const interrupted = () => this.interrupt();
    return helpers && formTeam(threads, helpers, kernels, shared.addresses, network, interrupted, adaptive);
  }

  private interrupt(): void {
    if (this.cancelled()) {
      throw new Cancelled();
    }
  }

  /**
   * Trains on one chunk of one batch. Returns an event if it led to an update (a chunk without targets only
   * carries the state over).
   */
  private trainChunk(): TrainingEvent | undefined {
    const { window, position } = this;
    const { training: set } = this.dataset;
    const sequences = this.batches.sequences(position.epoch, position.batch);
    const { steps, outputSteps } = extentOf(set, sequences);
    const { from, step: update } = position;
    const to = Math.min(steps, from + this.batches.capacity.steps);
    const extract = { set, sequences, from, to, outputSteps, update };
    window.forward(extract);
    const event = window.targetCount > 0 ? this.update(extract) : undefined;
    const ended = to >= steps;
    if (!ended) {
      window.carryState(extract);
    }
    this.position = {
      ...this.position,
      batch: position.batch + (ended ? 1 : 0),
      from: ended ? 0 : to,
    };
    return event;
  }

  private update(extract: Extract): TrainingEvent {
    const { window, position } = this;
    const { training } = this.config;
    this.weights.clearGradients();
    window.backward(extract, () => this.optimizer.gradientNorm());
    const rate = learningRate(training, position.step, position.epoch, this.plannedSteps);
    const { gradientNorm, clipped } = this.optimizer.step(position.step + 1, rate);
    this.position = {
      ...position,
      step: position.step + 1,
      lossSum: position.lossSum + window.lossSum,
      targetCount: position.targetCount + window.targetCount,
    };
    return {
      event: 'step',
      step: position.step + 1,
      epoch: position.epoch + 1,
      loss: window.lossSum / window.targetCount,
      gradientNorm,
      clipped,
      learningRate: rate,
    };
  }

  private endEpoch(): TrainingEvent {
    const { position } = this;
    const measured = this.measurement.take(position.step, position.epoch + 1);
    const { validationLoss, metrics } = measured;
    const trainLoss = position.lossSum / position.targetCount;
    this.position = {
      ...position,
      epoch: position.epoch + 1,
      batch: 0,
      from: 0,
      lossSum: 0,
      targetCount: 0,
      trainLoss,
      validationLoss,
      ...this.earlyStopping.judge(position, validationLoss, metrics),
    };
    this.measured = measured;
    const { step, epoch } = this.position;
    const { shape, teacherForcing } = this.spec;
    const { freeTrainLoss } = measured;
    const free =
      shape === 'encoder-decoder' && teacherForcing && validationLoss !== null && freeTrainLoss !== null
        ? { freeTrainLoss }
        : {};
    return { event: 'epoch', step, epoch, trainLoss, validationLoss, ...free, metrics };
  }

  private traceEvent(): TrainingEvent {
    const { step, epoch } = this.position;
    const traces = this.probes.record();
    this.position = { ...this.position, lastTrace: step };
    return { event: 'trace', step, epoch, traces };
  }
}
