/**
 * NumPy's arrays. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { singleDecimal } from '../../notation/decimals';
import { elementsOf } from '../../notation/shape';
import { DataError } from '../common/dataset';
import { type Bytes, brokenFile, decoded } from './bytes';
import { half } from './half';

/** An array whose elements are counted row by row, whatever their order in the file. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** `number`: numbers or truth values, which are 0 and 1; `text`: texts of one length. */
  readonly holds: 'number' | 'text';
  /** The element as a Float64; NaN for a text. */
  number(i: number): number;
  /** The element to its last digit. */
  text(i: number): string;
}

/** Most bytes of an array, which is held in memory. */
export const mostArrayBytes = 2 ** 30;
/** NumPy itself refuses a header of more than 10 000 bytes. */
const mostHeader = 2 ** 16;

/** How an array lies in its file. */
export interface NpyLayout {
  readonly shape: readonly number[];
  readonly holds: NpyArray['holds'];
  /** Whether the first index varies fastest. */
  readonly fortran: boolean;
  /** Bytes of an element. */
  readonly size: number;
  /** Place of the first element. */
  readonly from: number;
  number(view: DataView, at: number): number;
  text(view: DataView, at: number): string;
}

/**
 * Reads the header of an array.
 * @param what name of the array in messages, such as `x.npy` or `"X" in x.npz`
 * @throws DataError where it is broken, or holds what is not read
 */
export async function npyLayout(bytes: Bytes, what: string): Promise<NpyLayout> {
  const start = await bytes.slice(0, Math.min(bytes.size, 12));
  if (start.length < 12 || new TextDecoder('latin1').decode(start.subarray(0, 6)) !== '\x93NUMPY') {
    throw brokenFile(what, 'it does not begin as a NumPy array does');
  }
  const view = new DataView(start.buffer);
  const wide = start[6] >= 2;
  const from = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > mostHeader || from + length > bytes.size) {
    throw brokenFile(what, `its header states ${length} bytes`);
  }
  const text = new TextDecoder('latin1').decode(await bytes.slice(from, from + length));
  const { descr, fortran, shape } = headerOf(text, what);
  return { shape, fortran, from: from + length, ...elementOf(descr, what) };
}

/**
 * Reads a whole array.
 * @throws DataError as `npyLayout` does, and where it is too large or cut
 */
export async function readNpy(bytes: Bytes, what: string): Promise<NpyArray> {
  const layout = await npyLayout(bytes, what);
  const { shape, size } = layout;
  const needed = elementsOf(shape) * size;
  if (!Number.isSafeInteger(needed) || needed > mostArrayBytes) {
    throw new DataError(
      `data.file: ${what} has ${elementsOf(shape)} elements; arrays of up to ${mostArrayBytes} bytes are read, so save it in parts`,
      ['data', 'file'],
    );
  }
  checkWhole(layout, bytes, what);
  const data = await bytes.slice(layout.from, layout.from + needed);
  const values = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const place = layout.fortran ? fortranPlace(shape) : (i: number) => i;
  return {
    shape,
    holds: layout.holds,
    number: (i) => layout.number(values, place(i) * size),
    text: (i) => decoded(what, () => layout.text(values, place(i) * size)),
  };
}

/** @throws DataError where the file ends before the array */
export function checkWhole({ shape, size, from }: NpyLayout, bytes: Bytes, what: string): void {
  const count = elementsOf(shape);
  if (!(from + count * size <= bytes.size)) {
    throw brokenFile(what, `it ends before its ${count} elements do`);
  }
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** Reads the header, a Python dictionary such as `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. */
function headerOf(text: string, what: string): Header {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr':\s*\[/.test(text)) {
    throw refused(
      `${what} is an array of records with several fields; save each field as an array of its own`,
    );
  }
  if (descr === undefined || fortran === undefined || sizes === undefined) {
    throw brokenFile(what, 'its header does not describe an array');
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
  return { descr, fortran: fortran === 'True', shape };
}

interface Element {
  readonly size: number;
  readonly holds: NpyArray['holds'];
  number(view: DataView, at: number): number;
  text(view: DataView, at: number): string;
}

function elementOf(descr: string, what: string): Element {
  const [, order = '', kind = '', size = ''] = /^([<>|=])([a-zA-Z])(\d*)/.exec(descr) ?? [];
  const little = order !== '>';
  const bytes = Number(size);
  if (kind === 'O') {
    throw refused(
      `${what} holds Python objects, such as lists of different lengths, which are not read; save arrays of numbers, such as np.savez("data.npz", X=X, y=y), or one JSON object per line (.jsonl) for sequences of different lengths`,
    );
  }
  if ((kind === 'U' || kind === 'S') && bytes > 0) {
    const read = (view: DataView, at: number) => textAt(view, at, kind === 'U' ? 4 : 1, bytes, little);
    return { size: kind === 'U' ? 4 * bytes : bytes, holds: 'text', number: () => Number.NaN, text: read };
  }
  const found = numberTypes[`${kind}${size}`];
  if (!found || descr.includes('[')) {
    throw refused(
      `${what} holds elements of the type "${descr}", which is not read; convert it, such as with X.astype("float32")`,
    );
  }
  const number = (view: DataView, at: number) => Number(found(view, at, little));
  const text = (view: DataView, at: number) => {
    const value = found(view, at, little);
    return Object.is(value, -0)
      ? '-0'
      : kind === 'f' && bytes === 4
        ? singleDecimal(Number(value))
        : String(value);
  };
  return { size: bytes, holds: 'number', number, text };
}

const numberTypes: Readonly<
  Record<string, ((view: DataView, at: number, little: boolean) => number | bigint) | undefined>
> = {
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => view.getBigUint64(at, little),
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/** A text of fixed length, without the zeros that fill it up. */
function textAt(view: DataView, at: number, width: number, bytes: number, little: boolean): string {
  const points: number[] = [];
  for (let i = 0; i < bytes; i++) {
    points.push(width === 4 ? view.getUint32(at + 4 * i, little) : view.getUint8(at + i));
  }
  while (points.at(-1) === 0) {
    points.pop();
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}

/** The place in the file of an element that is counted row by row, where the first index varies fastest. */
function fortranPlace(shape: readonly number[]): (i: number) => number {
  return (i) => {
    let rest = i;
    let place = 0;
    // The last index varies fastest in the count; in the file it has the largest stride.
    let stride = elementsOf(shape);
    for (let d = shape.length - 1; d >= 0; d--) {
      stride /= shape[d];
      place += (rest % shape[d]) * stride;
      rest = Math.floor(rest / shape[d]);
    }
    return place;
  };
}

function refused(what: string): DataError {
  return new DataError(`data.file: ${what}`, ['data', 'file']);
}
