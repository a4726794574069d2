/** The values of a page, by their encoding. https://parquet.apache.org/docs/file-format/data-pages/encodings/ */
import type { PageHeader, SchemaElement } from 'hyparquet';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import type { Stored } from './cellText';
import { readContinued, readDeltas, readLengths } from './delta';
import type { Page } from './pages';
import { readRunLengths } from './runLengths';

export interface PageValues {
  readonly rows: number;
  /** 1 for each row that has a value; undefined where all have one. */
  readonly present: Uint8Array | undefined;
  /** The values of the rows that have one; with `places`, absent. */
  readonly values: ArrayLike<Stored>;
  /** Places in the dictionary instead of values. */
  readonly places: Uint32Array | undefined;
}

/** Most rows of a page, so that a wrong count is not allocated; writers make pages of some 20 000 rows. */
const mostRows = 2 ** 26;
/** The same for values that need an object each, and may need no byte in the page. */
const mostTexts = 2 ** 22;

/** The values of a dictionary page. */
export function dictionaryOf({ header, body }: Page, element: SchemaElement): ArrayLike<Stored> {
  const count = header.dictionary_page_header?.num_values ?? -1;
  // Each value takes a byte or more.
  if (!Number.isInteger(count) || count < 0 || count > body.length) {
    throw new Error(`a dictionary of ${body.length} bytes states ${count} values`);
  }
  return plain(body, element, count);
}

/**
 * @param left rows of the row group that are still to come
 * @param dictionary whether the column has a dictionary
 */
export function valuesOf(page: Page, element: SchemaElement, left: number, dictionary: boolean): PageValues {
  const { rows, encoding } = countOf(page.header);
  if (!Number.isInteger(rows) || rows < 0 || rows > Math.min(left, mostRows)) {
    throw new Error(`a page states ${rows} rows, of ${left} that are left`);
  }
  const optional = element.repetition_type !== 'REQUIRED';
  const { present, rest } = optional ? levelsOf(page, rows) : { present: undefined, rest: page.body };
  const count = present ? present.reduce((sum, level) => sum + level, 0) : rows;
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (!dictionary) {
      throw new Error('a page refers to a dictionary that is not there');
    }
    const places = new Uint32Array(count);
    if (count > 0) {
      readRunLengths(rest.subarray(1), rest[0] ?? 0, places);
    }
    return { rows, present, values: [], places };
  }
  return { rows, present, values: decode(rest, element, encoding, count), places: undefined };
}

function countOf({ type, data_page_header: v1, data_page_header_v2: v2 }: PageHeader) {
  const header = type === 'DATA_PAGE' ? v1 : type === 'DATA_PAGE_V2' ? v2 : undefined;
  if (!header) {
    throw new Error(`a page is of the type ${type}`);
  }
  return { rows: header.num_values, encoding: header.encoding };
}

/** Which rows have a value, and the bytes behind that. */
function levelsOf(
  { levels, body }: Page,
  rows: number,
): { present: Uint8Array | undefined; rest: Uint8Array } {
  let bytes = levels;
  let rest = body;
  if (!bytes) {
    const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0, true);
    if (length > body.length - 4) {
      throw new Error(`a page of ${body.length} bytes states ${length} bytes of levels`);
    }
    bytes = body.subarray(4, 4 + length);
    rest = body.subarray(4 + length);
  }
  const present = new Uint8Array(rows);
  readRunLengths(bytes, 1, present);
  return { present: present.includes(0) ? present : undefined, rest };
}

function decode(
  bytes: Uint8Array,
  element: SchemaElement,
  encoding: string,
  count: number,
): ArrayLike<Stored> {
  const { type, type_length: width } = element;
  const cursor = { bytes, at: 0 };
  switch (encoding) {
    case 'PLAIN':
      // A truth value takes a bit, any other value a byte or more.
      if (count > bytes.length * 8) {
        throw new Error(`${count} values in ${bytes.length} bytes`);
      }
      return plain(bytes, element, count);
    case 'RLE': {
      const values = new Uint8Array(count);
      readRunLengths(bytes.subarray(4), 1, values);
      return Array.from(values, (value) => value === 1);
    }
    case 'DELTA_BINARY_PACKED': {
      const values = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      readDeltas(cursor, values);
      return values;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return texts(count, (values) => readLengths(cursor, values));
    case 'DELTA_BYTE_ARRAY':
      return texts(count, (values) => readContinued(cursor, values));
    case 'BYTE_STREAM_SPLIT':
      if (count > bytes.length || type === undefined) {
        throw new Error(`${count} values in ${bytes.length} bytes`);
      }
      return byteStreamSplit(readerOf(bytes), count, type, width);
    default:
      throw new Error(`its values are written as ${encoding}, which is not read`);
  }
}

function plain(
  bytes: Uint8Array,
  { type, type_length: width }: SchemaElement,
  count: number,
): ArrayLike<Stored> {
  if (type === undefined || (type !== 'BOOLEAN' && count > bytes.length)) {
    throw new Error(`${count} values in ${bytes.length} bytes`);
  }
  return readPlain(readerOf(bytes), type, count, width);
}

function texts(count: number, fill: (values: Uint8Array[]) => void): Uint8Array[] {
  if (count > mostTexts) {
    throw new Error(`a page states ${count} texts`);
  }
  const values = new Array<Uint8Array>(count);
  fill(values);
  return values;
}

function readerOf(bytes: Uint8Array): { view: DataView<ArrayBufferLike>; offset: number } {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}
