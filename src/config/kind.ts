/** The kind of data that a config names: a table, text, records, or a synthetic task. */
import type { DataConfig } from './schema';

export type DataKind = DataConfig['kind'];
type FileKind = Exclude<DataKind, 'task'>;

/** Reader by file extension; any other extension is read as text. */
const byExtension: Readonly<Record<string, FileKind>> = {
  csv: 'table',
  tsv: 'table',
  parquet: 'table',
  npy: 'table',
  json: 'table',
  jsonl: 'records',
  ndjson: 'records',
  npz: 'records',
  ts: 'records',
};

/** Extensions whose files can only be read as one kind. */
const fixed = ['parquet', 'npy', 'jsonl', 'ndjson', 'npz', 'ts'];

const csv = 'save it as .csv';
const npz = 'save its arrays with np.savez("data.npz", X=X, y=y)';
/** Extensions of files that are certainly not text, with what to do, so that a mistake is reported at once. */
const unreadable: Readonly<Record<string, string>> = {
  xlsx: csv,
  xls: csv,
  ods: csv,
  feather: 'save it as .parquet',
  arrow: 'save it as .parquet',
  zip: 'unpack it',
  '7z': 'unpack it',
  tar: 'unpack it',
  tgz: 'unpack it',
  bz2: 'pack it as .gz',
  xz: 'pack it as .gz',
  zst: 'pack it as .gz',
  h5: npz,
  hdf5: npz,
  mat: npz,
  pkl: npz,
  pickle: npz,
  pt: npz,
};
const neverData = ['png', 'jpg', 'jpeg', 'gif', 'pdf', 'docx', 'doc', 'exe', 'dll'];

/** The kinds of file that are read, for messages. */
const readable =
  '.csv, .tsv, .parquet, .npy or .json (a table), .jsonl, .npz or .ts (records), or a text file such as .txt; each may be packed as .gz';

/** The extension of a file in lower case, without the dot; that of the file in it for `.gz`. */
export function extensionOf(file: string): string {
  return /\.([^./\\]+)$/.exec(file.replace(/\.gz$/i, ''))?.[1].toLowerCase() ?? '';
}

/** Whether a path names the files of a folder (`sensors/`) or of a pattern (`sensors/*.csv`). */
export function namesMany(file: string): boolean {
  return /[/\\]$|[*?]/.test(file);
}

/** Whether places in a file are lines that an editor shows, as the debugger and the lenses need them. */
export function hasLines(file: string): boolean {
  return !namesMany(file) && !/\.(gz|parquet|npy|npz|json)$/i.test(file);
}

/** The kind of a data file by its name, or the reason why it cannot be read. */
export function kindOfFile(file: string): { kind: FileKind } | { problem: string } {
  const extension = extensionOf(file);
  const way = unreadable[extension];
  if (way !== undefined || neverData.includes(extension)) {
    return {
      problem: `data.file: "${file}" cannot be read; ${way ?? `use ${readable}`}`,
    };
  }
  return { kind: byExtension[extension] ?? 'text' };
}

/**
 * The kind of a data file as the config has it: by `as`, or by its name.
 * @param data the entries of `data`
 */
function kindOf(
  file: string,
  data: ReadonlyMap<string, unknown>,
): { kind: FileKind } | { problem: string; key: readonly string[] } {
  const found = kindOfFile(file);
  if ('problem' in found) {
    return { ...found, key: ['data', 'file'] };
  }
  const extension = extensionOf(file);
  const as = kinds.find((kind) => kind === data.get('as'));
  if (as !== undefined && as !== found.kind && fixed.includes(extension)) {
    return {
      problem: `data.as: a .${extension} file is read as ${found.kind}, not as ${as}; leave "as" out`,
      key: ['data', 'as'],
    };
  }
  // A text predicts its own next character, so text with targets is a table; so is a folder.
  const named = found.kind === 'text' && data.has('targets') ? 'table' : found.kind;
  return { kind: as ?? named };
}

const kinds: readonly FileKind[] = ['table', 'text', 'records'];

/** @param data the value of `data`, whatever it is */
export function kindOfData(data: unknown): { kind: DataKind } | { problem: string; key: readonly string[] } {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return {
      problem:
        'data: expected an object with "file" (a table, text or records) or "generate" (a synthetic task)',
      key: ['data'],
    };
  }
  const entries = new Map<string, unknown>(Object.entries(data));
  if (entries.has('file') && entries.has('generate')) {
    return { problem: 'data: "file" and "generate" exclude each other; keep one', key: ['data', 'generate'] };
  }
  if (entries.has('generate')) {
    return { kind: 'task' };
  }
  const file = entries.get('file');
  if (file === undefined) {
    return {
      problem: 'data: say which "file" to read, or which synthetic task to "generate"',
      key: ['data'],
    };
  }
  if (typeof file !== 'string' || file === '') {
    return {
      problem: 'data.file: expected the path of a file, relative to this config',
      key: ['data', 'file'],
    };
  }
  return kindOf(file, entries);
}
