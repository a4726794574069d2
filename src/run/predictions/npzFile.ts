/**
 * Predictions as arrays of NumPy (`numpy.load`). Each array is collected in a file of its own beside the
 * archive, and all are put together at the end, because an archive holds one array behind the other.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import {
  crc32,
  directory,
  largestArchive,
  localHeader,
  type NumpyType,
  npyHeader,
  numpyTexts,
  type ZipEntry,
} from '../../formats/npz';
import { InputError } from '../files/inputError';
import { PartFile } from './partFile';
import type { Prediction, PredictionFile, PredictionLayout } from './prediction';

interface Column {
  readonly name: string;
  readonly type: NumpyType;
  /** Elements of a prediction; null: the array has one dimension. */
  readonly width: number | null;
  readonly bytes: (prediction: Prediction) => Uint8Array;
}

/** The longest name of a set is `validation`. */
const setWidth = 10;
const copyBytes = 1 << 20;

export class NpzFile implements PredictionFile {
  private readonly columns: readonly { readonly column: Column; readonly file: PartFile }[];
  private readonly archive: PartFile;
  private rows = 0;

  constructor(
    private readonly path: string,
    private readonly layout: PredictionLayout,
  ) {
    this.archive = new PartFile(path);
    this.columns = columnsOf(layout).map((column) => ({
      column,
      file: new PartFile(path, `.${column.name}.part`),
    }));
  }

  write(prediction: Prediction): void {
    this.rows++;
    for (const { column, file } of this.columns) {
      file.write(column.bytes(prediction));
    }
  }

  finish(): void {
    const { archive, columns, rows, layout } = this;
    const size = columns.reduce((sum, { file }) => sum + file.size, 0);
    if (size > largestArchive - copyBytes) {
      throw new InputError(
        `${this.path} would be larger than the 4 GB that a .npz holds; write a .csv or a .jsonl instead`,
      );
    }
    const entries: ZipEntry[] = [];
    for (const { column, file } of columns) {
      const { name, type, width } = column;
      file.flush();
      entries.push(this.add(name, type, width === null ? [rows] : [rows, width], file));
    }
    const { type, bytes } = numpyTexts(layout.outputs);
    const name = layout.targetKind === 'classes' ? 'classes' : 'outputs';
    entries.push(this.add(name, type, [layout.outputs.length], bytes));
    archive.write(directory(entries, archive.size));
    archive.finish();
    this.removeColumns();
  }

  abandon(): void {
    this.archive.abandon();
    this.removeColumns();
  }

  private add(
    array: string,
    type: NumpyType,
    shape: readonly number[],
    content: PartFile | Uint8Array,
  ): ZipEntry {
    const { archive } = this;
    const name = `${array}.npy`;
    const header = npyHeader(type, shape);
    const at = archive.size;
    archive.write(localHeader({ name, bytes: 0, crc: 0 })); // its numbers follow from the content
    let crc = crc32(header);
    let bytes = header.length;
    archive.write(header);
    for (const piece of content instanceof PartFile ? piecesOf(content) : [content]) {
      crc = crc32(piece, crc);
      bytes += piece.length;
      archive.write(piece);
    }
    archive.patch(localHeader({ name, bytes, crc }), at);
    return { name, bytes, crc, at };
  }

  private removeColumns(): void {
    for (const { file } of this.columns) {
      file.abandon();
    }
  }
}

function* piecesOf({ part, size }: PartFile): Generator<Uint8Array> {
  const handle = openSync(part, 'r');
  try {
    for (let at = 0; at < size; ) {
      const piece = new Uint8Array(Math.min(copyBytes, size - at));
      const read = readSync(handle, piece, 0, piece.length, at);
      if (read === 0) {
        throw new InputError(`${part} was cut while it was read`);
      }
      at += read;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(handle);
  }
}

function columnsOf({ targetKind, outputs }: PredictionLayout): readonly Column[] {
  const O = outputs.length;
  const whole = (name: string, of: (prediction: Prediction) => number): Column => ({
    name,
    type: '<i4',
    width: null,
    bytes: (prediction) => bytesOf(Int32Array.of(of(prediction))),
  });
  const place = [
    {
      name: 'set',
      type: `<U${setWidth}` as const,
      width: null,
      bytes: ({ set }: Prediction) => numpyTexts([set], setWidth).bytes,
    },
    whole('sequence', ({ sequence }) => sequence),
    whole('step', ({ step }) => step),
    whole('line', ({ line }) => line ?? -1),
  ];
  const probabilities: Column = {
    name: targetKind === 'classes' ? 'probabilities' : 'probability',
    type: '<f4',
    width: O,
    bytes: (prediction) => bytesOf(prediction.probabilities ?? new Float32Array(O).fill(Number.NaN)),
  };
  if (targetKind === 'classes') {
    return [
      ...place,
      whole('target', ({ target }) => target?.[0] ?? -1),
      whole('prediction', ({ prediction }) => prediction[0]),
      probabilities,
    ];
  }
  const values = (name: string, of: (prediction: Prediction) => readonly number[] | null): Column => ({
    name,
    type: '<f8',
    width: O,
    bytes: (prediction) => bytesOf(Float64Array.from(of(prediction) ?? new Float64Array(O).fill(Number.NaN))),
  });
  return [
    ...place,
    values('target', ({ target }) => target),
    values('prediction', ({ prediction }) => prediction),
    ...(targetKind === 'binary' ? [probabilities] : []),
  ];
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
