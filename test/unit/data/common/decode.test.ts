import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Decoding } from '../../../../src/data/common/decode';
import { sourceOf } from '../sources';

async function textOf(bytes: Uint8Array, pieces: readonly number[]): Promise<[string, readonly string[]]> {
  const decoding = new Decoding(sourceOf('t.txt', bytes, pieces));
  let text = '';
  for await (const part of decoding.text()) {
    text += part;
  }
  return [text, decoding.notes];
}

const pieces = fc.array(fc.nat(60), { maxLength: 8 });

describe('the text of a file', () => {
  it('is what was encoded, wherever the bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', ',', '\n', 'é', '€', 'ж', '中', '😀'), { maxLength: 20 }),
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        pieces,
        async (characters, encoding, cuts) => {
          const text = characters.join('');
          const mark = encoding === 'utf16le' ? '\uFEFF' : '';
          const bytes = new Uint8Array(Buffer.from(mark + text, encoding));
          const [read, notes] = await textOf(bytes, cuts);
          assert.equal(read, text);
          assert.equal(notes.length, encoding === 'utf8' ? 0 : 1);
        },
      ),
      { numRuns: 300 },
    ));

  it('is Windows-1252 where it is not UTF-8 after nothing but ASCII', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(30),
        fc.constantFrom('é', 'ß', '°', '°C,é'),
        pieces,
        async (before, odd, cuts) => {
          const text = `${'a'.repeat(before)}${odd} and more\n`;
          const [read, notes] = await textOf(
            Uint8Array.from(text, (each) => each.charCodeAt(0)),
            cuts,
          );
          assert.equal(read, text);
          assert.deepEqual(notes, ['The text is read as Windows-1252.']);
        },
      ),
    ));

  it('is refused where it was UTF-8 and is no longer', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('é'.repeat(10)), 0xff, 0x41]);
    await assert.rejects(textOf(bytes, [10]), /t\.txt is not text in UTF-8 \(between bytes 0 and 22\)/);
  });
});
