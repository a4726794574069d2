import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { latestRun, listAllRuns, listRuns, readRun } from '../../../../src/run/files/folder';
import { discardRun, emptyTrash, listDiscarded, restoreRun } from '../../../../src/run/files/trash';
import { recordOf, writeRun } from '../storedRun';
import { lastingContent, Workspace } from '../workspace';

const at = new Date('2026-03-04T10:00:00.000Z');

describe('a run that is deleted', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
  });
  afterEach(() => workspace.remove());
  const make = (name: string, run: string, status: 'running' | 'completed' = 'completed', host?: string) =>
    writeRun(workspace.folder, name, run, {
      record: { status, ...(host === undefined ? {} : { process: { id: 1, host } }) },
    });

  it('is no longer a run of its config, and is restored as it was, file by file', async () => {
    const [first, second] = [make('adding', 'a'), make('adding', 'b')];
    writeFileSync(path.join(second, 'checkpoint.safetensors'), 'weights');
    writeFileSync(path.join(second, 'title.txt'), 'mine\n');
    const before = {
      content: lastingContent(second),
      written: statSync(path.join(second, 'run.json')).mtimeMs,
    };

    const gone = await discardRun(second, at);
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), [first]);
    assert.equal(await latestRun(workspace.folder, 'adding'), first);
    assert.deepEqual(
      (await listAllRuns(workspace.folder)).map(({ name, folders }) => [name, folders]),
      [['adding', [first]]],
    );
    assert.deepEqual(await listDiscarded(workspace.folder), [gone]);

    await restoreRun(gone);
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), [first, second]);
    const written = statSync(path.join(second, 'run.json')).mtimeMs;
    assert.deepEqual({ content: lastingContent(second), written }, before);
    assert.equal((await readRun(second)).record.status, 'completed');
    assert.ok(existsSync(path.join(second, 'title.txt')));
    assert.deepEqual(readdirSync(workspace.path('.unroll/.trash')), [], 'nothing is left behind');
  });

  it('is restored when it was the last of its config, and each of several to its place', async () => {
    const runs = [make('adding', 'a'), make('copy', 'a'), make('copy', 'b')];
    const gone = [];
    for (const run of runs) {
      gone.push(await discardRun(run, at));
    }
    assert.deepEqual(await listAllRuns(workspace.folder), []);
    assert.equal((await listDiscarded(workspace.folder)).length, 3);
    for (const run of gone) {
      await restoreRun(run);
    }
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), runs.slice(0, 1));
    assert.deepEqual(await listRuns(workspace.folder, 'copy'), runs.slice(1));
  });

  it('is refused while it is running, and on another machine unless the user confirms', async () => {
    const here = make('adding', 'a', 'running');
    await assert.rejects(discardRun(here, at), /still running, in process \d+ on .*; cancel it first/);
    await assert.rejects(discardRun(here, at, true), /still running/, 'of this machine it is known');
    const there = make('adding', 'b', 'running', 'elsewhere.example');
    await assert.rejects(discardRun(there, at), /on elsewhere\.example/);
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), [here, there]);
    await discardRun(there, at, true);
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), [here]);
  });

  it('can be one whose record is broken', async () => {
    const run = make('adding', 'a');
    writeFileSync(path.join(run, 'run.json'), '{"status":');
    await discardRun(run, at);
    assert.ok(!existsSync(run));
  });

  it('does not replace another that was made since', async () => {
    const gone = await discardRun(make('adding', 'a'), at);
    const other = make('adding', 'a');
    await assert.rejects(restoreRun(gone), /cannot restore .*: there is something of this name again/);
    assert.ok(existsSync(other) && existsSync(gone.kept));
  });

  it('is always inside `.unroll`', async () => {
    mkdirSync(workspace.path('precious'));
    writeFileSync(workspace.path('precious/run.json'), JSON.stringify(recordOf()));
    await assert.rejects(
      discardRun(workspace.path('precious'), at),
      /is not the folder of a run in \.unroll/,
    );
    assert.ok(existsSync(workspace.path('precious/run.json')));
  });

  it('is removed permanently after a while, and nothing else is', async () => {
    await discardRun(make('adding', 'a'), at);
    const kept = await discardRun(make('adding', 'b'), new Date('2026-03-05T00:00:00Z'));
    const live = make('adding', 'c');
    mkdirSync(workspace.path('.unroll/.trash/something else'));
    assert.equal(await emptyTrash(workspace.folder, new Date('2026-03-05T00:00:00Z')), 1);
    assert.deepEqual(await listDiscarded(workspace.folder), [kept]);
    assert.deepEqual(await listRuns(workspace.folder, 'adding'), [live]);
    assert.ok(existsSync(workspace.path('.unroll/.trash/something else')));
    assert.equal(await emptyTrash(workspace.path('nowhere'), at), 0);
  });

  it('is not looked for behind a link', async () => {
    const elsewhere = workspace.path('2026-01-01T00-00-00.000Z');
    mkdirSync(path.join(elsewhere, 'important', 'files'), { recursive: true });
    mkdirSync(workspace.path('.unroll'));
    symlinkSync(workspace.folder, workspace.path('.unroll/.trash'));
    assert.equal(await emptyTrash(workspace.folder, new Date()), 0);
    assert.deepEqual(await listDiscarded(workspace.folder), []);
    assert.ok(existsSync(elsewhere));
  });
});
