/** A user writes a `launch.json` by hand, debugs two sequences at once, and makes common mistakes. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { executeRun } from '../../src/run/training/execute';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';

const days = Array.from({ length: 120 }, (_, t) =>
  new Date(Date.UTC(2026, 0, 1 + t)).toISOString().slice(0, 10),
);
const rows = days.map(
  (day, t) => `${day},${(20 + 5 * Math.sin(t / 5)).toFixed(2)},${Math.cos(t / 3).toFixed(3)}`,
);
const config = `{
  "data": { "file": "waves.csv", "inputs": ["a", "b"], "targets": ["a"], "window": 12, "validation": 0.4 },
  "model": { "cell": "lstm", "hiddenSize": 8 },
  "training": { "epochs": 2, "seed": 3 },
  "probe": { "sequences": [0, 7] }
}
`;
const named = `\${workspaceFolder}/waves/waves.unroll.json`;
const whole = (name: string, sequence: number) =>
  JSON.stringify({ type: 'unroll', request: 'launch', name, config: named, sequence });
/** A `launch.json` whose first entry has values left out, on lines 7 to 11. */
const begun = `{
  "version": "0.2.0",
  "configurations": [
    {
      "type": "unroll",
      "request": "launch",
      "config": "",
      "run": "",
      "checkpoint": "",
      "set": "",
      "name": "begun", "sequence": 
    },
    ${whole('first', 0)},
    ${whole('second', 7)}
  ]
}
`;

describe('a user who writes a launch.json', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let folder: string;
  let run: string;
  const write = (name: string, text: string) => {
    const file = path.join(workbench.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };

  before(async () => {
    workbench = await Workbench.open({ width: 1600, height: 1000 });
    write('waves/waves.csv', `day,a,b\n${rows.join('\n')}\n`);
    const file = write('waves/waves.unroll.json', config);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const request = {
      request: 'train',
      config: file,
      text: config,
      cancel: new SharedArrayBuffer(8),
    } as const;
    const ended = await executeRun(request, quiet);
    assert.ok(ended.run, ended.error);
    run = ended.run;
    folder = path.dirname(file);
    write('.vscode/launch.json', begun);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  const row = (text: RegExp) =>
    workbench.page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: text }).first();
  const frame = (text: RegExp) =>
    workbench.page.locator('.debug-call-stack .monaco-list-row .stack-frame').filter({ hasText: text });
  /** The row of Variables with the day that the step reads. */
  const read = (day: string) =>
    workbench.page
      .locator('.debug-variables .monaco-list-row')
      .filter({ hasText: new RegExp(`^label =\\s*"${day}"`) });
  const current = () => workbench.page.locator('.monaco-editor .debug-top-stack-frame-line');
  const start = async (name: string) => {
    await workbench.command('Debug: Select and Start Debugging');
    await workbench.answer(name);
  };
  const stop = async () => {
    const bar = workbench.page.locator('.debug-toolbar');
    // With several sessions, each is ended separately.
    while (await bar.isVisible()) {
      await workbench.page.keyboard.press('Shift+F5');
      await bar.waitFor({ state: 'hidden', timeout: 1500 }).catch(() => undefined);
    }
  };

  /** Completes the value at a place. */
  async function complete(line: number, column: number, label: string, written: string): Promise<void> {
    const { page } = workbench;
    await page.keyboard.press('Control+G');
    await workbench.input.fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    const choice = page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ hasText: label })
      .first();
    // A list that is requested before the extension is active lacks the extension's entries.
    while (!(await choice.isVisible())) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Space');
      await choice.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await choice.click();
    await workbench.editor.locator('.view-line').filter({ hasText: written }).waitFor();
  }

  it('gets values completed from the workspace', async () => {
    const { page } = workbench;
    await workbench.openFile('launch.json');
    await complete(7, 18, 'waves/waves.unroll.json', `"config": "${named}",`);
    const name = `.unroll/waves/${path.basename(run)}`;
    await complete(8, 15, path.basename(run), `"run": "${name}",`);
    await complete(9, 22, '/weights/', `"checkpoint": "${name}/weights/`);
    await complete(10, 15, 'training', '"set": "training"');
    await complete(11, 36, '7', '"sequence": 7');
    await page.keyboard.press('Control+S');
    while (
      !readFileSync(path.join(workbench.folder, '.vscode/launch.json'), 'utf8').includes('"sequence": 7')
    ) {
      await page.waitForTimeout(100);
    }
  });

  it('debugs two sequences at once, each with its own call stack', async () => {
    const { page } = workbench;
    await workbench.command('View: Show Run and Debug');
    await start('first');
    await frame(/^t = 0 · 2026-03-14/).waitFor();
    // The file of the first stop is brought to the front and would take the focus from the palette.
    await current().first().waitFor();
    await start('second');
    await row(/^second/).waitFor();
    await current().nth(1).waitFor();
    await page.keyboard.press('F10');
    await frame(/^t = 1 · 2026-03-15/).waitFor();
    await row(/^second/).click();
    await page.keyboard.press('ArrowRight');
    await frame(/^t = 0 · 2026-03-21/).waitFor();
    await page.keyboard.press('F10');
    await frame(/^t = 1 · 2026-03-22/).waitFor();
    await page.keyboard.press('F10');
    await frame(/^t = 2 · 2026-03-23/).waitFor();
    await read('2026-03-23').waitFor();
    await row(/^first/).click();
    await frame(/^t = 1 · 2026-03-15/).click();
    await read('2026-03-15').waitFor();
    await stop();
  });

  it('reads in a hover the network’s input for a cell', async () => {
    const { page } = workbench;
    await start('first');
    await frame(/^t = 0 · 2026-03-14/).waitFor();
    await current().first().waitFor();
    const text = page.locator('.view-line', { hasText: '2026-03-15' }).locator('span > span').first();
    const box = await text.boundingBox();
    const written = (await text.textContent()) ?? '';
    assert.ok(box && written.endsWith('0.697'), written);
    // This is the last cell of the row that is read one step later.
    await page.mouse.move(
      box.x + (box.width * (written.length - 2.5)) / written.length,
      box.y + box.height / 2,
    );
    const hover = page.locator('.debug-hover-widget .value').filter({ hasText: /^-?\d/ });
    await hover.waitFor();
    const fed = (await hover.textContent()) ?? '';
    await page.keyboard.press('F10');
    await page
      .locator('.debug-variables .monaco-list-row')
      .filter({ hasText: `0.697 (fed ${fed})` })
      .waitFor();
    await stop();
  });

  it('is offered the latest run of the config, and debugs it', async () => {
    const { page } = workbench;
    await workbench.command('Debug: Select and Start Debugging');
    const kind = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Unroll: a sequence' });
    await kind.click();
    await workbench.answer('waves, the sequence that is watched');
    await frame(/^t = 0 · 2026-03-14/).waitFor();
    await stop();
  });

  it('is informed that the data was edited, and debugs the current data', async () => {
    const { page } = workbench;
    appendFileSync(path.join(folder, 'waves.csv'), '2026-05-01,20,0\n');
    await start('first');
    // VS Code shows no notification by itself while a test drives it.
    await workbench.command('Notifications: Show Notifications');
    const notification = page.locator('.notifications-center .notification-list-item', {
      hasText: 'The data is not what it was when this model',
    });
    await notification.getByRole('button', { name: 'Debug What It Is Now' }).click();
    await frame(/^t = 0 · 2026-03-1/).waitFor();
    await stop();
  });

  it('is informed about the error in a config that does not parse', async () => {
    const { page } = workbench;
    write('waves/waves.unroll.json', config.replace('"lstm"', '"lstn"'));
    await page.keyboard.press('F5');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog
      .getByText(/^waves\.unroll\.json: line 3, column 22: model\.cell: .*did you mean "lstm"/)
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('causes no Unroll error in the console', () => {
    assert.deepEqual(troubles(workbench.console), []);
  });
});
