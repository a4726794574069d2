import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DataError } from '../../../../src/data/common/dataset';
import { dataSource, findDataFiles } from '../../../../src/run/sources/dataFiles';
import { Workspace } from '../workspace';

describe('the files that a config names', () => {
  const workspace = new Workspace();
  const outside = new Workspace();
  const config = workspace.path('x.unroll.json');
  const roots = [workspace.folder];
  before(() => {
    mkdirSync(workspace.path('sensors/deep'), { recursive: true });
    mkdirSync(workspace.path('other'));
    for (const name of [
      'b.csv',
      'a10.csv',
      'a2.csv',
      'c.tsv',
      '.hidden.csv',
      'readme.md',
      'x.unroll.json',
      'deep/d.csv',
    ]) {
      workspace.write(`sensors/${name}`, 'v\n1\n');
    }
    workspace.write('other/a2.csv', 'v\n2\n');
    workspace.write('what?.csv', 'v\n3\n');
  });
  after(() => {
    workspace.remove();
    outside.remove();
  });

  const named = async (file: string, kind: 'table' | 'text' | 'records' = 'table') =>
    (await findDataFiles(config, { file, kind }, roots)).map(({ name }) => name);

  it('are those of a pattern, by name', async () => {
    assert.deepEqual(await named('sensors/*.csv'), ['sensors/a10.csv', 'sensors/a2.csv', 'sensors/b.csv']);
    assert.deepEqual(await named('sensors/a?.csv'), ['sensors/a2.csv']);
    assert.deepEqual(await named('*/a*2*.csv'), ['other/a2.csv', 'sensors/a2.csv']);
    assert.deepEqual(await named('./sensors/*/*.csv'), ['./sensors/deep/d.csv']);
    const whole = workspace.path('other/*.csv');
    assert.deepEqual(await named(whole), [workspace.path('other/a2.csv')]);
  });

  it('are those of a folder which are read as the kind of the data', async () => {
    assert.deepEqual(await named('sensors/'), [
      'sensors/a10.csv',
      'sensors/a2.csv',
      'sensors/b.csv',
      'sensors/c.tsv',
    ]);
    assert.deepEqual(await named('sensors/', 'text'), ['sensors/readme.md']);
    await assert.rejects(
      named('sensors/', 'records'),
      /no file of "sensors\/" can be read as records; it has .* and 3 more, and write a pattern/,
    );
  });

  it('are one file, where it is called as a pattern would be', async () => {
    assert.deepEqual(await named('what?.csv'), ['what?.csv']);
    assert.deepEqual(await findDataFiles(config, { file: 'other/a2.csv', kind: 'table' }, roots), [
      { name: 'other/a2.csv', path: realpathSync(workspace.path('other/a2.csv')) },
    ]);
  });

  it('lie in the workspace, links followed; nothing outside is listed', async () => {
    outside.write('secret.csv', 'v\n1\n');
    mkdirSync(workspace.path('links'));
    symlinkSync(outside.path('secret.csv'), workspace.path('links/secret.csv'));
    symlinkSync(outside.folder, workspace.path('linked'));
    for (const file of ['links/*.csv', 'linked/*.csv', `${outside.folder}/*.csv`, '../*/*.csv']) {
      await assert.rejects(named(file), (error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /lies outside of the workspace/);
        assert.doesNotMatch(error.message, file.startsWith('links') ? /^$/ : /secret/);
        return true;
      });
    }
  });

  it('are missed in one line', async () => {
    await assert.rejects(
      named('nowhere/*.csv'),
      /cannot read "nowhere\/\*\.csv": there is no folder .*nowhere/,
    );
    await assert.rejects(
      named('sensors/*.parquet'),
      /no file of "sensors\/\*\.parquet" can be read as table/,
    );
  });

  it('have one fingerprint, of their names and bytes, and one progress', async () => {
    const read: number[] = [];
    const open = () =>
      dataSource(config, { file: 'sensors/*.csv', kind: 'table' }, roots, (bytes) => read.push(bytes));
    const source = await open();
    for (const file of source.files ?? []) {
      let bytes = 0;
      for await (const chunk of file.chunks()) {
        bytes += chunk.length;
        file.progress?.(bytes);
      }
    }
    assert.equal(source.size, 12);
    assert.deepEqual(read, [4, 8, 12]);
    const before = await source.fingerprint();
    assert.equal(await (await open()).fingerprint(), before);
    workspace.write('sensors/b.csv', 'v\n2\n');
    const changed = await (await open()).fingerprint();
    workspace.write('sensors/d.csv', 'v\n2\n');
    assert.equal(new Set([before, changed, await (await open()).fingerprint()]).size, 3);
  });

  it('of gzip have the fingerprint of the archive, and the bytes of what is in it', async () => {
    const packed = gzipSync('v\n1\n');
    writeFileSync(workspace.path('p.csv.gz'), packed);
    const source = await dataSource(config, { file: 'p.csv.gz', kind: 'table' }, roots);
    let text = '';
    for await (const chunk of source.chunks()) {
      text += Buffer.from(chunk).toString();
    }
    assert.deepEqual([source.name, text], ['p.csv', 'v\n1\n']);
    assert.equal(await source.fingerprint(), createHash('sha256').update(packed).digest('hex'));
  });
});
