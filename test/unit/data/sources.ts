/** Data files that exist only in a test. */
import { parseConfig } from '../../../src/config/parse';
import type { Config } from '../../../src/config/schema';
import type { BatchBuffer, DataSource, Dataset, SequenceSet } from '../../../src/data/common/dataset';
import { loadDataset } from '../../../src/data/load';

/** @param pieces positions at which the bytes are cut into chunks */
export function sourceOf(
  name: string,
  content: string | Uint8Array,
  pieces: readonly number[] = [],
): DataSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *chunks() {
      let from = 0;
      for (const to of [
        ...pieces.map((piece) => piece % (bytes.length + 1)).sort((a, b) => a - b),
        bytes.length,
      ]) {
        yield bytes.subarray(from, to);
        from = to;
      }
    },
  };
}

export function configOf(config: object): Config {
  const { config: parsed, problems } = parseConfig(JSON.stringify(config));
  if (!parsed) {
    throw new Error(problems.map(({ message }) => message).join('; '));
  }
  return parsed;
}

/** Loads `content` under the name that the config's data has. */
export async function load(config: object, content = ''): Promise<Dataset> {
  return loadDataset(configOf(config), async (file) => sourceOf(file, content));
}

export interface Written {
  readonly x: number[][];
  /** The codes of each embedded input, where there are any. */
  readonly codes?: number[][];
  readonly target: number[][];
  readonly targetClass: number[];
  readonly mask: number[];
}

/** Returns all of one sequence, as the network receives it. */
export function written(dataset: Dataset, set: SequenceSet, sequence: number): Written {
  const own = dataset.shape === 'one-to-many' || dataset.shape === 'encoder-decoder';
  const T = set.inputSteps(sequence);
  const U = own ? set.outputSteps(sequence) : T;
  const steps = Math.max(T, U);
  const batch: BatchBuffer = {
    size: 1,
    steps,
    x: new Float64Array(steps * dataset.inputSize),
    target: new Float64Array(steps * dataset.outputSize),
    targetClass: new Int32Array(steps),
    mask: new Uint8Array(steps),
    codes: (dataset.embedded ?? []).map(() => new Int32Array(steps)),
  };
  set.writeInputs(sequence, 0, T, batch, 0);
  if (own) {
    set.writeTargets(sequence, 0, U, batch, 0);
  }
  const rows = (values: ArrayLike<number>, count: number, width: number) =>
    Array.from({ length: count }, (_, t) => Array.from({ length: width }, (__, j) => values[t * width + j]));
  return {
    x: rows(batch.x, T, dataset.inputSize),
    ...(dataset.embedded ? { codes: batch.codes?.map((codes) => [...codes.subarray(0, T)]) } : {}),
    target: rows(batch.target, U, dataset.outputSize),
    targetClass: [...batch.targetClass.subarray(0, U)],
    mask: [...batch.mask.subarray(0, U)],
  };
}
