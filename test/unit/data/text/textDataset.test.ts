/** Text in every shape, line break and alphabet. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Dataset, SequenceSet } from '../../../../src/data/common/dataset';
import { loadDataset } from '../../../../src/data/load';
import { memory } from '../memory';
import { configOf, load, sourceOf, written } from '../sources';

const read = (dataset: Dataset, set: SequenceSet, sequence: number) => {
  const { x, targetClass, mask } = written(dataset, set, sequence);
  const input = x.map((row) => dataset.inputNames[row.indexOf(1)]).join('');
  return `${input}→${targetClass.map((code, t) => (mask[t] ? dataset.outputNames[code] : '·')).join('')}`;
};
const linesOf = (shape: string) => ({
  data: { file: 'n.txt', sequences: 'line', split: 'end' },
  task: { shape },
});

describe('lines of text', () => {
  const names = 'Ada\nB\n\nCleo\nBea\nAda\n';

  it('many-to-one: the last letter from the ones before it', async () => {
    const dataset = await load(linesOf('many-to-one'), names);
    assert.deepEqual(
      [0, 1, 2].map((i) => read(dataset, dataset.training, i)),
      ['⏎Ad→··a', '⏎→B', '⏎Cle→···o'],
    );
    assert.equal(dataset.training.label(2), 'line 4: "Cleo"');
  });

  it('one-to-many: the rest of the line from its first letter', async () => {
    const dataset = await load(linesOf('one-to-many'), names);
    assert.deepEqual(
      [0, 1, 2].map((i) => read(dataset, dataset.training, i)),
      ['A→da⏎', 'B→⏎', 'C→leo⏎'],
    );
    assert.equal(dataset.training.label(2), 'line 4: "Cleo"');
    assert.deepEqual(dataset.training.position?.(2, 0), { line: 3, column: 0 });
  });

  it('are split at random by default, at the end when asked, and never lose a line', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `n${String.fromCharCode(97 + (i % 26))}${i}`);
    for (const split of [undefined, 'random', 'end']) {
      const data = { file: 'n.txt', sequences: 'line', validation: 0.25, split };
      const dataset = await load({ data }, many.join('\r\n'));
      assert.deepEqual([dataset.training.count, dataset.validation.count], [30, 10]);
      const labels = [dataset.training, dataset.validation].map((set) =>
        Array.from({ length: set.count }, (_, i) => set.label(i)),
      );
      assert.equal(new Set(labels.flat()).size, 40);
      assert.equal(labels[1][0] === `line 31: "${many[30]}"`, split === 'end');
    }
  });

  it('leave one for validation, however small its share', async () => {
    const dataset = await load(
      { data: { file: 'n.txt', sequences: 'line', validation: 0.01 } },
      'ab\nba\naa\n',
    );
    assert.deepEqual([dataset.training.count, dataset.validation.count], [2, 1]);
  });

  it('are whole, whatever the window; a note states it', async () => {
    const data = { file: 'n.txt', sequences: 'line', split: 'end', window: 2 };
    const dataset = await load({ data }, names);
    assert.equal(read(dataset, dataset.training, 0), '⏎Ada→Ada⏎');
    assert.match(dataset.notes.join(), /data\.window and data\.stride are for streams/);
  });
});

describe('a stream of text', () => {
  it('is the same wherever its bytes are cut, and whatever its line breaks', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'é', '😀', '\n', '漢', ' '), { minLength: 8, maxLength: 40 }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (characters, pieces, eol) => {
          const config = configOf({ data: { file: 's.txt', window: 3, stride: 1, validation: 0 } });
          const content = characters.join('').replaceAll('\n', eol);
          const dataset = await loadDataset(config, async (file) => sourceOf(file, content, pieces));
          const shown = characters.map((character) => (character === '\n' ? '⏎' : character));
          assert.equal(dataset.training.count, characters.length - 3);
          for (let i = 0; i < dataset.training.count; i++) {
            const expected = `${shown.slice(i, i + 3).join('')}→${shown.slice(i + 1, i + 4).join('')}`;
            assert.equal(read(dataset, dataset.training, i), expected);
            // Positions as in an editor: lines by any line break, columns in UTF-16 units.
            const before = characters.slice(0, i).join('').split('\n');
            assert.deepEqual(dataset.training.position?.(i, 0), {
              line: before.length - 1,
              column: before[before.length - 1].length,
            });
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('keeps the end for validation: no sequence crosses the cut', async () => {
    const text = Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const { training, validation, notes } = await load(
      { data: { file: 's.txt', window: 7, stride: 2, validation: 0.3 } },
      text,
    );
    const place = (set: SequenceSet, i: number) => set.position?.(i, 0)?.column ?? Number.NaN;
    assert.ok(place(training, training.count - 1) + 7 < 140);
    assert.equal(place(validation, 0), 140);
    // Every character of the validation part is new here: all are read as one.
    assert.match(notes.join(), /taken as one unknown: "二", .* and 55 more/);
  });

  it('has character frequencies as its baseline, counted as often as they are targets', async () => {
    const text = 'abracadabra-alakazam-hocus-pocus';
    for (const shape of ['many-to-many', 'many-to-one', 'one-to-many']) {
      for (const stride of [1, 3, 9]) {
        const dataset = await load(
          { data: { file: 's.txt', window: 4, stride, validation: 0.4 }, task: { shape } },
          text,
        );
        const counts = (set: SequenceSet) => {
          const found = dataset.outputNames.map(() => 0);
          for (let i = 0; i < set.count; i++) {
            const { targetClass, mask } = written(dataset, set, i);
            targetClass.forEach((code, t) => {
              found[code] += mask[t];
            });
          }
          return found;
        };
        const [trained, measured] = [counts(dataset.training), counts(dataset.validation)];
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        const p = trained.map((count) => (count + 1) / (sum(trained) + trained.length));
        const loss = -sum(measured.map((count, k) => count * Math.log(p[k]))) / sum(measured);
        assert.ok(Math.abs(dataset.baseline.loss - loss) < 1e-12, `${shape}, ${stride}`);
      }
    }
  });

  it('cut into parallel parts hands the state from one chunk to the next', async () => {
    const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);
    const config = { data: { file: 's.txt', validation: 0.25 }, training: { truncate: 4, batchSize: 4 } };
    const { training, validation } = await load(config, text);
    assert.deepEqual([training.count, training.inputSteps(0)], [4, Math.floor(155 / 4)]);
    assert.deepEqual([validation.count, validation.inputSteps(0)], [4, Math.floor(51 / 4)]);
    assert.equal(training.position?.(1, 0)?.column, 38);
  });

  it('takes two bytes a character, not the text', async function () {
    this.timeout(60_000);
    const chunk = new TextEncoder().encode('the quick brown fox jumps over the lazy dog\n'.repeat(20_000));
    const chunks = 15;
    const source = {
      name: 's.txt',
      size: chunk.length * chunks,
      async *chunks() {
        for (let i = 0; i < chunks; i++) {
          yield chunk;
        }
      },
    };
    const before = memory();
    const config = configOf({ data: { file: 's.txt', window: 100, stride: 1 } });
    const dataset = await loadDataset(config, async () => source);
    const used = memory() - before;
    assert.equal(dataset.training.count, Math.round(source.size * 0.8) - 100);
    assert.ok(used < 2 * 1.5 * source.size + 15e6, `${source.size / 1e6} MB of text took ${used / 1e6} MB`);
  });

  it('states what would be valid', async () => {
    const stream = (data: object, content: string, rest = {}) =>
      load({ data: { file: 's.txt', ...data }, ...rest }, content);
    await assert.rejects(
      stream({ window: 50, validation: 0.2 }, 'x'.repeat(60)),
      /^DataError: data\.window: the training part of s\.txt has 48 characters, a window of 50 needs 51; use a window of at most 11$/,
    );
    await assert.rejects(stream({ validation: 0.5 }, 'ab'), /use a longer text/);
    const manyKinds = Array.from({ length: 6000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    await assert.rejects(
      stream({ validation: 0 }, manyKinds),
      /s\.txt has 5\d\d\d different characters, at most 5000 can be used/,
    );
    const bytes = Uint8Array.from([...new TextEncoder().encode('finé, '), 0xe9, 0x74]);
    await assert.rejects(
      loadDataset(configOf({ data: { file: 's.txt' } }), async (file) => sourceOf(file, bytes, [7])),
      /s\.txt is not text in UTF-8 \(between bytes 0 and 9\); save it as UTF-8/,
    );
  });
});

describe('text, to its last character', () => {
  const names = 'Ada\nBo\n\nCleo\nDaan\nEva\n';
  const read = (dataset: Dataset, sequence: number) => {
    const { x, targetClass, mask } = written(dataset, dataset.training, sequence);
    return {
      x: x.map((row) => dataset.inputNames[row.indexOf(1)]).join(''),
      target: targetClass.map((code, t) => (mask[t] ? dataset.outputNames[code] : '·')).join(''),
    };
  };

  it('by lines: a break begins each line and ends it; each target is the next character', async () => {
    const dataset = await load({ data: { file: 'n.txt', sequences: 'line', split: 'end' } }, names);
    assert.equal(dataset.training.count + dataset.validation.count, 5);
    assert.deepEqual(read(dataset, 0), { x: '⏎Ada', target: 'Ada⏎' });
    assert.deepEqual(read(dataset, 2), { x: '⏎Cleo', target: 'Cleo⏎' });
    assert.equal(dataset.training.label(2), 'line 4: "Cleo"');
    assert.deepEqual(dataset.training.position?.(2, 3), { line: 3, column: 2 });
    assert.equal(dataset.validation.inputSteps(0), 4);
  });

  it('as a stream: windows at a stride, many-to-one with the character after the window', async () => {
    const data = { file: 's.txt', window: 4, stride: 2, validation: 0 };
    const dataset = await load({ data }, 'abcdefghij');
    assert.deepEqual([dataset.training.count, read(dataset, 1)], [3, { x: 'cdef', target: 'defg' }]);
    const single = await load({ data, task: { shape: 'many-to-one' } }, 'abcdefghij');
    assert.deepEqual(read(single, 0), { x: 'abcd', target: '···e' });
  });

  it('with truncate and no window: as many long parts side by side as a batch has rows', async () => {
    const dataset = await load(
      { data: { file: 's.txt', validation: 0 }, training: { truncate: 5, batchSize: 3 } },
      'x'.repeat(100),
    );
    assert.deepEqual([dataset.training.count, dataset.training.inputSteps(0)], [3, 33]);
  });

  it('reads characters that only validation has as one unknown character, and notes it', async () => {
    const dataset = await load({ data: { file: 's.txt', window: 3, validation: 0.5 } }, 'abababab😀ab😀ab');
    assert.equal(dataset.inputNames.at(-1), '\uFFFD');
    assert.match(dataset.notes.join(' '), /characters that the training part lacks/);
    assert.ok(Number.isFinite(dataset.baseline.loss));
  });

  it('has the cross-entropy of the character frequencies as its baseline', async () => {
    const dataset = await load({ data: { file: 's.txt', window: 10, validation: 0.5 } }, 'ab'.repeat(500));
    assert.ok(Math.abs(dataset.baseline.loss - Math.LN2) < 0.01);
  });

  it('reports the error', async () => {
    await assert.rejects(load({ data: { file: 'e.txt' } }, ''), /e\.txt is empty/);
    await assert.rejects(
      load({ data: { file: 's.txt' } }, 'short'),
      /data\.window: the training part of s\.txt has 4/,
    );
    await assert.rejects(
      load({ data: { file: 's.txt', sequences: 'line' } }, 'one'),
      /has 1 line that is not empty/,
    );
    await assert.rejects(
      load({ data: { file: 's.txt' }, task: { shape: 'encoder-decoder' } }, 'abc'),
      /needs pairs of inputs and targets; use a \.jsonl file/,
    );
    await assert.rejects(load({ data: { file: 's.txt' }, task: { loss: 'mse' } }, 'abc'), /use crossEntropy/);
  });
});
