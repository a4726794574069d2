/** Sums and headers of NumPy archives; whole archives are read back in the tests of predictions. */
import { strict as assert } from 'node:assert';
import { crc32, npyHeader, numpyTexts } from '../../../src/formats/npz';

describe('NumPy archives', () => {
  it('have the checksum of the standard’s example, in one part or two', () => {
    const bytes = new TextEncoder().encode('123456789');
    assert.equal(crc32(bytes), 0xcbf43926);
    assert.equal(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4))), 0xcbf43926);
  });

  it('have headers as numpy.save writes them', () => {
    const header = new TextDecoder('latin1').decode(npyHeader('<f8', [3, 2]));
    assert.equal(header.length % 64, 0);
    assert.equal(header.slice(10).trim(), "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }");
    assert.match(new TextDecoder('latin1').decode(npyHeader('<i4', [7])), /'shape': \(7,\), \}/);
  });

  it('have texts of one width in code points', () => {
    const { type, bytes } = numpyTexts(['a', '😀b']);
    assert.equal(type, '<U2');
    assert.deepEqual([...new Uint32Array(bytes.buffer)], [97, 0, 0x1f600, 98]);
  });
});
