import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openRows } from '../../../../src/data/tables/csv';
import { copyRun, exportMetrics } from '../../../../src/run/files/exportRun';
import { fileSource } from '../../../../src/run/sources/source';
import { metricsOf, writeRun } from '../storedRun';
import { lastingContent, Workspace } from '../workspace';

describe('exported runs', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const runs = () => [
    { folder: writeRun(workspace.folder, 'adding', 'a'), name: 'adding, "wide"' },
    { folder: writeRun(workspace.folder, 'adding', 'b', { metrics: metricsOf(1) }), name: 'narrow' },
  ];

  it('are a table with every number as it was logged, under the names of metrics.jsonl', async () => {
    const file = workspace.path('runs.csv');
    await exportMetrics(runs(), file);
    const rows: (readonly string[])[] = [];
    for await (const some of (await openRows(await fileSource(file))).rows) {
      rows.push(...some.map(({ fields }) => fields));
    }
    const [header, ...body] = rows;
    const value = (row: readonly string[], column: string) => row[header.indexOf(column)];
    assert.deepEqual(
      body.map((row) => value(row, 'run')),
      [...Array(12).fill('adding, "wide"'), ...Array(3).fill('narrow')],
    );
    metricsOf(4).forEach((metric, m) => {
      for (const [key, logged] of Object.entries(metric)) {
        assert.equal(value(body[m], key), String(logged), `${m} ${key}`);
      }
    });
    assert.equal(value(body[2], 'loss'), '', 'an epoch has no loss of one update');
  });

  it('report why they cannot be written', async () => {
    await assert.rejects(
      exportMetrics(runs(), workspace.path('no/runs.csv')),
      /cannot write .*: its folder is not there/,
    );
  });

  it('are folders as they are, which never replace another', async () => {
    const [{ folder }] = runs();
    writeFileSync(path.join(folder, 'checkpoint.safetensors'), 'weights');
    const into = workspace.path('export');
    mkdirSync(into);
    const copy = await copyRun(folder, into);
    assert.equal(copy, path.join(into, 'a'));
    assert.deepEqual(lastingContent(copy), lastingContent(folder));
    assert.equal(
      readFileSync(path.join(copy, 'run.json'), 'utf8'),
      readFileSync(path.join(folder, 'run.json'), 'utf8'),
    );
    await assert.rejects(copyRun(folder, into), /is there already and not empty/);
  });
});
