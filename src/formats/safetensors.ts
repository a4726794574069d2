/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header, then raw little-endian
 * tensors. Layout: https://github.com/huggingface/safetensors#format. Files may come from outside, so
 * decoding checks everything.
 */
import { elementsOf } from '../notation/shape';

export type TensorValues = Float32Array | Float64Array | Int32Array;

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes are not a safetensors file that can be read. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

type DType = 'F32' | 'F64' | 'I32';

const bytesPer: Record<DType, number> = { F32: 4, F64: 8, I32: 4 };
/** Headers of real models stay far below this; a larger one is an attack or an accident. */
const maximumHeader = 100_000_000;

export function encodeSafetensors(
  tensors: Iterable<readonly [string, NamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  // Widest elements first, so that every tensor starts on a multiple of its element size.
  const entries = [...tensors].sort(
    (left, right) => right[1].values.BYTES_PER_ELEMENT - left[1].values.BYTES_PER_ELEMENT,
  );
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) {
    header.__metadata__ = metadata;
  }
  let offset = 0;
  for (const [name, { shape, values }] of entries) {
    const end = offset + values.byteLength;
    header[name] = { dtype: dtypeOf(values), shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { values }] of entries) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** The type, shape and byte range of a tensor in a file. */
export interface TensorPlace {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Bytes `start … end−1` of the file. */
  readonly start: number;
  readonly end: number;
}

export interface TensorLayout {
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Number of bytes at the beginning of a file that hold the length of its header. */
export const lengthBytes = 8;

/**
 * Number of bytes at the beginning of the file up to the end of its header.
 * @param bytes the first `lengthBytes` or more
 * @param fileBytes size of the whole file
 * @throws FormatError when these cannot be the first bytes of such a file
 */
export function headerEnd(bytes: Uint8Array, fileBytes: number): number {
  if (bytes.byteLength < lengthBytes) {
    throw new FormatError(`not a safetensors file: ${fileBytes} bytes, expected 8 or more`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > maximumHeader || lengthBytes + headerLength > fileBytes) {
    throw new FormatError(`not a safetensors file: the header claims ${headerLength} bytes of ${fileBytes}`);
  }
  return lengthBytes + headerLength;
}

/**
 * Reads from the header alone which tensors and metadata a file holds.
 * @param bytes the first `headerEnd` bytes
 * @param fileBytes size of the whole file
 * @throws FormatError when the header is broken, or holds a type that is not F32, F64 or I32
 */
export function decodeLayout(bytes: Uint8Array, fileBytes: number): TensorLayout {
  const header = parseHeader(bytes.subarray(lengthBytes));
  const tensors = new Map<string, TensorPlace>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = readMetadata(entry);
    } else {
      tensors.set(name, readPlace(name, entry, bytes.byteLength, fileBytes));
    }
  }
  return { tensors, metadata };
}

/**
 * @param bytes the whole file
 * @returns tensors that own their values (copies, so that the file's buffer can be freed)
 * @throws FormatError when the bytes are not a safetensors file, or hold a type that is not F32, F64 or I32
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const { byteLength } = bytes;
  const { tensors, metadata } = decodeLayout(bytes.subarray(0, headerEnd(bytes, byteLength)), byteLength);
  const decoded = [...tensors].map(([name, place]): [string, NamedTensor] => [
    name,
    { shape: place.shape, values: valuesAt(bytes, place) },
  ]);
  return { tensors: new Map(decoded), metadata };
}

function dtypeOf(values: TensorValues): DType {
  if (values instanceof Float32Array) {
    return 'F32';
  }
  return values instanceof Float64Array ? 'F64' : 'I32';
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new FormatError(`not a safetensors file: its header is not JSON (${String(error)})`);
  }
  if (!isObject(header)) {
    throw new FormatError('not a safetensors file: its header is not a JSON object');
  }
  return header;
}

function readMetadata(entry: unknown): Record<string, string> {
  if (!isObject(entry)) {
    throw new FormatError('__metadata__ is not an object');
  }
  const metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string') {
      throw new FormatError(`__metadata__.${key} is not a string`);
    }
    metadata[key] = value;
  }
  return metadata;
}

function readPlace(name: string, entry: unknown, dataStart: number, fileBytes: number): TensorPlace {
  if (!isObject(entry)) {
    throw new FormatError(`tensor "${name}" has no description`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'F64' && dtype !== 'I32') {
    throw new FormatError(`tensor "${name}" has type ${JSON.stringify(dtype)}; F32, F64 and I32 can be read`);
  }
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new FormatError(`tensor "${name}" has no valid shape and data_offsets`);
  }
  const [start = 0, end = 0] = offsets;
  const elements = elementsOf(shape);
  const dataBytes = fileBytes - dataStart;
  if (end < start || end > dataBytes || end - start !== elements * bytesPer[dtype]) {
    throw new FormatError(
      `tensor "${name}" of shape [${shape.join(', ')}] does not fit its data_offsets [${start}, ${end}] in ${dataBytes} bytes`,
    );
  }
  return { dtype, shape, start: dataStart + start, end: dataStart + end };
}

function valuesAt(bytes: Uint8Array, { dtype, start, end }: TensorPlace): TensorValues {
  // A copy starts at offset 0 of its own buffer, so any alignment in the file works. A Node `Buffer`'s
  // `slice` does not copy.
  const own = new Uint8Array(bytes.subarray(start, end)).buffer;
  return dtype === 'F32'
    ? new Float32Array(own)
    : dtype === 'F64'
      ? new Float64Array(own)
      : new Int32Array(own);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 16 && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
