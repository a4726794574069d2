/**
 * NumPy's archives of arrays as records: record n is element n of each array, so that `X` of the shape
 * (N, T, F) holds T steps of F numbers, and `y` of the shape (N) a number or a class.
 */
import { DataError, type DataSource } from '../common/dataset';
import { type Bytes, brokenFile, bytesOf } from '../files/bytes';
import { mostArrayBytes, type NpyArray, npyLayout, readNpy } from '../files/npy';
import { beginning, unzipped, type ZipEntry, zipEntries } from '../files/zip';
import type { RecordField } from './fieldChoice';
import { checkFields, type NamedFields } from './namedFields';
import type { FieldValue, SequenceRecord } from './records';

/**
 * @param single whether a sequence has one target, so that `y` of the shape (N, K) holds K numbers rather
 *   than K steps
 * @param optional whether the targets may be missing
 * @throws DataError where an array is not there, or is not one of sequences
 */
export async function* npzRecords(
  source: DataSource,
  written: NamedFields,
  single: boolean,
  optional: boolean,
): AsyncGenerator<SequenceRecord> {
  const bytes = await bytesOf(source);
  const entries = await arraysIn(bytes);
  const lacks = optional && written.targets.some((name) => !entries.has(name));
  const named = lacks ? { ...written, targets: [] } : written;
  checkFields(named, [...entries.keys()], source.name);
  const arrays = new Map<string, NpyArray>();
  for (const [key, entry] of entries) {
    if (named.inputs.includes(key) || named.targets.includes(key) || named.mask === key) {
      arrays.set(key, await openArray(bytes, entry));
    }
  }
  const count = countOf(arrays, source.name);
  for (let n = 0; n < count; n++) {
    const pick = (names: readonly string[], together: boolean) =>
      names.flatMap((key) => {
        const array = arrays.get(key);
        return array ? [elementOf(array, n, together, `"${key}" in ${source.name}`)] : [];
      });
    const [mask] = pick(named.mask === undefined ? [] : [named.mask], false);
    yield {
      line: n + 1,
      inputs: pick(named.inputs, false),
      targets: pick(named.targets, single),
      ...(mask ? { mask } : {}),
    };
  }
}

/** The names and the shapes of the arrays in a file, from their beginnings. */
export async function npzFields(source: DataSource): Promise<readonly RecordField[]> {
  const bytes = await bytesOf(source);
  const found: RecordField[] = [];
  for (const [name, entry] of await arraysIn(bytes)) {
    const start = await beginning(bytes, entry, headerBytes);
    const { shape, holds } = await npyLayout(start, start.name);
    found.push({ name, holds: `${holds === 'text' ? 'texts' : 'numbers'} (${shape.join(', ')})`, shape });
  }
  return found;
}

/** Bytes that are enough for any header that is read. */
const headerBytes = 2 ** 17;

/** The arrays of an archive, by the names that they were saved with. */
async function arraysIn(bytes: Bytes): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = await zipEntries(bytes);
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'));
  if (arrays.length === 0) {
    throw brokenFile(bytes.name, 'it holds no NumPy array');
  }
  return new Map(arrays.map((entry) => [entry.name.slice(0, -4), entry]));
}

async function openArray(bytes: Bytes, entry: ZipEntry): Promise<NpyArray> {
  const inner = await unzipped(bytes, entry, mostArrayBytes);
  return readNpy(inner, inner.name);
}

function countOf(arrays: ReadonlyMap<string, NpyArray>, file: string): number {
  const [first] = arrays;
  for (const [key, { shape }] of arrays) {
    if (shape.length < 1 || shape.length > 3 || shape.includes(0)) {
      throw refused(
        `"${key}" in ${file} has the shape (${shape.join(', ')}); expected (N, steps), (N, steps, numbers), or (N) for one value a sequence`,
      );
    }
    if (shape[0] !== first[1].shape[0]) {
      throw refused(
        `"${key}" in ${file} has ${shape[0]} sequences and "${first[0]}" ${first[1].shape[0]}; the first dimension counts the sequences`,
      );
    }
  }
  return first[1].shape[0];
}

/**
 * Element n: `steps × width` numbers, or a text.
 * @param together whether the numbers of an array with two dimensions are one step
 */
function elementOf({ shape, ...array }: NpyArray, n: number, together: boolean, what: string): FieldValue {
  const [steps, width] = shape.length === 2 && together ? [1, shape[1]] : [shape[1] ?? 1, shape[2] ?? 1];
  const size = steps * width;
  if (array.holds === 'text') {
    const text = array.text(n * size);
    if (size > 1 || text === '') {
      throw refused(
        `${what} holds ${size > 1 ? `${size} texts` : 'an empty text'} in sequence ${n + 1}; one is read, as a class`,
      );
    }
    return { kind: 'text', text };
  }
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const value = array.number(n * size + i);
    if (!Number.isFinite(value)) {
      throw refused(`${what} holds ${value} in sequence ${n + 1}; fill in or leave out what is missing`);
    }
    values[i] = value;
  }
  return { kind: 'number', steps, width, values };
}

function refused(what: string): DataError {
  return new DataError(`data.file: ${what}`, ['data', 'file']);
}
