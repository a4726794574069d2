import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Summaries } from '../../../../src/host/runsView/summaries';
import { writeTitle } from '../../../../src/run/files/title';
import { recordOf, writeRun } from '../../run/storedRun';
import { Workspace } from '../../run/workspace';

describe('the summaries of the runs in the list', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  let read: string[];
  let summaries: Summaries;
  beforeEach(() => {
    read = [];
    summaries = new Summaries((folder) => read.push(path.basename(folder)), 3);
  });
  const settled = () => summaries.settled(10_000);
  const titleOf = (folder: string) => {
    const known = summaries.of(folder);
    return known && 'summary' in known ? known.summary.title : known;
  };

  it('are empty at first, and are read only on request', async () => {
    const folders = Array.from({ length: 20 }, (_, i) => writeRun(workspace.folder, 'many', `run-${i}`));
    assert.equal(summaries.of(folders[4]), undefined);
    assert.equal(summaries.of(folders[7]), undefined);
    await settled();
    assert.deepEqual(read.sort(), ['run-4', 'run-7']);
    const known = summaries.of(folders[4]);
    assert.ok(known && 'summary' in known);
    assert.equal(known.summary.folder, folders[4]);
    summaries.recheck(folders[1]);
    await settled();
    assert.equal(read.length, 2, 'nobody has asked for that one');
  });

  it('change when a file was written, and not when none was', async () => {
    const folder = writeRun(workspace.folder, 'one', 'a');
    summaries.of(folder);
    await settled();
    summaries.recheck(folder);
    await settled();
    assert.deepEqual(read, ['a']);
    writeTitle(folder, 'wide');
    assert.equal(titleOf(folder), null, 'no change was reported');
    summaries.recheck(folder);
    await settled();
    assert.equal(titleOf(folder), 'wide');
    assert.deepEqual(read, ['a', 'a']);
  });

  it('end with the last written state, also where it was written while it was read', async () => {
    const folder = writeRun(workspace.folder, 'one', 'b');
    summaries.of(folder);
    for (let i = 1; i <= 30; i++) {
      writeTitle(folder, `title ${i}`);
      summaries.recheck(folder);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await settled();
    assert.equal(titleOf(folder), 'title 30');
  });

  it('state why a run cannot be read, until it can', async () => {
    const folder = writeRun(workspace.folder, 'one', 'c');
    writeFileSync(path.join(folder, 'run.json'), '{');
    summaries.of(folder);
    await settled();
    const known = summaries.of(folder);
    assert.ok(known && 'problem' in known);
    assert.match(known.problem, /run\.json: not JSON/);
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify(recordOf()));
    summaries.recheck(folder);
    await settled();
    assert.equal(titleOf(folder), null);
  });

  it('reflect that a process is gone, which no file records', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const folder = writeRun(workspace.folder, 'one', 'd', { record: { status: 'running' } });
    summaries.of(folder);
    await settled();
    const status = () => {
      const known = summaries.of(folder);
      return known && 'summary' in known ? known.summary.record.status : undefined;
    };
    assert.equal(status(), 'running');
    const file = path.join(folder, 'run.json');
    writeFileSync(
      file,
      JSON.stringify(recordOf({ status: 'running', process: { ...recordOf().process, id: pid } })),
    );
    summaries.recheck(folder);
    await settled();
    assert.equal(status(), 'interrupted');
  });

  it('drop a run that was deleted', async () => {
    const folder = writeRun(workspace.folder, 'one', 'e');
    summaries.of(folder);
    await settled();
    rmSync(folder, { recursive: true });
    summaries.forget(folder);
    assert.equal(summaries.of(folder), undefined);
    await settled();
  });
});
