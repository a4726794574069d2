import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { DataError } from '../../../../src/data/common/dataset';
import { fileSource, findDataFile } from '../../../../src/run/sources/source';
import { Workspace } from '../workspace';

describe('a data file', () => {
  const workspace = new Workspace();
  const outside = new Workspace();
  after(() => {
    workspace.remove();
    outside.remove();
  });

  it('is read in pieces, with its size and the SHA-256 of its bytes', async () => {
    const text = 'a,b\n'.repeat(200_000);
    const source = await fileSource(workspace.write('big.csv', text));
    let read = '';
    let pieces = 0;
    for await (const chunk of source.chunks()) {
      read += Buffer.from(chunk).toString();
      pieces++;
    }
    assert.ok(pieces > 1);
    assert.equal(read, text);
    assert.equal(source.size, text.length);
    assert.equal(await source.fingerprint(), createHash('sha256').update(text).digest('hex'));
  });

  it('must lie in a root, links followed', async () => {
    const config = workspace.path('x.unroll.json');
    const secret = outside.write('secret.csv', 'a\n1\n');
    symlinkSync(secret, workspace.path('linked.csv'));
    mkdirSync(workspace.path('data'));
    const inside = workspace.write('data/inside.csv', 'a\n1\n');
    const roots = [workspace.folder];
    assert.equal(await findDataFile(config, 'data/inside.csv', roots), realpathSync(inside));
    assert.equal(await findDataFile(config, inside, ['/', '/not/there']), realpathSync(inside));
    for (const file of ['linked.csv', secret, '../../../../../etc/hosts']) {
      await assert.rejects(findDataFile(config, file, roots), (error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /lies outside of the workspace|there is no such file/);
        assert.deepEqual(error.key, ['data', 'file']);
        return true;
      });
    }
    assert.equal(await findDataFile(config, 'linked.csv', undefined), realpathSync(secret));
  });

  it("is outside a root if its folder's name only begins like it", async () => {
    const config = workspace.path('x.unroll.json');
    mkdirSync(workspace.path('data-private'));
    workspace.write('data-private/a.csv', 'a\n1\n');
    await assert.rejects(
      findDataFile(config, 'data-private/a.csv', [workspace.path('data')]),
      /lies outside of the workspace/,
    );
  });

  it('is suggested by name when a path is wrong', async () => {
    workspace.write('weather.csv', 'a\n1\n');
    await assert.rejects(
      findDataFile(workspace.path('x.unroll.json'), 'wheather.csv', undefined),
      /data\.file: cannot read "wheather\.csv": there is no such file .*did you mean "weather\.csv"\?/,
    );
    workspace.write('data/weather.csv', 'a\n1\n');
    await assert.rejects(findDataFile(workspace.path('x.unroll.json'), 'data/wheather.csv', undefined), {
      key: ['data', 'file'],
      meant: 'data/weather.csv',
    });
  });

  it('is neither a folder nor a pipe', async () => {
    await assert.rejects(fileSource(workspace.folder), /is a folder, not a file/);
    if (process.platform !== 'win32') {
      await assert.rejects(fileSource('/dev/null'), /is a device or a pipe, not a file/);
    }
  });
});
