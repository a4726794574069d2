/**
 * A property that the engine relies on, for every kind of data in every shape: chunks of a sequence are parts
 * of the whole.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { BatchBuffer } from '../../src/data/common/dataset';
import { load, written } from '../unit/data/sources';

const rows = Array.from({ length: 40 }, (_, i) => `${i * i},${7 * i},${i % 3 ? 'sun' : 'rain'}`).join('\n');
const table = (targets: string[], shape: string) => ({
  config: { data: { file: 't.csv', targets, window: 5, horizon: 2, validation: 0.3 }, task: { shape } },
  content: `x,y,sky\n${rows}\n`,
});
const text = (data: object, shape: string) => ({
  config: { data: { file: 's.txt', validation: 0.3, ...data }, task: { shape } },
  content: 'Ada\nBo\nCleo\nDaan\nEva\nAbba\nOda\nBob\n'.repeat(2),
});
const records = (x: (n: number) => unknown, y: (n: number) => unknown, shape: string) => ({
  config: { data: { file: 'r.jsonl', inputs: ['x'], targets: ['y'], validation: 0.3 }, task: { shape } },
  content: Array.from({ length: 8 }, (_, n) => JSON.stringify({ x: x(n + 1), y: y(n + 1) })).join('\n'),
});
const numbers = (n: number) => Array.from({ length: n }, (_, i) => [i * n, i + n]);
const letters = (n: number) => 'abcdefghij'.slice(0, n);
const task = (generate: string) => ({ config: { data: { generate, length: 12, count: 5 } }, content: '' });

const cases: [name: string, made: { config: object; content: string }][] = [
  ...['many-to-one', 'many-to-many', 'one-to-one', 'encoder-decoder', 'one-to-many'].flatMap(
    (shape): typeof cases => [
      [`a table, ${shape}`, table(['x', 'y'], shape)],
      [`a table with classes, ${shape}`, table(['sky'], shape)],
    ],
  ),
  ['text by lines', text({ sequences: 'line' }, 'many-to-many')],
  ['text by lines, many-to-one', text({ sequences: 'line' }, 'many-to-one')],
  ['text by lines, one-to-many', text({ sequences: 'line' }, 'one-to-many')],
  ['a stream of text', text({ window: 6, stride: 2 }, 'many-to-many')],
  ['records', records(numbers, (n) => numbers(n).map(([v]) => v), 'many-to-many')],
  ['records, many-to-one', records(numbers, (n) => n, 'many-to-one')],
  ['records, classes', records(letters, (n) => (n % 2 ? 'odd' : 'even'), 'many-to-one')],
  ['records, encoder-decoder', records(letters, (n) => letters(n + 2), 'encoder-decoder')],
  ['records, one-to-many', records((n) => [[n, n]], numbers, 'one-to-many')],
  ['adding', task('adding')],
  ['copy', task('copy')],
  ['temporal-order', task('temporal-order')],
  ['sine', task('sine')],
];

describe('chunks of sequences', () => {
  for (const [name, { config, content }] of cases) {
    it(`of ${name}: the same numbers as in one piece, zeros past the end, and nothing in other columns`, async () => {
      const dataset = await load(config, content);
      const { inputSize: I, outputSize: O, targetKind, shape } = dataset;
      const own = shape === 'one-to-many' || shape === 'encoder-decoder';
      fc.assert(
        fc.property(
          fc.boolean(),
          fc.nat(1000),
          fc.nat(14),
          fc.integer({ min: 1, max: 9 }),
          fc.nat(2),
          (training, pick, from, length, b) => {
            const set = training ? dataset.training : dataset.validation;
            const sequence = pick % set.count;
            const whole = written(dataset, set, sequence);
            const stale = 77;
            const batch: BatchBuffer = {
              size: 3,
              steps: length,
              x: new Float64Array(length * 3 * I).fill(stale),
              target: new Float64Array(length * 3 * O).fill(stale),
              targetClass: new Int32Array(length * 3).fill(stale),
              mask: new Uint8Array(length * 3).fill(stale),
            };
            set.writeInputs(sequence, from, from + length, batch, b);
            if (own) {
              assert.ok(batch.mask.every((mask) => mask === stale));
              set.writeTargets(sequence, from, from + length, batch, b);
            }
            for (let t = 0; t < length; t++) {
              const place = t * 3 + b;
              const x = [...batch.x.subarray(place * I, (place + 1) * I)];
              assert.deepEqual(x, whole.x[from + t] ?? Array(I).fill(0));
              const mask = whole.mask[from + t] ?? 0;
              assert.equal(batch.mask[place], mask);
              if (mask === 1 && targetKind === 'classes') {
                assert.equal(batch.targetClass[place], whole.targetClass[from + t]);
              } else if (mask === 1) {
                assert.deepEqual(
                  [...batch.target.subarray(place * O, (place + 1) * O)],
                  whole.target[from + t],
                );
              }
              for (const other of [0, 1, 2].filter((column) => column !== b)) {
                assert.equal(batch.mask[t * 3 + other], stale);
                assert.ok(
                  batch.x.subarray((t * 3 + other) * I, (t * 3 + other + 1) * I).every((v) => v === stale),
                );
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    });

    it(`of ${name}: targets within the outputs, one or more a sequence, and finite numbers`, async () => {
      const dataset = await load(config, content);
      assert.deepEqual(
        [
          dataset.inputNames.length,
          dataset.inputScaling.length,
          dataset.outputNames.length,
          dataset.targetScaling.length,
        ],
        [dataset.inputSize, dataset.inputSize, dataset.outputSize, dataset.outputSize],
      );
      assert.ok(Number.isFinite(dataset.baseline.loss) && dataset.baseline.loss > 0);
      for (const set of [dataset.training, dataset.validation]) {
        assert.ok(set.count > 0);
        for (let i = 0; i < set.count; i++) {
          const { x, target, targetClass, mask } = written(dataset, set, i);
          assert.ok(x.flat().every(Number.isFinite) && target.flat().every(Number.isFinite));
          assert.ok(targetClass.every((code) => code >= 0 && code < dataset.outputSize));
          assert.ok(mask.includes(1));
          assert.ok(set.label(i).length > 0);
        }
      }
    });
  }
});
