/** A user who uses a trained model: predictions from the palette, and a text that it writes in the panel. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { typeInto, waitForStatus } from './panelPage';

describe('a user who uses a trained model', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let weather: string;

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 1000 });
    weather = path.join(workbench.folder, 'weather');
    const waves = Array.from({ length: 90 }, (_, t) => Math.sin(t / 4).toFixed(3)).join('\n');
    writeFileSync(path.join(weather, 'waves.csv'), `v\n${waves}\n`);
    writeFileSync(path.join(weather, 'names.txt'), 'Ada\nGrace\nBarbara\nJo\nEdsger\n'.repeat(20));
    const rest = { model: { cell: 'gru', hiddenSize: 6 }, training: { epochs: 3 } };
    const config = (name: string, data: object) =>
      writeFileSync(path.join(weather, `${name}.unroll.json`), JSON.stringify({ data, ...rest }));
    config('waves', { file: 'waves.csv', targets: ['v'], window: 5 });
    config('people', { file: 'names.txt', sequences: 'line' });
    await commandLine('train', 'waves.unroll.json');
    await commandLine('train', 'people.unroll.json');
    await commandLine('predict', 'waves.unroll.json', '--out', 'right.csv');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('gets from the palette the predictions that the command line writes', async () => {
    await workbench.openFile('waves.unroll.json');
    await workbench.command('Unroll: Predict…');
    await workbench.answer('Validation Set');
    await workbench.page.getByRole('button', { name: 'OK', exact: true }).click();
    const deadline = Date.now() + 20_000;
    while (!existsSync(path.join(weather, 'waves-predictions.csv'))) {
      assert.ok(Date.now() < deadline, 'no predictions were written');
      await workbench.page.waitForTimeout(100);
    }
    const [found, right] = ['waves-predictions.csv', 'right.csv'].map((name) =>
      readFileSync(path.join(weather, name), 'utf8'),
    );
    assert.equal(found, right);
  });

  it('has the model write in the panel, and sees the states of what it wrote', async () => {
    await workbench.openFile('people.unroll.json');
    await workbench.command('Unroll: Open Panel');
    const { panel } = workbench;
    await waitForStatus(panel, 'completed');
    const view = panel.locator('unroll-generate-view');
    await typeInto(view.locator('[data-path="generate.prompt"]').locator('input'), 'Ba');
    await view.getByRole('button', { name: 'Write', exact: true }).click();
    const tokens = view.locator('.token');
    await tokens.first().waitFor();
    const written = await tokens.evaluateAll((all) => all.map((each) => (each.textContent ?? '').trim()));
    const states = panel.locator('unroll-text-view');
    await states.locator(`[data-step="${2 + written.length}"]`).waitFor();
    assert.deepEqual(await states.locator('[data-step]').allInnerTexts(), ['⏎', 'B', 'a', ...written]);
    await tokens.first().hover();
    await view.locator('.said tr').first().waitFor();
    assert.deepEqual(troubles(workbench.console), []);
  });

  async function commandLine(...args: string[]): Promise<void> {
    const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], {
      cwd: weather,
      stdio: 'ignore',
    });
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 0);
  }
});
