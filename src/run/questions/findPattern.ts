/** Searches the data of a run for the pattern of a range of steps, with the weights of one snapshot. */
import { BestPlaces, type DataSpan, type Place } from '../../analysis/layers/bestPlaces';
import { onCode, type PatternRange } from '../../analysis/layers/pattern';
import { scanSequence, unitsOn } from '../../analysis/layers/patternScan';
import { DataError, type Dataset, type SequenceSet } from '../../data/common/dataset';
import { webAssemblyKernels } from '../../engine/kernels/webAssembly';
import { networkSpec } from '../../engine/spec';
import { StateReader } from '../../engine/stateReader';
import { FormatError } from '../../formats/safetensors';
import { isOfDecoder } from '../../notation/tensorNames';
import type {
  BareMatch,
  PatternFound,
  PatternProgress,
  PatternQuestion,
  WorkerRequest,
} from '../../protocol/worker';
import { readRun } from '../files/folder';
import { InputError } from '../files/inputError';
import { weightsFileOf } from '../files/snapshots';
import { readTensorFile } from '../files/tensorFile';
import { readData } from '../training/trainingSetup';
import { withContext } from './patternContext';

type PatternRequest = Omit<Extract<WorkerRequest, { request: 'findPattern' }>, 'request'>;

const mostMatches = 20;
/** Largest size in bytes of the codes of the states of one batch. */
const mostCodes = 2 ** 26;
/** Milliseconds between two progress reports. */
const progressMs = 100;
/** Milliseconds after which a search ends with what it has found. */
const budgetMs = 60_000;

/**
 * @param say receives the progress, several times a second
 * @throws InputError with one line where the run, its weights or its data cannot be read
 */
export async function findPattern(
  request: PatternRequest,
  say: (progress: PatternProgress) => void,
  budget = budgetMs,
): Promise<PatternFound> {
  const { folder, update } = request;
  const { config, record } = await readRun(folder);
  const file = await weightsFileOf(folder, update);
  const weights = await readTensorFile(file, 'checkpoint');
  if (Number(weights.metadata.step) !== update) {
    throw new InputError(`${folder}: the weights after ${update} updates were not kept`);
  }
  try {
    const { dataset, fingerprint } = await readData(config, request, () => undefined);
    if (fingerprint !== record.dataFingerprint) {
      throw new InputError(
        `${folder}: the data is not what it was when this run began, so it is not searched`,
      );
    }
    const spec = networkSpec(config, dataset);
    const name = `${request.layer}.${request.state}`;
    const sets = [dataset.validation, dataset.training].filter(({ count }) => count > 0);
    const { pattern, origin } = request;
    const units = [...pattern.units.map(({ unit }) => unit), ...pattern.ignored];
    if (units.some((unit) => unit >= spec.hiddenSize) || (origin.sequence ?? 0) >= sets[0].count) {
      throw new InputError(`${folder}: the pattern is of another run`);
    }
    const reader = new StateReader(spec, weights, name, sets, webAssemblyKernels());
    return new Search(dataset, reader, spec.hiddenSize, request).run(say, budget);
  } catch (error) {
    if (error instanceof FormatError || error instanceof DataError) {
      throw new InputError(error instanceof FormatError ? `${file}: ${error.message}` : error.message);
    }
    throw error;
  }
}

type KeptMatch = BareMatch & Place;

interface Batch {
  readonly set: 'training' | 'validation';
  readonly sequences: readonly number[];
}

class Search {
  private readonly best: BestPlaces<KeptMatch>;
  /** Threshold of the state itself: |c| reaches it where |tanh c| reaches the pattern's threshold. */
  private readonly threshold: number;
  private codes = new Int8Array();
  private looked = 0;

  constructor(
    private readonly dataset: Dataset,
    private readonly reader: StateReader,
    private readonly size: number,
    private readonly question: PatternQuestion,
  ) {
    const { pattern, state } = question;
    this.best = new BestPlaces(pattern, mostMatches);
    this.threshold = state === 'c' ? Math.atanh(pattern.threshold) : pattern.threshold;
  }

  run(say: (progress: PatternProgress) => void, budget: number): PatternFound {
    const sequences = this.dataset.validation.count + this.dataset.training.count;
    const start = performance.now();
    let told = start;
    const pulse = () => {
      const now = performance.now();
      if (now - told > progressMs) {
        told = now;
        say({ looked: this.looked, sequences });
      }
      return now - start > budget && this.looked > 0;
    };
    for (const batch of this.batches()) {
      if (pulse() || !this.look(batch, pulse)) {
        break;
      }
      this.looked += batch.sequences.length;
    }
    return {
      matches: withContext(this.best.best, this.dataset, this.reader, this.question),
      places: this.best.count(),
      looked: this.looked,
      sequences,
    };
  }

  /** First the sequence in which the pattern was seen, then the rest of its set, then the other set. */
  private *batches(): Iterable<Batch> {
    const { origin } = this.question;
    const { training, validation } = this.dataset;
    const order: readonly Batch['set'][] = validation.count > 0 ? ['validation', 'training'] : ['training'];
    const [watched] = order;
    if (origin.sequence !== null) {
      yield { set: watched, sequences: [origin.sequence] };
    }
    for (const set of order) {
      const all = set === 'validation' ? validation : training;
      let sequences: number[] = [];
      let longest = 0;
      for (let sequence = 0; sequence < all.count; sequence++) {
        if (set === watched && sequence === origin.sequence) {
          continue;
        }
        const steps = this.reader.stepsOf(all, sequence);
        const bytes = (sequences.length + 1) * Math.max(longest, steps) * this.size;
        if (sequences.length === this.reader.rows || (sequences.length > 0 && bytes > mostCodes)) {
          yield { set, sequences };
          sequences = [];
          longest = 0;
        }
        sequences.push(sequence);
        longest = Math.max(longest, steps);
      }
      if (sequences.length > 0) {
        yield { set, sequences };
      }
    }
  }

  /**
   * @param ended whether the time is up
   * @returns whether the whole batch was searched
   */
  private look({ set, sequences }: Batch, ended: () => boolean): boolean {
    const { reader, size: H, threshold, dataset } = this;
    const each = dataset[set];
    const steps = sequences.map((sequence) => reader.stepsOf(each, sequence));
    const room = Math.max(...steps) * H;
    if (this.codes.length < room * sequences.length) {
      this.codes = new Int8Array(room * sequences.length);
    }
    const { codes } = this;
    const done = reader.read(
      each,
      sequences,
      (row, step, values, at) => {
        const to = row * room + step * H;
        for (let unit = 0; unit < H; unit++) {
          codes[to + unit] = onCode(values[at + unit], threshold);
        }
      },
      ended,
    );
    if (done) {
      sequences.forEach((sequence, row) => {
        this.scan(set, sequence, codes.subarray(row * room, row * room + steps[row] * H), steps[row]);
      });
    }
    return done;
  }

  private scan(set: Batch['set'], sequence: number, codes: Int8Array, steps: number): void {
    const { pattern, origin } = this.question;
    const found = scanSequence(codes, steps, this.size, pattern);
    const isOrigin = this.looked === 0 && origin.sequence !== null;
    const own = isOrigin ? found.find(({ from, to }) => from < origin.to && origin.from < to) : undefined;
    for (const range of own ? [own, ...found.filter((one) => one !== own)] : found) {
      const place = { range, span: this.spanOf(this.dataset[set], sequence, range), own: range === own };
      this.best.offer(place, () => ({
        ...place,
        set,
        sequence,
        label: this.dataset[set].label(sequence),
        units: unitsOn(codes, this.size, range, pattern),
      }));
    }
  }

  /** Undefined where steps have no place of their own in a file. */
  private spanOf(set: SequenceSet, sequence: number, { from, to }: PatternRange): DataSpan | undefined {
    const inputs = set.inputSteps(sequence);
    if (isOfDecoder(this.question.layer) || to > inputs || inputs === 1) {
      return undefined;
    }
    const places = [set.position?.(sequence, 0), set.position?.(sequence, inputs - 1)];
    const [first, last] = [set.position?.(sequence, from), set.position?.(sequence, to - 1)].map(
      (place) => place && place.line * 2 ** 24 + place.column,
    );
    const [begin, end] = places;
    const own = begin && end && (begin.line !== end.line || begin.column !== end.column);
    return own && first !== undefined && last !== undefined ? { first, last } : undefined;
  }
}
