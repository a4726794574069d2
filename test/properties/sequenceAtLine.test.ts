/**
 * From a line of the data file to a sequence: every line that belongs to some sequence leads to one that
 * contains it.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Dataset, SequenceSet } from '../../src/data/common/dataset';
import { load, written } from '../unit/data/sources';

/**
 * Lines of a table with ids in a column, so that a sequence's inputs and targets show which rows it holds.
 */
interface Rows {
  readonly text: string;
  /** Zero-based lines of the row with an id. */
  readonly linesOf: ReadonlyMap<number, readonly number[]>;
}

function table(rows: readonly { who: number; tall: boolean; blank: boolean; missing: boolean }[]): Rows {
  const lines = ['who,id,note'];
  const linesOf = new Map<number, number[]>();
  rows.forEach(({ who, tall, blank, missing }, r) => {
    if (blank) {
      lines.push('');
    }
    const id = missing ? '' : String(r + 1);
    const own = [lines.length];
    lines.push(`w${who},${id},${tall ? '"one' : 'x'}`);
    if (tall) {
      own.push(lines.length);
      lines.push('two"');
    }
    if (!missing) {
      linesOf.set(r + 1, own);
    }
  });
  return { text: `${lines.join('\n')}\n`, linesOf };
}

interface Ids {
  readonly read: readonly number[];
  readonly predicted: readonly number[];
}

/** Ids that a sequence reads, and ids that it predicts. */
function idsIn(dataset: Dataset, set: SequenceSet, sequence: number): Ids {
  const { x, target, mask } = written(dataset, set, sequence);
  return { read: x.flat(), predicted: target.flat().filter((_, t) => mask[t] === 1) };
}

const setsOf = ({ training, validation }: Dataset) => [training, validation];
const sequencesOf = (set: SequenceSet) => Array.from({ length: set.count }, (_, s) => s);

describe('the sequence at a line', () => {
  const shapes = ['many-to-one', 'many-to-many', 'one-to-one', 'encoder-decoder', 'one-to-many'] as const;

  it('of a table is the one that it ends, else one that contains it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.nat(1),
            tall: fc.boolean(),
            blank: fc.boolean(),
            missing: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
          }),
          { minLength: 40, maxLength: 60 },
        ),
        fc.constantFrom(...shapes),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.constantFrom('end', 'random'),
        async (rows, shape, window, horizon, stride, grouped, split) => {
          const { text, linesOf } = table(rows);
          const data = {
            file: 't.csv',
            inputs: ['id'],
            targets: ['id'],
            normalize: 'none',
            missing: 'drop',
            window,
            horizon,
            stride,
            split,
            validation: 0.4,
            ...(grouped ? { group: 'who' } : {}),
          };
          const dataset = await load({ data, task: { shape } }, text).catch(() => undefined);
          fc.pre(dataset !== undefined);
          if (!dataset) {
            return;
          }
          for (const set of setsOf(dataset)) {
            const ids: readonly Ids[] = sequencesOf(set).map((s) => idsIn(dataset, set, s));
            const asked = new Map<number, ReturnType<NonNullable<SequenceSet['atLine']>>>();
            for (let line = 0; line < text.split('\n').length; line++) {
              asked.set(line, set.atLine?.(line));
            }
            const known = new Set<number>();
            for (const [id, lines] of linesOf) {
              for (const line of lines) {
                known.add(line);
                const found = asked.get(line);
                const last = ids.findIndex(({ read }) => read.at(-1) === id);
                const first = ids.findIndex(({ read }) => read.includes(id));
                const predicted = ids.findIndex((one) => one.predicted.includes(id));
                const expected = [last, first, predicted].find((s) => s >= 0);
                assert.equal(found?.sequence, expected, `row ${id}, line ${line}: ${JSON.stringify(data)}`);
              }
            }
            // The header, blank lines and skipped rows belong to no sequence.
            for (const [line, found] of asked) {
              assert.ok(known.has(line) || found === undefined, `line ${line}`);
            }
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('of records is the record', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 4, maxLength: 20 }), async (blanks) => {
        const lines = blanks.flatMap((blank, i) => [
          ...(blank ? [''] : []),
          JSON.stringify({ x: [0, 0, i, i + 1], y: i }),
        ]);
        const data = { file: 'r.jsonl', inputs: ['x'], targets: ['y'], padding: 0, validation: 0.3 };
        const dataset = await load({ data, task: { shape: 'many-to-one' } }, lines.join('\n'));
        lines.forEach((line, at) => {
          const found = setsOf(dataset).flatMap((set) => {
            const holder = set.atLine?.(at);
            return holder ? [set.label(holder.sequence)] : [];
          });
          assert.deepEqual(found, line === '' ? [] : [`line ${at + 1}`]);
        });
      }),
      { numRuns: 30 },
    ));

  it('of a text in lines is the line', async () => {
    const words = ['Ada', '', 'Grace', 'Ada', 'Ö', 'Barbara', '', '', 'Jo'];
    for (const ending of ['\n', '\r\n']) {
      for (const shape of ['many-to-many', 'many-to-one', 'one-to-many']) {
        const dataset = await load(
          {
            data: { file: 'n.txt', sequences: 'line', validation: 0.3 },
            task: { shape },
          },
          words.join(ending) + ending,
        );
        words.forEach((word, line) => {
          const found = setsOf(dataset).flatMap((set) => {
            const holder = set.atLine?.(line);
            return holder ? [set.label(holder.sequence)] : [];
          });
          assert.deepEqual(found, word === '' ? [] : [`line ${line + 1}: "${word}"`], shape);
        });
        assert.ok(setsOf(dataset).every((set) => set.atLine?.(words.length) === undefined));
      }
    }
  });

  it('of a stream contains all of the line if one does, else part of it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(12), { minLength: 30, maxLength: 60 }),
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 2, max: 25 }),
        fc.constantFrom('end', 'random'),
        async (lengths, window, stride, split) => {
          // Each character encodes its place.
          let code = 0x100;
          const text = lengths.map((n) => {
            const line = Array.from({ length: n }, (_, i) => String.fromCharCode(code + i)).join('');
            code += n;
            return line;
          });
          const dataset = await load(
            {
              data: { file: 's.txt', sequences: 'stream', window, stride, split, validation: 0.3 },
              task: { shape: 'many-to-many' },
            },
            text.join('\n'),
          ).catch(() => undefined);
          fc.pre(dataset !== undefined);
          if (!dataset) {
            return;
          }
          for (const set of setsOf(dataset)) {
            const read = sequencesOf(set).map((s) =>
              Array.from({ length: set.inputSteps(s) }, (_, t) => set.stepLabel(s, t) ?? '').join(''),
            );
            text.forEach((line, at) => {
              if (line === '') {
                return;
              }
              const found = set.atLine?.(at);
              const whole = read.findIndex((one) => one.includes(line));
              const some = read.findIndex((one) => [...line].some((character) => one.includes(character)));
              if (found?.as === 'last') {
                assert.ok(read[found.sequence].includes(line));
              } else if (found?.as === 'read') {
                assert.equal(found.sequence, some);
              } else if (found === undefined) {
                assert.ok(whole < 0 && some < 0);
              }
              assert.ok(some < 0 || found !== undefined);
            });
          }
        },
      ),
      { numRuns: 100 },
    ));
});
