/** A user who wonders about a row of the data, or where a model is worst, looks at that sequence. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { decodeSafetensors } from '../../src/formats/safetensors';
import type { RunRecord } from '../../src/protocol/run';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { heatmap, hoverText, textOf, typeInto, waitForStatus } from './panelPage';

describe('a user who looks at a sequence that was not watched', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  /** The panel's text about the chosen sequence. */
  let shown: Locator;

  before(async () => {
    workbench = await Workbench.open();
    shown = workbench.panel.getByRole('group', { name: 'The sequence that was picked' });
    await workbench.openFile('weather.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
    await workbench.panel.locator('#states').getByText('after 900 updates').waitFor({ timeout: 60_000 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('finds a lens at the line of the cursor only, and by it the sequence whose last step is that row', async () => {
    const { page, editor, folder } = workbench;
    const lens = editor.locator('.codelens-decoration a', { hasText: 'Probe this row' });
    await workbench.openFile('seattle-weather.csv');
    await lens.waitFor();
    const rows = readFileSync(path.join(folder, 'weather', 'seattle-weather.csv'), 'utf8').split(/\r?\n/);
    for (const line of [1302, 300]) {
      await goTo(line);
      const text = editor.locator('.view-line', { hasText: rows[line - 1] });
      await text.waitFor();
      await page.waitForFunction((row) => {
        const editor = document.querySelector('.editor-instance .monaco-editor');
        const lens = editor?.querySelector('.codelens-decoration a')?.getBoundingClientRect();
        const found = [...(editor?.querySelectorAll('.view-line') ?? [])].find(
          ({ textContent }) => textContent?.trim() === row,
        );
        const below = found && lens ? found.getBoundingClientRect().top - lens.top : -1;
        return below > 0 && below < 40;
      }, rows[line - 1].trim());
      assert.equal(await lens.count(), 1);
      await lens.click();
      await shown.filter({ hasText: `Line ${line}: sequence ` }).waitFor();
      const words = await textOf(shown);
      const [, sequence, set] = /sequence (\d+) of (validation|training), loss \d/.exec(words) ?? [];
      assert.equal(set, line === 300 ? 'training' : 'validation', words);
      const { tensors, lastX } = picked(set, Number(sequence));
      const highest = Number(rows[line - 1].split(',')[rows[0].split(',').indexOf('temp_max')]);
      assert.ok(Math.abs(lastX('temp_max') - highest) < 1e-3, `${lastX('temp_max')} ${highest}`);
      const h = tensors.get('l0.h');
      assert.ok(h);
      const hover = await hoverText(heatmap(workbench.panel, 'l0.h'), 0.51, 0.5);
      const [, step, unit, value] = /step (\d+).*unit (\d+).*\bh (-?[\d.e-]+)/.exec(hover) ?? [];
      assert.equal(Math.fround(Number(value)), h.values[Number(step) * 32 + Number(unit)], hover);
    }
  });

  it('is informed about a line that is not a row', async () => {
    await goTo(1);
    const lens = workbench.editor.locator('.codelens-decoration a', { hasText: 'Probe this row' });
    await workbench.editor.locator('.view-line', { hasText: 'temp_max' }).waitFor();
    await workbench.page.waitForTimeout(1000);
    await lens.click();
    await workbench.panel
      .locator('unroll-probe-picker [role="status"]', {
        hasText: 'Line 1 is a part of no sequence of this run',
      })
      .waitFor();
  });

  it('finds the worst sequence, whose loss is no lower than that of any other', async () => {
    const { panel } = workbench;
    await panel.getByRole('button', { name: 'Watch another…' }).click();
    await panel.getByRole('button', { name: 'Worst' }).click();
    await shown.filter({ hasText: /^\s*Worst of validation: sequence \d+, loss \d/ }).waitFor();
    const worst = await loss();
    const field = panel.getByRole('textbox', { name: 'Number of the sequence' });
    const others: number[] = [];
    for (const sequence of [0, 33, 100, 201]) {
      await typeInto(field, String(sequence));
      await shown
        .filter({ hasText: `equence ${sequence}, loss` })
        .or(shown.filter({ hasText: `Sequence ${sequence} of validation, loss` }))
        .first()
        .waitFor();
      others.push(await loss());
    }
    assert.ok(
      others.every((other) => other <= worst),
      `${worst}: ${others}`,
    );
    assert.ok(new Set(others).size > 1, String(others));
  });

  it('has it watched in the next training too', async () => {
    await workbench.panel.getByRole('button', { name: 'Watch in training too' }).click();
    await workbench.panel.getByText('The next training will watch it.').waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.openFile('weather.unroll.json');
    await workbench.page.keyboard.press('Control+End');
    await workbench.editor.locator('.view-lines', { hasText: /"sequences":\s*\[\s*0,\s*201\s*\]/ }).waitFor();
  });

  it('chooses one in the palette, and is informed when there is none', async () => {
    const { page, panel } = workbench;
    await workbench.command('Unroll: Probe Sequence…');
    await workbench.answer('By Number…');
    await workbench.input.fill('999999');
    await page.keyboard.press('Enter');
    await panel.getByText('There is no sequence 999999; the validation set has 0 to').waitFor();
  });

  it('chooses the one at the cursor in the palette', async () => {
    const line = 1310;
    await workbench.openFile('seattle-weather.csv');
    await goTo(line);
    await workbench.command('Unroll: Probe Sequence…');
    await workbench.answer(`Of line ${line}`);
    await shown.filter({ hasText: `Line ${line}: sequence ` }).waitFor();
  });

  it('causes no error in the console', () => {
    assert.deepEqual(troubles(workbench.console), []);
  });

  async function loss(): Promise<number> {
    const words = await textOf(shown);
    return Number(/loss ([\d.e-]+\d)/.exec(words)?.[1]);
  }

  async function goTo(line: number): Promise<void> {
    await workbench.command('View: Focus First Editor Group');
    await workbench.page.keyboard.press('Control+G');
    await workbench.input.fill(`:${line}`);
    await workbench.page.keyboard.press('Enter');
  }

  /**
   * Returns the trace of a chosen sequence at the last snapshot, and the inputs of its last step from the
   * file.
   */
  function picked(set: string, sequence: number) {
    const runs = path.join(workbench.folder, 'weather', '.unroll', 'weather');
    const run = path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
    const record: RunRecord = JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8'));
    const name = `${record.steps}-${set}-${sequence}.safetensors`;
    const { tensors } = decodeSafetensors(readFileSync(path.join(run, 'picked', name)));
    const { inputs, inputScaling } = record.signals;
    const lastX = (input: string) => {
      const x = tensors.get('x');
      const i = inputs.indexOf(input);
      assert.ok(x && i >= 0, input);
      const { scale, offset } = inputScaling[i];
      return x.values[x.values.length - inputs.length + i] * scale + offset;
    };
    return { tensors, lastX };
  }
});
