/** Reads an archive of NumPy arrays, written from the format's description alone, and checks its sums. */
import { strict as assert } from 'node:assert';

export interface NumpyArray {
  readonly type: string;
  readonly shape: readonly number[];
  readonly values: readonly unknown[];
}

export function readNpz(bytes: Buffer): Map<string, NumpyArray> {
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const arrays = new Map<string, NumpyArray>();
  for (let i = 0; i < count; i++) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('ascii', at + 46, at + 46 + nameLength);
    const size = bytes.readUInt32LE(at + 24);
    const local = bytes.readUInt32LE(at + 42);
    assert.equal(bytes.readUInt32LE(local), 0x04034b50);
    // Method 0, and the same sum and sizes in both headers.
    assert.equal(bytes.readUInt16LE(local + 8), 0);
    assert.equal(bytes.toString('hex', local + 10, local + 26), bytes.toString('hex', at + 12, at + 28));
    const from = local + 30 + nameLength;
    const content = bytes.subarray(from, from + size);
    assert.equal(bytes.readUInt32LE(at + 16), sumOf(content), name);
    arrays.set(name.replace(/\.npy$/, ''), readNpy(content));
    at += 46 + nameLength;
  }
  return arrays;
}

function readNpy(bytes: Buffer): NumpyArray {
  assert.equal(bytes.toString('latin1', 0, 8), '\x93NUMPY\x01\x00');
  const length = bytes.readUInt16LE(8);
  assert.equal((10 + length) % 64, 0);
  const header = bytes.toString('latin1', 10, 10 + length);
  assert.ok(header.endsWith('\n'));
  const [, type = '', sizes = ''] =
    /^\{'descr': '(.+?)', 'fortran_order': False, 'shape': \((.*?)\), \} *\n$/.exec(header) ?? [];
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const data = bytes.subarray(10 + length);
  const bytesPer = type.startsWith('<U') ? 4 * Number(type.slice(2)) : Number(type.slice(2));
  const elements = shape.reduce((product, size) => product * size, 1);
  assert.equal(data.length, elements * bytesPer);
  const read: Record<string, (at: number) => unknown> = {
    '<i4': (place) => data.readInt32LE(place),
    '<f4': (place) => data.readFloatLE(place),
    '<f8': (place) => data.readDoubleLE(place),
  };
  const text = (place: number) =>
    Array.from({ length: bytesPer / 4 }, (_, j) => data.readUInt32LE(place + 4 * j))
      .filter((point) => point > 0)
      .map((point) => String.fromCodePoint(point))
      .join('');
  return {
    type,
    shape,
    values: Array.from({ length: elements }, (_, i) => (read[type] ?? text)(i * bytesPer)),
  };
}

/** CRC-32 bit by bit. */
function sumOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
