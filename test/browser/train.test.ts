/**
 * A newcomer opens a data file, trains, looks around, reloads the window, and makes a mistake in the config.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { decodeSafetensors } from '../../src/formats/safetensors';
import type { RunRecord } from '../../src/protocol/run';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { coloursOf, heatmap, hoverText, textOf, waitForStatus } from './panelPage';

describe('a user who trains a model on the weather', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('is asked for the missing facts about a data file, and gets a config and a panel that is alive', async () => {
    await workbench.openFile('seattle-weather.csv');
    await workbench.command('Unroll: Train Sequence Model');
    await workbench.answer('temp_max');
    await workbench.answer('GRU');

    await workbench.page.locator('.tab', { hasText: 'seattle-weather.unroll.json' }).waitFor();
    const config = readFileSync(
      path.join(workbench.folder, 'weather', 'seattle-weather.unroll.json'),
      'utf8',
    );
    assert.match(config, /"cell": "gru"/);
    assert.match(config, /"targets": \["temp_max"\]/);
    await heatmap(workbench.panel, 'l0.h').waitFor();
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
  });

  it('trains the example and sees the loss fall below the naive forecast', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.openFile('weather.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
    const { validationLoss, baseline } = lastRun(workbench.folder, 'weather').record;
    assert.ok(
      validationLoss !== null && validationLoss < baseline.loss,
      `${validationLoss} ${baseline.loss}`,
    );
    const numbers = workbench.panel.locator('unroll-top-bar .numbers');
    assert.match(
      await textOf(numbers),
      new RegExp(`validation ${validationLoss.toPrecision(3).slice(0, 4)}`),
    );
  });

  it('reads the error in degrees beside the naive forecast, and sees the states of a day that it missed', async () => {
    const { panel } = workbench;
    const { record } = lastRun(workbench.folder, 'weather');
    const rmse = record.metrics?.validation?.rmse ?? Number.NaN;
    assert.ok(rmse < (record.baseline.columns?.[0].rmse ?? 0), `${rmse}`);
    const section = panel.locator('#evaluation');
    await section.getByText('After epoch 25 (900 updates)').waitFor();
    assert.ok((await textOf(section.locator('table').first())).includes(String(Number(rmse.toPrecision(4)))));
    const errors = section.locator('[data-name="errors"] .plot');
    await errors.scrollIntoViewIfNeeded();
    await errors.focus();
    await errors.press('End');
    await errors.press('Enter');
    await panel.getByText(/^Sequence 261 of validation, loss [\d.]+\./).waitFor();
    await panel.getByRole('button', { name: 'Forget', exact: true }).click();
    await panel.locator('nav button', { hasText: 'States' }).click();
    await heatmap(panel, 'l0.h').waitFor();
  });

  it('sees hidden and cell states in strong and weak colours, and reads each value', async () => {
    for (const [name, symbol] of [
      ['l0.h', 'h'],
      ['l0.c', 'c'],
    ] as const) {
      const map = heatmap(workbench.panel, name);
      await map.scrollIntoViewIfNeeded();
      const { different, widest } = await coloursOf(map, 20);
      assert.ok(different > 20, `${different} colours in ${name}`);
      assert.ok(widest > 150, `the strongest colours of ${name} are ${widest} apart`);
      const text = await hoverText(map, 0.5, 0.5);
      assert.match(text, new RegExp(`\\bstep \\d+.*\\bunit \\d+.*\\b${symbol} -?\\d`));
      assert.match(text, /input \S+ -?\d/);
    }
  });

  it('reads the eigenvalues of a weight block, and how a weight moves the leading one', async () => {
    await workbench.panel.locator('nav button', { hasText: 'Weights' }).click();
    const weights = workbench.panel.locator('#weights');
    await weights.getByText('Spectral radius').waitFor();
    const radius = Number(await textOf(weights.locator('[data-fact="spectralRadius"]')));
    assert.ok(radius > 0 && radius < 100, String(radius));
    const text = await hoverText(weights.locator('unroll-heatmap'), 0.4, 0.6);
    assert.match(text, /w\[\d+, \d+\] -?\d/);
    assert.match(text, /∂λ₁\/∂w/);
  });

  it('returns to the beginning of the training by keys, and sees the model at that snapshot', async () => {
    const { panel } = workbench;
    const weights = panel.locator('#weights');
    // The trail arrives snapshot by snapshot, after the spectrum.
    await weights.locator('circle.trail').nth(200).waitFor();
    const radius = async () => Number(await textOf(weights.locator('[data-fact="spectralRadius"]')));
    const trained = await radius();
    const slider = panel.getByRole('slider', { name: 'Moment of training' });
    await slider.focus();
    await slider.press('Home');
    // The start is orthogonal: every eigenvalue lies on the unit circle.
    await weights
      .locator('[data-fact="spectralRadius"]', { hasText: /^(1|1\.00000\d|0\.999999\d*)$/ })
      .waitFor();
    assert.ok(Math.abs(trained - 1) > 0.01, String(trained));
    await panel.locator('nav button', { hasText: 'States' }).click();
    await panel.locator('#states').getByText('after 0 updates').waitFor();
    const { folder } = lastRun(workbench.folder, 'weather');
    const first = decodeSafetensors(readFileSync(path.join(folder, 'traces', '0.safetensors'))).tensors.get(
      'l0.h',
    );
    assert.ok(first);
    const text = await hoverText(heatmap(panel, 'l0.h'), 0.51, 0.5);
    const [, step, unit, value] = /step (\d+).*unit (\d+).*\bh (-?[\d.e-]+)/.exec(text) ?? [];
    assert.equal(Math.fround(Number(value)), first.values[Number(step) * 32 + Number(unit)], text);
    await panel.getByRole('button', { name: 'Newest' }).click();
    await panel.locator('#states').getByText('after 900 updates').waitFor();
  });

  it('finds the panel with the same run after a reload of the window', async () => {
    const { folder, record } = lastRun(workbench.folder, 'weather');
    await workbench.reload();
    await waitForStatus(workbench.panel, record.status);
    const map = heatmap(workbench.panel, 'l0.h');
    await map.scrollIntoViewIfNeeded();
    assert.ok((await coloursOf(map, 20)).different > 20);
    const started = new Date(record.startedAt).toLocaleTimeString('en-US');
    await workbench.panel.getByText(started).waitFor();
    assert.equal(lastRun(workbench.folder, 'weather').folder, folder, 'nothing was trained anew');
  });

  it('hovers over `cell` in the config and sees the spectrum', async () => {
    const { page, editor } = workbench;
    await editor
      .locator('.view-line span', { hasText: /^"cell"$/ })
      .last()
      .hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'spectral radius' });
    await hover.waitFor();
    assert.match(await textOf(hover), /largest singular value/);
    const picture = hover.locator('img').first();
    assert.ok(
      (await picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))) > 0,
    );
    await page.keyboard.press('Escape');
  });

  it('inspects gradients', async () => {
    await workbench.command('Unroll: Inspect Gradients');
    const gradients = workbench.panel.locator('#gradients');
    const map = gradients.locator('unroll-heatmap[data-name="l0.grad.h"]');
    await map.waitFor();
    assert.ok(await isInView(gradients.locator('.flow')), 'the gradients are scrolled to');
    assert.ok((await coloursOf(map, 10)).different > 10);
    assert.match(await hoverText(map, 0.9, 0.5), /∂L\/∂h -?\d/);
  });

  it('sees a mistake in the config at its place', async () => {
    const { page, editor } = workbench;
    await editor.locator('.view-line span').getByText('"lstm"', { exact: true }).last().dblclick();
    await page.keyboard.type('lstn');
    await editor.locator('.squiggly-error').first().waitFor();
    await workbench.command('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'lstn' });
    await problem.waitFor();
    assert.match(await textOf(problem), /rnn.*lstm.*gru/);
  });

  it('causes no Unroll error in the console and no network request', () => {
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });
});

/** The latest run of a config of the weather folder. */
function lastRun(workspace: string, name: string): { folder: string; record: RunRecord } {
  const runs = path.join(workspace, 'weather', '.unroll', name);
  assert.ok(existsSync(runs), runs);
  const folder = path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
  return { folder, record: JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) };
}

async function isInView(locator: Locator): Promise<boolean> {
  return locator.evaluate(
    (element) =>
      new Promise<boolean>((resolve) => {
        new IntersectionObserver(([entry]) => resolve(entry.isIntersecting)).observe(element);
      }),
  );
}
