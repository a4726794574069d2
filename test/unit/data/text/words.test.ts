/** The rule of words, their exact positions, and the vocabulary that is made of them. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Dataset, SequenceSet } from '../../../../src/data/common/dataset';
import { readWords } from '../../../../src/data/text/words';
import { memory } from '../memory';
import { load, sourceOf, written } from '../sources';

async function tokens(text: string, pieces: readonly number[] = [], lowercase = false) {
  const { length, codes, symbols, columns } = await readWords(
    sourceOf('a.txt', text, pieces),
    false,
    lowercase,
  );
  return Array.from({ length }, (_, i) => ({ token: symbols[codes[i]], column: columns?.[i] }));
}

/** The rule as one expression, as a person would write it. */
function byRule(text: string): string[] {
  return (
    text
      .replace(/\r\n?/g, '\n')
      .match(/\n|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[^\s\p{Cc}\p{Cf}]/gu) ?? []
  );
}

const read = (dataset: Dataset, set: SequenceSet, sequence: number) => {
  const { x, codes, targetClass, mask } = written(dataset, set, sequence);
  const names = dataset.embedded?.[0].tokens ?? dataset.inputNames;
  const inputs = codes ? codes[0].map((code) => names[code]) : x.map((row) => names[row.indexOf(1)]);
  return `${inputs.join(' ')} → ${targetClass.map((code, t) => (mask[t] ? dataset.outputNames[code] : '·')).join(' ')}`;
};

describe('words', () => {
  it('are letters, digits and inner apostrophes of any script; marks and line ends stand alone', async () => {
    const found = await tokens("Don't say ‘l’eau’, naïve été!\r\n3,5 % — 漢字 مرحبا 'tis\u00A0x_y\tdogs'");
    assert.deepEqual(
      found.map(({ token }) => token),
      [
        ...["Don't", 'say', '‘', 'l’eau', '’', ',', 'naïve', 'été', '!', '\n', '3', ',', '5', '%', '—'],
        ...['漢字', 'مرحبا', "'", 'tis', 'x', '_', 'y', 'dogs', "'"],
      ],
    );
    assert.deepEqual(
      (await tokens('Ünter ÉTÉ', [], true)).map(({ token }) => token),
      ['ünter', 'été'],
    );
  });

  it('and their columns are the same wherever the bytes are cut, and those of the text', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom('a', 'é', "'", '’', '😀', '\n', '\r\n', '\r', '漢', ' ', '.', '\u0301', '1'),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        fc.array(fc.nat(200), { maxLength: 8 }),
        async (parts, pieces) => {
          const text = parts.join('');
          const expected = byRule(text);
          fc.pre(expected.length > 0);
          const found = await tokens(text, pieces);
          assert.deepEqual(
            found.map(({ token }) => token),
            expected,
          );
          const lines = text.replace(/\r\n?/g, '\n').split('\n');
          let line = 0;
          for (const { token, column = 0 } of found) {
            if (token === '\n') {
              assert.equal(column, lines[line].length);
              line++;
            } else {
              assert.equal(lines[line].slice(column, column + token.length), token);
            }
          }
        },
      ),
      { numRuns: 500 },
    ));

  it('that never end are cut, not held', async () => {
    const found = await tokens('x'.repeat(2500), [700, 1400]);
    assert.deepEqual(
      found.map(({ token, column }) => [token.length, column]),
      [
        [1000, 0],
        [1000, 1000],
        [500, 2000],
      ],
    );
  });

  it('of an empty file are refused', async () => {
    await assert.rejects(tokens(' \t'), /a\.txt is empty/);
  });
});

describe('a text by words', () => {
  const text = 'the cat sat.\nthe dog sat.\nthe cat ran.\na bird flew.\n';
  const config = (data: object, model = {}) => ({
    data: { file: 'w.txt', tokens: 'word', window: 3, ...data },
    model,
  });

  it('is read as its most frequent words; the others are <unk>, and their share is noted', async () => {
    const dataset = await load(config({ vocabulary: 4, validation: 0.25 }, { embedding: { size: 5 } }), text);
    assert.deepEqual(dataset.outputNames, ['the', '⏎', '.', 'cat', '<unk>']);
    assert.deepEqual(dataset.embedded, [{ name: '', tokens: dataset.outputNames }]);
    assert.equal(dataset.inputSize, 0);
    assert.equal(read(dataset, dataset.training, 0), 'the cat <unk> → cat <unk> .');
    assert.equal(read(dataset, dataset.training, 1), '. ⏎ the → ⏎ the <unk>');
    assert.equal(dataset.training.stepLabel(0, 2), 'sat');
    assert.match(
      dataset.notes.join(),
      /30\.8% of the training part and 75\.0% of the validation part .* 4 known ones \(training has 7 different ones\); they are all read as <unk>/,
    );
  });

  it('leaves out rare words, and folds case, where asked', async () => {
    const dataset = await load(
      config({ minCount: 2, lowercase: true, validation: 0 }),
      text.replaceAll('the', 'The'),
    );
    assert.deepEqual(dataset.outputNames, ['.', '⏎', 'the', 'cat', 'sat', '<unk>']);
    await assert.rejects(
      load(config({ minCount: 90 }), text),
      /data\.minCount: no word is in the training part 90 times/,
    );
  });

  it('has exact positions, and finds the sequence of a line', async () => {
    const dataset = await load(config({ validation: 0 }), text);
    const { training } = dataset;
    assert.deepEqual(training.position?.(1, 0), { line: 0, column: 11 });
    assert.deepEqual(training.position?.(1, 1), { line: 0, column: 12 });
    assert.deepEqual(training.position?.(1, 2), { line: 1, column: 0 });
    assert.deepEqual(training.position?.(2, 0), { line: 1, column: 4 });
    assert.deepEqual(training.atLine?.(3), { sequence: 5, as: 'read' });
    assert.equal(training.label(2), 'line 2: "dog sat ."');
  });

  it('by lines: the next word of each line', async () => {
    const dataset = await load(
      config({ sequences: 'line', window: undefined, split: 'end', validation: 0.25 }),
      text,
    );
    assert.equal(read(dataset, dataset.training, 1), '⏎ the dog sat . → the dog sat . ⏎');
    assert.equal(dataset.training.label(1), 'line 2: "the dog sat ."');
    assert.deepEqual(dataset.training.position?.(1, 2), { line: 1, column: 4 });
    assert.equal(read(dataset, dataset.validation, 0), '⏎ <unk> <unk> <unk> . → <unk> <unk> <unk> . ⏎');
  });

  it('of ten million characters takes some bytes a word', async () => {
    const line = 'It was the best of times, it was the worst of times, it was the age of wisdom\n';
    const large = line.repeat(130_000);
    const source = sourceOf('l.txt', large);
    const before = memory();
    const words = await readWords(source, false, false);
    const used = memory() - before;
    assert.ok(words.length > 2_500_000);
    assert.ok(used < 12 * words.length, `${used / words.length} bytes a word`);
  });
});
