import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRunSummary, stampOf } from '../../../../src/run/files/runSummary';
import { writeTitle } from '../../../../src/run/files/title';
import { twoFindings, writeRun } from '../storedRun';
import { Workspace } from '../workspace';

describe('the summary of a run', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  it('has the values that a list shows', async () => {
    const folder = writeRun(workspace.folder, 'adding', 'a', { diagnosis: twoFindings });
    writeTitle(folder, 'wide');
    const { title, record, config, curve, diagnosis, problems } = await readRunSummary(folder);
    assert.equal(title, 'wide');
    assert.deepEqual([record.status, record.validationLoss], ['completed', 0.123456]);
    assert.deepEqual([config.model.cell, config.model.hiddenSize], ['lstm', 16]);
    assert.deepEqual(curve, [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625]);
    assert.equal(diagnosis?.findings.length, 3);
    assert.deepEqual(problems, []);
  });

  it('names the unreadable part, and has the rest', async () => {
    const folder = writeRun(workspace.folder, 'adding', 'b');
    writeFileSync(path.join(folder, 'findings.json'), '{"step": 1, "findings": [{"rule": "ofTomorrow"}]}');
    const { diagnosis, problems, curve } = await readRunSummary(folder);
    assert.equal(diagnosis, null);
    assert.equal(curve.length, 8);
    assert.match(problems.join(), /findings\.json: findings\.0\.rule/);
  });

  it('is undefined for a folder without a record', async () => {
    const folder = writeRun(workspace.folder, 'adding', 'c');
    rmSync(path.join(folder, 'run.json'));
    await assert.rejects(readRunSummary(folder), /is not the folder of a run/);
  });

  it('has a stamp that changes with each of its files and with nothing else', async () => {
    const folder = writeRun(workspace.folder, 'adding', 'd');
    const seen = [await stampOf(folder)];
    assert.equal(await stampOf(folder), seen[0]);
    writeFileSync(path.join(folder, 'checkpoint.safetensors'), 'weights');
    assert.equal(await stampOf(folder), seen[0]);
    for (const change of [
      () => appendFileSync(path.join(folder, 'metrics.jsonl'), '\n'),
      () => writeTitle(folder, 'a'),
      () => writeTitle(folder, null),
      () => writeFileSync(path.join(folder, 'findings.json'), '{}'),
      () => appendFileSync(path.join(folder, 'run.json'), ' '),
    ]) {
      change();
      const stamp = await stampOf(folder);
      assert.notEqual(stamp, seen.at(-1));
      seen.push(stamp);
    }
    assert.equal(await stampOf(workspace.path('nowhere')), await stampOf(workspace.path('nowhere else')));
  });
});
