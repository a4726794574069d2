/** A user steps through the weather example with the keys of a debugger. */
import assert from 'node:assert/strict';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { openForward, watch } from './debugViews';
import { coloursOf, heatmap, hoverText, textOf, waitForStatus } from './panelPage';

describe('a user who debugs the weather example', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ width: 1600, height: 1000 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  const frames = () => workbench.page.locator('.debug-call-stack .monaco-list-row .stack-frame');
  const current = () => workbench.page.locator('.monaco-editor .debug-top-stack-frame-line');
  const row = (name: RegExp) =>
    workbench.page.locator('.debug-variables .monaco-list-row').filter({ hasText: name }).first();
  const cursor = async (text: RegExp) => {
    await workbench.panel.locator('#states .readout').filter({ hasText: text }).first().waitFor();
  };
  const topFrame = async (text: RegExp) => {
    await frames().first().filter({ hasText: text }).waitFor();
  };

  it('is asked to train first when there is no run', async () => {
    await workbench.openFile('weather.unroll.json');
    await workbench.page.keyboard.press('F5');
    await workbench.page.getByText('There is no run of weather yet: train it first').first().waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('starts with F5 and sees the row that the network reads', async () => {
    const { page, panel } = workbench;
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(panel, 'completed', 'stoppedEarly');
    await workbench.command('View: Focus First Editor Group');
    await page.keyboard.press('F5');
    await page.locator('.debug-toolbar').waitFor();
    await workbench.command('View: Show Run and Debug');
    await openForward(page);
    await topFrame(/^t = 0 · 2015-03-15/);
    await page.locator('.tab.active', { hasText: 'seattle-weather.csv' }).waitFor();
    await current().first().waitFor();
    assert.match(await textOf(page.locator('.view-line', { hasText: '2015-03-15' }).first()), /^2015-03-15/);
  });

  it('steps over, back and in by keys', async () => {
    const { page } = workbench;
    await page.keyboard.press('F10');
    await topFrame(/^t = 1 · /);
    await page.keyboard.press('F10');
    await topFrame(/^t = 2 · /);
    await page.keyboard.press('Shift+F10');
    await topFrame(/^t = 1 · /);
    await page.keyboard.press('F11');
    await topFrame(/^t = 1 · .*z = W_ih/);
    await page.keyboard.press('F11');
    await topFrame(/^t = 1 · .*f = σ/);
    await page.keyboard.press('Shift+F11');
    await topFrame(/^t = 1 · (?!.*=)/);
  });

  it('reads the input of the step in the unit of the file', async () => {
    await row(/^temp_max =\s*13\.9 \(fed -?\d/).waitFor();
  });

  it('sees the panel’s cursor follow, and moves to a step that is clicked in the panel', async () => {
    const { page, panel } = workbench;
    await panel.locator('nav').getByText('States', { exact: true }).click();
    await cursor(/step 1\b/);
    await page.keyboard.press('F10');
    await cursor(/step 2\b/);
    const plot = panel.locator('#states [data-name="l0.h"] .plot');
    const box = await plot.boundingBox();
    assert.ok(box);
    await plot.click({ position: { x: (10.5 / 30) * box.width, y: box.height / 2 } });
    await topFrame(/^t = 10 · /);
  });

  it('stops at a row with a breakpoint, and reads a value in the console', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'seattle-weather.csv' }).click();
    await page.keyboard.press('Control+G');
    await workbench.input.fill(':1190:1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('F9');
    await page.locator('.codicon-debug-breakpoint').first().waitFor();
    await page.keyboard.press('F5');
    await topFrame(/^t = 19 · 2015-04-03/);
    await workbench.command('Debug Console: Focus on Debug Console View');
    await page.locator('.repl-input-wrapper .monaco-editor.focused').waitFor();
    await page.keyboard.insertText('argmax(abs(h)) >= 0 && norm(grad.h) < 1');
    await page.keyboard.press('Enter');
    await page.locator('.repl .monaco-list-row', { hasText: /^true/ }).waitFor();
  });

  it('watches an expression, which is updated at each step', async () => {
    const { page } = workbench;
    await watch(page, 'norm(h)');
    const watched = page.locator('.debug-watch .monaco-list-row', { hasText: /^norm\(h\) =/ });
    await watched.waitFor();
    const before = await textOf(watched);
    await page.keyboard.press('F10');
    await topFrame(/^t = 20 · /);
    await page.waitForFunction((text) => {
      const row = document.querySelector('.debug-watch .monaco-list-row');
      return row?.textContent && row.textContent.replace(/\s+/g, ' ').trim() !== text;
    }, before);
  });

  it('changes a unit’s state by keys, which changes everything after it', async () => {
    const { page } = workbench;
    await row(/^label =\s*"2015-04-04"/).waitFor(); // the values of this step have arrived
    await row(/^Input$/).click(); // collapsed to make room
    await row(/^State$/).click();
    await row(/^h =/).click();
    const first = row(/^\[0\] =/);
    const value = (await textOf(first)).replace(/^\[0\] = ?/, '');
    const box = page.locator('.debug-variables .inputBoxContainer input');
    // The view may be drawn again after the click, and then F2 would apply to its first line.
    await first.click();
    await page.keyboard.press('F2');
    while (!(await box.isVisible()) || (await box.inputValue()) !== value) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(500);
      await first.click();
      await page.keyboard.press('F2');
      await page.waitForTimeout(500);
    }
    await box.fill('0.75');
    await box.press('Enter');
    await row(/^\[0\] = ?0\.75$/).waitFor();
  });

  it('sees in the panel how the change affects everything after it', async () => {
    const whatIf = workbench.panel.locator('#whatIf');
    await whatIf
      .locator('.said')
      .filter({
        hasText: /h\[0\] at t = 20: 0\.75 \(was -?[\d.e-]+\).*furthest from what it was at step 2\d/s,
      })
      .waitFor();
    await heatmap(workbench.panel, 'l0.h.change').scrollIntoViewIfNeeded();
    const colours = await coloursOf(heatmap(workbench.panel, 'l0.h.change'), 8);
    assert.ok(colours.different > 8, `${colours.different} colours`);
    const unit = await hoverText(whatIf.locator('[data-name="whatIf.h.0"]'), 20.5 / 30, 0.5);
    assert.match(unit, /h\[0\] 0\.75\b/);
    if (process.env.UNROLL_PICTURES) {
      await workbench.keepPicture('what-if');
    }
  });

  it('sees in the config the values of its names at this step', async () => {
    const { page, editor } = workbench;
    await page.locator('.tab', { hasText: 'weather.unroll.json' }).click();
    await editor.locator('.view-line span').getByText('"wind"', { exact: true }).hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'In the debugger' });
    await hover.waitFor();
    assert.match(await textOf(hover), /In the debugger, at t = 20:\s*x\["wind"\] = -1\.03/);
  });

  it('stops under a condition only', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'seattle-weather.csv' }).click();
    await page.keyboard.press('Control+G');
    await workbench.input.fill(':1196:1');
    await page.keyboard.press('Enter');
    await workbench.command('Debug: Add Conditional Breakpoint...');
    const widget = page.locator('.breakpoint-widget .monaco-editor');
    await page.locator('.breakpoint-widget .monaco-editor.focused').waitFor();
    await page.keyboard.insertText('t < 10');
    await page.keyboard.press('Enter');
    await widget.waitFor({ state: 'detached' });
    await page.keyboard.press('F5');
    await topFrame(/^t = 29 · /);
  });

  it('ends with Shift+F5', async () => {
    const { page } = workbench;
    if (process.env.UNROLL_PICTURES) {
      await workbench.keepPicture('debugger');
    }
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('debugs the sequence that ends with a row, from the lens above it, and the panel follows', async () => {
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'seattle-weather.csv' }).click();
    await page.keyboard.press('Control+G');
    await workbench.input.fill(':1240:1');
    await page.keyboard.press('Enter');
    await page.locator('.codelens-decoration a', { hasText: 'Debug this sequence' }).click();
    await topFrame(/^t = 0 · 2015-04-24/);
    const picked = workbench.panel.getByRole('group', { name: 'The sequence that was picked' });
    await picked.filter({ hasText: '2015-04-24 to' }).waitFor();
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('debugs the panel’s sequence with the panel’s button, at the snapshot shown', async () => {
    const { panel } = workbench;
    await panel.locator('nav').getByText('States', { exact: true }).click();
    await panel.locator('main').press('[');
    await panel
      .locator('#states')
      .getByText(/after 8\d\d updates/)
      .waitFor();
    await panel.locator('nav').getByRole('button', { name: 'Debug' }).click();
    await topFrame(/^t = 0 · 2015-04-24/);
    const readout = await textOf(panel.locator('#states .readout').first());
    const [, unit, shown] = /unit (\d+)\s*h (-?[\d.]+(?:e-?\d+)?)/.exec(readout) ?? [];
    assert.ok(shown, readout);
    await workbench.command('Debug Console: Focus on Debug Console View');
    await workbench.page.locator('.repl-input-wrapper .monaco-editor.focused').waitFor();
    await workbench.page.keyboard.insertText(`abs(h[${unit}] - (${shown})) < 1e-4`);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.repl .monaco-list-row', { hasText: /^true/ }).last().waitFor();
    await workbench.page.keyboard.press('Shift+F5');
  });

  it('causes no Unroll error in the console and no network request', () => {
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });
});
