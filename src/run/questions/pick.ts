/**
 * Picks a sequence of a run's data, and records it with the weights of a snapshot, as training would have.
 */
import type { Dataset, SetName } from '../../data/common/dataset';
import { Cancelled } from '../../engine/training';
import { FormatError, type TensorFile } from '../../formats/safetensors';
import type { Choice, PickedSequence, PickProgress, SequenceQuery } from '../../protocol/pickedSequence';
import type { PickRequest } from '../../protocol/worker';
import { InputError } from '../files/inputError';
import { pickedFile, readSnapshotWeights } from '../files/snapshots';
import { writePick } from '../files/storedPicks';
import { encodeTraces } from '../files/traces';
import { type Observation, observe } from './observation';
import { pickWritten } from './pickWritten';
import { numberedSequence, sequenceOfLine, watchedSet } from './sequenceChoice';

/** Largest work of a search for the worst or the best, in weights times steps: some ten seconds. */
const mostWork = 2e11;
const millisecondsBetweenProgress = 100;

/** A sequence, and the number of sequences among which it was the worst or best. */
type Found = Pick<PickedSequence, 'sequence' | 'ranked'> & { readonly set: SetName };

/**
 * @param limit of the work of ranking, in weights times steps
 * @returns null if it was cancelled
 * @throws InputError with one line where there is no such sequence, or its trace cannot be computed
 */
export async function pickSequence(
  request: PickRequest,
  progress: (progress: PickProgress) => void,
  limit = mostWork,
): Promise<PickedSequence | null> {
  const flag = new Int32Array(request.cancel);
  const interrupted = () => {
    if (Atomics.load(flag, 0) !== 0) {
      throw new Cancelled();
    }
  };
  const { folder, update } = request;
  let told = 0;
  const tell = (doing: PickProgress['doing'], done: number, total: number) => {
    interrupted();
    if (performance.now() - told > millisecondsBetweenProgress) {
      told = performance.now();
      progress({ doing, done, total });
    }
  };
  try {
    const weights = await readSnapshotWeights(folder, update);
    const observation = await observe(request, (bytes, total) => tell('reading', bytes, total));
    const { dataset, observer } = observation;
    const { pick } = request;
    const wanted =
      pick.by === 'line'
        ? { by: null, ...(await sequenceOfLine(observation, pick.file, pick.line)), ranked: null }
        : pick;
    interrupted();
    // Nothing is awaited from here to the trace, because another query could load other weights into this
    // model.
    takeWeights(observation, weights, update);
    if (wanted.by === 'generated') {
      return written(request, wanted, observation, weights, (tokens) =>
        tell('writing', tokens, wanted.ask.length),
      );
    }
    const rank = (by: 'worst' | 'best') => {
      const set = watchedSet(dataset);
      const ranked = ranking(observation, set, by, limit, interrupted, (done) =>
        tell('ranking', done, dataset[set].count),
      );
      return { set, ...ranked };
    };
    const { set, sequence, ranked } = wanted.by === null ? wanted : find(dataset, wanted, rank);
    const trace = observer.trace(set, sequence);
    const loss = observer.loss(set, sequence);
    const epoch = Number(weights.metadata.epoch ?? 0);
    writePick(pickedFile(folder, update, set, sequence), encodeTraces([trace], update, epoch));
    return {
      set,
      sequence,
      ranked,
      count: dataset[set].count,
      watched: set === watchedSet(dataset),
      loss: Number.isFinite(loss) ? loss : null,
    };
  } catch (error) {
    if (error instanceof Cancelled) {
      return null;
    }
    throw error;
  }
}

function written(
  { folder, update }: PickRequest,
  { id, ask }: Extract<SequenceQuery, { by: 'generated' }>,
  observation: Observation,
  weights: TensorFile,
  interrupted: (tokens: number) => void,
): PickedSequence {
  const { trace, loss, generated } = pickWritten(observation, weights, ask, interrupted);
  const epoch = Number(weights.metadata.epoch ?? 0);
  const traces = [{ ...trace, sequence: id }];
  writePick(pickedFile(folder, update, 'generated', id), encodeTraces(traces, update, epoch));
  return {
    set: 'generated',
    sequence: id,
    ranked: null,
    count: 1,
    watched: false,
    loss: Number.isFinite(loss) ? loss : null,
    generated,
  };
}

function takeWeights({ observer }: Observation, weights: TensorFile, update: number): void {
  try {
    observer.take(weights);
  } catch (error) {
    throw error instanceof FormatError
      ? new InputError(`the weights after ${update} updates: ${error.message}`)
      : error;
  }
}

function find(
  dataset: Dataset,
  pick: Exclude<SequenceQuery, { by: 'line' | 'generated' }>,
  rank: (by: 'worst' | 'best') => Found,
): Found {
  switch (pick.by) {
    case 'worst':
    case 'best':
      return rank(pick.by);
    case 'random': {
      const set = watchedSet(dataset);
      return { set, sequence: Math.floor(Math.random() * dataset[set].count), ranked: null };
    }
    case 'sequence':
      return { ...numberedSequence(dataset, pick), ranked: null };
  }
}

/**
 * @returns the first of the sequences with the highest, or lowest, loss; a loss that is not finite is the
 *   highest
 */
function ranking(
  { dataset, observer }: Observation,
  name: SetName,
  by: Exclude<Choice, 'random'>,
  limit: number,
  interrupted: () => void,
  looked: (sequences: number) => void,
): Pick<Found, 'sequence' | 'ranked'> {
  const set = dataset[name];
  let best = { sequence: 0, height: Number.NEGATIVE_INFINITY };
  let ranked = 0;
  let work = 0;
  for (const losses of observer.losses(name, interrupted)) {
    for (const loss of losses) {
      const known = Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
      const height = by === 'worst' ? known : -known;
      if (height > best.height) {
        best = { sequence: ranked, height };
      }
      work += observer.parameters * Math.max(set.inputSteps(ranked), set.outputSteps(ranked));
      ranked++;
    }
    looked(ranked);
    if (work >= limit) {
      break;
    }
  }
  return { sequence: best.sequence, ranked };
}
