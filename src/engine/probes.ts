/** The probes of a training: which sequences it records traces of, and when. */
import type { Config } from '../config/schema';
import { DataError, type Dataset, type SequenceSet } from '../data/common/dataset';
import type { Position } from './checkpoint';
import type { Kernels } from './kernels/kernels';
import { heap, type Memory } from './memory';
import type { Parameters } from './parameters';
import type { NetworkSpec } from './spec';
import type { Precision } from './tensor';
import { Tracer } from './trace';
import type { Trace } from './training';

export class Probes {
  /** The set whose sequences are recorded. */
  private readonly set: SequenceSet;
  private tracer: Tracer | undefined;

  /** @throws DataError where there is no such sequence */
  constructor(
    private readonly probe: Config['probe'],
    private readonly dataset: Dataset,
    private readonly spec: NetworkSpec,
    private readonly weights: Parameters,
    private readonly kernels: Kernels,
    private readonly precision: Precision,
    private readonly interrupt: () => void,
  ) {
    this.set = dataset.validation.count > 0 ? dataset.validation : dataset.training;
    this.check(probe.sequences);
  }

  get any(): boolean {
    return this.probe.sequences.length > 0;
  }

  /** Bytes that recording them takes. */
  get bytes(): number {
    return this.any ? this.planned(this.probe.sequences, heap).bytes : 0;
  }

  isDue({ step, batch, from, lastTrace }: Position): boolean {
    const { every } = this.probe;
    if (!this.any || lastTrace === step) {
      return false;
    }
    return every === 'epoch' ? batch === 0 && from === 0 : step % every === 0;
  }

  /** Traces of the probed sequences, with the weights as they are. */
  record(): readonly Trace[] {
    const { sequences } = this.probe;
    this.tracer ??= this.allocated(sequences);
    const { tracer } = this;
    return sequences.map((sequence) => tracer.trace(sequence));
  }

  /** Traces of any sequences. @throws DataError where there is no such sequence */
  trace(sequences: readonly number[]): readonly Trace[] {
    this.check(sequences);
    const tracer = this.allocated(sequences);
    return sequences.map((sequence) => tracer.trace(sequence));
  }

  private allocated(sequences: readonly number[]): Tracer {
    const tracer = this.planned(sequences, this.kernels.memory);
    tracer.allocate();
    return tracer;
  }

  private planned(sequences: readonly number[], memory: Memory): Tracer {
    const { spec, weights, set, precision, interrupt } = this;
    const kernels = { ...this.kernels, memory };
    return new Tracer(spec, weights, set, sequences, kernels, precision, interrupt);
  }

  private check(sequences: readonly number[]): void {
    sequences.forEach((sequence, i) => {
      if (sequence >= this.set.count) {
        const set = this.set === this.dataset.validation ? 'validation' : 'training';
        throw new DataError(
          `probe.sequences: there is no sequence ${sequence}; the ${set} set has 0 to ${this.set.count - 1}`,
          ['probe', 'sequences', i],
        );
      }
    });
  }
}
