/** A user who exports a model: from the palette as ONNX, and from the menu of a run as a folder for PyTorch. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';

describe('a user who exports a model', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let weather: string;

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 900 });
    weather = path.join(workbench.folder, 'weather');
    const config = { data: { generate: 'sine', length: 20, count: 80 }, model: { hiddenSize: 4 } };
    writeFileSync(
      path.join(weather, 'waves.unroll.json'),
      JSON.stringify({ ...config, training: { epochs: 2 } }),
    );
    await commandLine('train', 'waves.unroll.json');
    await commandLine('export', 'waves.unroll.json', '--to', 'onnx', '--out', 'right.onnx');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('gets from the palette the file that the command line writes', async () => {
    await workbench.openFile('waves.unroll.json');
    await workbench.command('Unroll: Export Model…');
    await workbench.answer('ONNX');
    await workbench.page.getByRole('button', { name: 'OK', exact: true }).click();
    await exists('waves.onnx');
    const [found, right] = ['waves.onnx', 'right.onnx'].map((name) => readFileSync(path.join(weather, name)));
    assert.ok(found.equals(right));
    await notification('Exported the model to');
  });

  it('gets from the menu of a run a folder with a model in Python', async () => {
    await workbench.command('View: Show Unroll');
    const run = workbench.page
      .locator('.tree-explorer-viewlet-tree-view .monaco-list-row')
      .filter({ hasText: /LSTM/ });
    await run.first().click({ button: 'right' });
    const item = workbench.page.getByRole('menuitem', { name: 'Export Model…' });
    await item.waitFor();
    await workbench.page.waitForTimeout(500); // the click that opened the menu may not have ended yet
    await item.click();
    await workbench.answer('PyTorch');
    await workbench.page.getByRole('button', { name: /^(OK|Export Here)$/ }).click();
    await exists('waves-pytorch/weights.safetensors');
    const files = readdirSync(path.join(weather, 'waves-pytorch')).sort();
    assert.deepEqual(files, ['model.json', 'model.py', 'predict.py', 'weights.safetensors']);
    assert.deepEqual(troubles(workbench.console), []);
  });

  async function exists(name: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!existsSync(path.join(weather, name))) {
      assert.ok(Date.now() < deadline, `${name} is not there`);
      await workbench.page.waitForTimeout(100);
    }
  }

  async function notification(text: string): Promise<void> {
    await workbench.command('Notifications: Show Notifications');
    const list = workbench.page.locator('.notifications-center .notification-list-item', { hasText: text });
    await list.waitFor();
    await workbench.page.keyboard.press('Escape');
  }

  async function commandLine(...args: string[]): Promise<void> {
    const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], {
      cwd: weather,
      stdio: 'ignore',
    });
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 0);
  }
});
