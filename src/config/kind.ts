/** The kind of data that a config names: a table, text, records, or a synthetic task. */
import type { DataConfig } from './schema';

export type DataKind = DataConfig['kind'];
type FileKind = Exclude<DataKind, 'task'>;

/** Reader by file extension; any other extension is read as text. */
const byExtension: Readonly<Record<string, FileKind>> = {
  csv: 'table',
  tsv: 'table',
  jsonl: 'records',
  ndjson: 'records',
};

/** Extensions of files that are certainly not text, so that a mistake is reported at once. */
const unreadable = [
  'parquet',
  'npz',
  'npy',
  'xlsx',
  'xls',
  'zip',
  'gz',
  'png',
  'jpg',
  'pdf',
  'json',
  'pt',
  'h5',
];

/** The kind of a data file by its name, or the reason why it cannot be read. */
export function kindOfFile(file: string): { kind: FileKind } | { problem: string } {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1].toLowerCase() ?? '';
  if (unreadable.includes(extension)) {
    return {
      problem: `data.file: "${file}" cannot be read; use .csv or .tsv (a table), .jsonl (records) or a text file such as .txt`,
    };
  }
  return { kind: byExtension[extension] ?? 'text' };
}

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
  const found = kindOfFile(file);
  if ('problem' in found) {
    return { ...found, key: ['data', 'file'] };
  }
  // A text predicts its own next character, so a file of text with targets is a table.
  return found.kind === 'text' && entries.has('targets') ? { kind: 'table' } : found;
}
