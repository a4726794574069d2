import assert from 'node:assert/strict';
import { bytesOf } from '../../../../src/data/files/bytes';
import { readNpy } from '../../../../src/data/files/npy';
import { sourceOf } from '../sources';
import { bytesIn } from './bytesIn';
import { arrays, complex, fortran, large, objects, words } from './numpyFiles';

const open = async (base64: string) => readNpy(await bytesOf(sourceOf('x.npy', bytesIn(base64))), 'x.npy');
const indices = Array.from({ length: 24 }, (_, i) => i);

/** The number that NumPy stored, by the type's rounding. */
function expected(type: string, i: number): number {
  const value = (i * 7 - 50) / 3;
  switch (type.slice(1)) {
    case 'f8':
      return value;
    case 'f4':
      return Math.fround(value);
    case 'f2': {
      // 11 significant bits; none of the values is subnormal.
      const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
      return Math.round(value / unit) * unit;
    }
    case 'b1':
      return i % 3 === 0 ? 1 : 0;
    default:
      return type[1] === 'u' ? (i * 11) % 17 : i * 11 - 100;
  }
}

describe('a NumPy array', () => {
  for (const [type, base64] of Object.entries(arrays)) {
    it(`is read to the last bit: ${type}`, async () => {
      const array = await open(base64);
      assert.deepEqual(array.shape, [6, 4]);
      const wrapped = (i: number) => (type === '<i1' ? (expected(type, i) << 24) >> 24 : expected(type, i));
      assert.deepEqual(
        indices.map((i) => array.number(i)),
        indices.map(wrapped),
      );
      const single = type.slice(1) === 'f4';
      for (const i of indices) {
        const back = Number(array.text(i));
        assert.equal(single ? Math.fround(back) : back, wrapped(i));
      }
    });
  }

  it('may be stored column by column', async () => {
    const array = await open(fortran);
    assert.deepEqual(
      indices.map((i) => array.number(i)),
      indices.map((i) => expected('<f8', i)),
    );
  });

  it('of texts or of whole numbers beyond 2^53 is read exactly', async () => {
    const text = await open(words);
    assert.equal(text.holds, 'text');
    assert.deepEqual(
      [0, 1, 2].map((i) => text.text(i)),
      ['größe', 'b', '😀c'],
    );
    const whole = await open(large);
    assert.deepEqual(
      [0, 1].map((i) => whole.text(i)),
      ['9007199254740993', '-9223372036854775808'],
    );
  });

  it('of objects or complex numbers is refused with what to do', async () => {
    await assert.rejects(open(objects), /x\.npy holds Python objects.*np\.savez\("data\.npz", X=X, y=y\)/);
    await assert.rejects(
      open(complex),
      /the type "<c16", which is not read; convert it, such as with X\.astype/,
    );
  });

  it('that is cut, or states more than it has, is reported', async () => {
    const bytes = bytesIn(arrays['<f8']);
    const cut = bytes.subarray(0, bytes.length - 1);
    await assert.rejects(
      readNpy(await bytesOf(sourceOf('x.npy', cut)), 'x.npy'),
      /ends before its 24 elements/,
    );
    const huge = new TextDecoder('latin1').decode(bytes).replace('(6, 4), }      ', '(99999999, 4),}');
    const changed = Uint8Array.from(huge, (character) => character.charCodeAt(0));
    await assert.rejects(
      readNpy(await bytesOf(sourceOf('x.npy', changed)), 'x.npy'),
      /has 399999996 elements; arrays of up to 1073741824 bytes are read/,
    );
  });
});
