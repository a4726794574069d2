import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type NamedTensor,
} from '../../../src/formats/safetensors';

const tensor = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.constantFrom('f32', 'f64', 'i32'))
  .map(([shape, kind]): NamedTensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = Array.from({ length }, (_, j) => (kind === 'i32' ? j - 2 : Math.sin(j) / 3));
    return {
      shape,
      values:
        kind === 'f32'
          ? Float32Array.from(values)
          : kind === 'f64'
            ? Float64Array.from(values)
            : Int32Array.from(values),
    };
  });
const name = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => !['__metadata__', '__proto__'].includes(text));
const file = fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 });

/** Writes the format by hand: 8-byte length, header, data. */
function raw(header: string, data: number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('safetensors', () => {
  it('gives back what was written, at any alignment in memory', () => {
    fc.assert(
      fc.property(
        file,
        fc.dictionary(name, fc.string()),
        fc.integer({ min: 0, max: 7 }),
        (tensors, metadata, shift) => {
          const bytes = encodeSafetensors(tensors, metadata);
          const moved = new Uint8Array(bytes.length + shift);
          moved.set(bytes, shift);
          const read = decodeSafetensors(moved.subarray(shift));
          assert.deepEqual(new Map([...read.tensors].sort()), new Map([...tensors].sort()));
          assert.deepEqual({ ...read.metadata }, { ...metadata });
        },
      ),
    );
  });

  it('reads a Node buffer, which shares its memory when it is sliced', () => {
    const values = Float32Array.of(1, 2, 3);
    const bytes = encodeSafetensors([
      ['a', { shape: [1], values: Float32Array.of(7) }],
      ['b', { shape: [3], values }],
    ]);
    const { tensors } = decodeSafetensors(Buffer.from(bytes));
    assert.deepEqual(tensors.get('b')?.values, values);
  });

  it('starts every tensor on a multiple of its element size, as mapping readers need', () => {
    const bytes = encodeSafetensors([
      ['a', { shape: [3], values: Float32Array.of(1, 2, 3) }],
      ['b', { shape: [1], values: Float64Array.of(4) }],
    ]);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header: Record<string, { data_offsets: [number, number] }> = JSON.parse(
      new TextDecoder().decode(bytes.subarray(8, 8 + length)),
    );
    assert.equal((8 + length) % 8, 0);
    assert.equal(header.b.data_offsets[0] % 8, 0);
    assert.equal(header.a.data_offsets[0] % 4, 0);
  });

  it('reads the layout of the specification', () => {
    const read = decodeSafetensors(
      raw('{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}', [0, 0, 128, 63, 0, 0, 0, 192]),
    );
    assert.deepEqual(read.tensors.get('w'), { shape: [1, 2], values: Float32Array.of(1, -2) });
  });

  it('reports the error in bytes that are not such a file', () => {
    const bad: [Uint8Array, RegExp][] = [
      [new Uint8Array(3), /3 bytes, expected 8 or more/],
      [raw('{').subarray(0, 8), /header claims 1 bytes of 8/],
      [raw('nonsense'), /header is not JSON/],
      [raw('[1]'), /not a JSON object/],
      [
        raw('{"w":{"dtype":"F9","shape":[1],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
        /type "F9"; F32, F64 and I32/,
      ],
      [
        raw('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
        /"w" of shape \[2\] does not fit/,
      ],
      [
        raw('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'),
        /does not fit its data_offsets \[0, 4\] in 0 bytes/,
      ],
      [raw('{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', [0, 0, 0, 0]), /no valid shape/],
    ];
    for (const [bytes, message] of bad) {
      assert.throws(
        () => decodeSafetensors(bytes),
        (error) => error instanceof FormatError && message.test(error.message),
      );
    }
  });

  it('never fails in another way, whatever byte is changed', () => {
    const bytes = encodeSafetensors([['w', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }]], {
      a: 'b',
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        try {
          decodeSafetensors(changed);
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
