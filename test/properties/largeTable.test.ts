import { strict as assert } from 'node:assert';
import type { Dataset } from '../../src/data/common/dataset';
import { loadDataset } from '../../src/data/load';
import { memory } from '../unit/data/memory';
import { configOf } from '../unit/data/sources';

/**
 * Loads a table that exists only chunk by chunk, and measures its additional memory, at most and at the end.
 */
async function watched(
  data: object,
  header: string,
  chunks: number,
  rows: (chunk: number) => string,
): Promise<{ dataset: Dataset; bytes: number; most: number; held: number }> {
  const encoder = new TextEncoder();
  const before = memory();
  let bytes = 0;
  let most = 0;
  const source = {
    name: 't.csv',
    size: 0,
    async *chunks() {
      yield encoder.encode(`${header}\n`);
      for (let c = 0; c < chunks; c++) {
        const chunk = encoder.encode(rows(c));
        bytes += chunk.length;
        yield chunk;
        if (c % 50 === 49) {
          most = Math.max(most, memory() - before);
        }
      }
    },
  };
  const config = configOf({ data: { file: 't.csv', window: 3, validation: 0.2, ...data } });
  const dataset = await loadDataset(config, async () => source);
  return { dataset, bytes, most, held: memory() - before };
}

describe('a large table', () => {
  const padding = 'lorem ipsum dolor sit amet, consectetur '.repeat(12);

  it('takes memory for its used numbers, not for its text', async function () {
    this.timeout(60_000);
    const perChunk = 500;
    const { dataset, bytes, most, held } = await watched(
      { inputs: ['x'], targets: ['y'] },
      'note,x,y',
      250,
      (c) => Array.from({ length: perChunk }, (_, i) => `"${padding}${c}",${i},${c}\n`).join(''),
    );
    const rows = 250 * perChunk;
    assert.equal(dataset.training.count, rows * 0.8 - 3);
    assert.ok(bytes > 60e6);
    const numbers = rows * 2 * 8;
    for (const used of [most, held]) {
      assert.ok(used < 3 * numbers + 15e6, `${bytes / 1e6} MB of text took ${used / 1e6} MB`);
    }
  });

  it('keeps the words of a column, not the text around them', async function () {
    this.timeout(60_000);
    const { dataset, bytes, held } = await watched(
      { inputs: ['w', 'x'], targets: ['x'] },
      'note,w,x',
      200,
      (c) => `${padding.replaceAll(',', '')},a rather long word ${c},${c}\n`.repeat(300),
    );
    assert.equal(dataset.inputSize, 201);
    assert.ok(bytes > 25e6);
    assert.ok(held < 10e6, `${bytes / 1e6} MB of text took ${held / 1e6} MB`);
  });
});
