/**
 * The runs of a workspace in the side bar, as a user has them: made by the command line and the editor,
 * opened, named, deleted, compared.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errors, type Locator } from 'playwright-core';
import { listSnapshots, traceFile } from '../../src/run/files/snapshots';
import { readTraces } from '../../src/run/files/traces';
import { root } from '../vscode/folders';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { textOf, waitForStatus } from './panelPage';

describe('a user who looks through the runs', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  const rows = () => workbench.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
  const row = (text: string | RegExp): Locator => rows().filter({ hasText: text });

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 900 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('reads what to do while there is no run', async () => {
    await workbench.command('View: Show Unroll');
    const welcome = workbench.page.locator('.welcome-view');
    for (const button of ['Train Sequence Model', 'New Config', 'Train an Example Task']) {
      await welcome.getByRole('button', { name: button }).waitFor();
    }
  });

  it('sees what the command line trains, with cell, loss and curve, and configs as soon as there are two', async () => {
    await train('first', 'lstm', 4);
    await row(/LSTM\s·\s0\./).waitFor(); // the row shows a result, so it is not training any more
    assert.equal(await rows().count(), 1, 'of one config the runs stand alone');
    assert.match(await textOf(row(/LSTM/)), /^\d\d:\d\d ?LSTM · 0\.\d+ · [▁▂▃▄▅▆▇█]{6}/);
    assert.match(
      (await row(/LSTM/).getAttribute('aria-label')) ?? '',
      /^\d\d:\d\d, completed, LSTM with 8 units, validation loss 0\.\d+, RMSE [\d.]+, MAE [\d.]+, R² [-\d.]+, training loss went from /,
    );
    await train('second', 'gru', 6);
    await row(/GRU\s·\s0\./).waitFor();
    assert.equal(await textOf(row(/^first/)), 'first1 run');
    assert.equal(await rows().count(), 4);
    await train('first', 'rnn', 5);
    await row(/RNN\s·\s0\./).waitFor();
    assert.deepEqual(await cells(), ['RNN', 'LSTM', 'GRU'], 'the latest run of a config is listed first');
  });

  it('opens an older run with a click, and sees it in the panel', async () => {
    await row(/LSTM/).click();
    await waitForStatus(workbench.panel, 'completed');
    await workbench.panel.getByText('epoch 4 of 4').waitFor();
    await row(/RNN/).click();
    await workbench.panel.getByText('epoch 5 of 5').waitFor();
    await row(/LSTM/).click();
    await workbench.panel.getByText('epoch 4 of 4').waitFor();
  });

  it('debugs an older run from its menu, and the panel shows that run', async () => {
    const { page, panel } = workbench;
    await row(/RNN/).click();
    await panel.getByText('epoch 5 of 5').waitFor();
    await row(/LSTM/).click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: 'Debug Run' });
    await item.waitFor();
    while (await item.isVisible()) {
      // A menu accepts no click for a short time, because the click that opened it may not have ended yet.
      await page.waitForTimeout(300);
      await item.click({ timeout: 2000 }).catch((error: unknown) => {
        if (!(error instanceof errors.TimeoutError)) {
          throw error;
        }
      });
    }
    await page.locator('.debug-toolbar').waitFor();
    await panel.getByText('epoch 4 of 4').waitFor();
    await panel.locator('nav').getByText('States', { exact: true }).click();
    await panel
      .locator('#states .readout')
      .filter({ hasText: /step 0(?!\d)/ })
      .waitFor();
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await workbench.command('View: Show Unroll');
    await row(/LSTM/).waitFor();
  });

  it('reads in the hover the details that the line leaves out', async () => {
    await row(/GRU/).locator('.label-name').hover();
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Hidden size' });
    await hover.waitFor();
    const text = await textOf(hover);
    assert.match(text, /completed.*Config second.*Cell GRU \(original\).*Hidden size 8 \(\d+ weights\)/);
    assert.match(text, /Best validation loss 0\.\d+, [\d.]+ of the baseline, in epoch \d/);
    await workbench.page.keyboard.press('Escape');
  });

  it('gives a run a name with F2', async () => {
    await row(/LSTM/).click();
    await workbench.page.keyboard.press('F2');
    await workbench.input.fill('the long memory');
    await workbench.page.keyboard.press('Enter');
    await row(/^the long memory/).waitFor();
    const [folder] = runs('first');
    assert.equal(readFileSync(path.join(folder, 'title.txt'), 'utf8'), 'the long memory\n');
  });

  it('deletes with a key, and restores with Undo', async () => {
    const before = runs('first');
    await row(/the long memory/).click();
    await workbench.page.keyboard.press('Delete');
    await row(/the long memory/).waitFor({ state: 'detached' });
    assert.deepEqual(runs('first'), before.slice(1));
    await workbench.panel.getByText('epoch 5 of 5').waitFor(); // the run it showed is deleted; this is the latest
    const message = await notification('Deleted the run “the long memory” of first.');
    await message.getByRole('button', { name: 'Undo' }).click();
    await row(/the long memory/).waitFor();
    assert.deepEqual(runs('first'), before);
  });

  it('compares the selected runs, also of several configs', async () => {
    await row(/the long memory/).click();
    await row(/GRU/).click({ modifiers: ['Control'] });
    await workbench.command('Unroll Runs: Compare Runs');
    const table = workbench.panel.locator('#comparison table');
    await table.waitFor();
    const [first, second, ...more] = await table.locator('thead th').allInnerTexts();
    assert.deepEqual(more, []);
    assert.match(first, /^\s*first the long memory \(lstm, epochs 4/);
    assert.match(second, /^\s*second \d\d:\d\d \(gru, /);
  });

  it('sees the last watched sequence of both side by side, as their files have it', async () => {
    const { panel } = workbench;
    await panel.locator('#comparison').getByText('Show states side by side').click();
    const heatmaps = panel.locator('unroll-side-by-side unroll-heatmap');
    await heatmaps.nth(1).waitFor();
    const folders = [runs('first')[0], runs('second')[0]];
    for (const [run, folder] of folders.entries()) {
      const last = (await listSnapshots(folder)).at(-1) ?? 0;
      const [probe] = (await readTraces(traceFile(folder, last))).probes;
      const h = probe.tensors.get('l0.h');
      assert.ok(h);
      const area = heatmaps.nth(run).locator('.plot');
      await area.focus();
      await workbench.page.keyboard.press('End');
      const text = (await heatmaps.nth(run).locator('.tooltip').textContent()) ?? '';
      const [steps, units] = h.shape;
      assert.match(text, new RegExp(`step\\s+${steps - 1}\\s+unit\\s+0`));
      assert.equal(
        Math.fround(Number(/l0\.h\s+(-?[\d.e-]+)/.exec(text)?.[1])),
        h.values[(steps - 1) * units],
      );
    }
  });

  it('causes no Unroll error in the console and no network request', () => {
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });

  /** One of the notifications that VS Code keeps; it shows none by itself while a test drives it. */
  async function notification(text: string): Promise<Locator> {
    await workbench.command('Notifications: Show Notifications');
    const found = workbench.page.locator('.notifications-center .notification-list-item', { hasText: text });
    await found.waitFor();
    return found;
  }

  /** First words of the text beside the names of the runs. */
  async function cells(): Promise<string[]> {
    const texts = await rows().allInnerTexts();
    return texts.flatMap((text) => /(RNN|LSTM|GRU) ·/.exec(text)?.[1] ?? []);
  }

  /** Folders of the runs of a weather config, oldest first. */
  function runs(name: string): string[] {
    const folder = path.join(workbench.folder, 'weather', '.unroll', name);
    return existsSync(folder)
      ? readdirSync(folder)
          .sort()
          .map((run) => path.join(folder, run))
      : [];
  }

  function write(name: string, cell: string, epochs: number): string {
    const config = path.join(workbench.folder, 'weather', `${name}.unroll.json`);
    const data = {
      file: 'seattle-weather.csv',
      inputs: ['temp_max', 'wind'],
      targets: ['temp_max'],
      window: 10,
    };
    writeFileSync(config, JSON.stringify({ data, model: { cell, hiddenSize: 8 }, training: { epochs } }));
    return config;
  }

  /** Trains a weather config with the command line. */
  async function train(name: string, cell: string, epochs: number): Promise<void> {
    const args = [path.join(root, 'dist', 'cli.js'), 'train', write(name, cell, epochs)];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    assert.equal(await new Promise((resolve) => child.once('close', resolve)), 0);
  }
});
