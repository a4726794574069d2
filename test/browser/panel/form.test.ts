/**
 * The config form in Chromium, with a host that applies each edit to the text and sends the form of the
 * result.
 */
import assert from 'node:assert/strict';
import { applyEdits } from 'jsonc-parser';
import type { Browser, Page } from 'playwright-core';
import { editConfig } from '../../../src/config/edit';
import type { KnownData } from '../../../src/config/form';
import { parseConfig } from '../../../src/config/parse';
import { typeInto } from '../panelPage';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import { form, weatherConfig, weatherData } from './scenes/forms';

describe('the config form', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;
  let panel: OpenPanel;
  let text: string;
  let seen: number;

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    await panel.page.close();
  });

  const known: KnownData = { columns: weatherData.columns };
  const open = async (config = weatherConfig, options: PageOptions = {}): Promise<Page> => {
    text = config;
    seen = 0;
    const scene = {
      messages: [form('weather', text, known), { type: 'run', run: null } as const],
      spectra: [],
    };
    panel = await openPanel(browser, script, scene, { width: 1000, ...options });
    return panel.page;
  };
  /**
   * Applies the edits that arrived since the last call, as a host does. @returns the edits, as `path=value`
   */
  const answer = async (): Promise<readonly string[]> => {
    const posted = await panel.posted();
    const edits = posted.slice(seen).flatMap((message) => (message.type === 'edit' ? [message] : []));
    seen = posted.length;
    for (const { path, value } of edits) {
      text = applyEdits(text, [...editConfig(text, path, value)]);
    }
    await panel.send(form('weather', text, known));
    await panel.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    return edits.map(({ path, value }) => `${path.join('.')}=${JSON.stringify(value)}`);
  };
  const field = (page: Page, key: string) => page.locator(`unroll-form-field[data-about="${key}"]`);
  const control = (page: Page, key: string) => field(page, key).locator(`[data-path="${key}"]`);
  /** Returns the `data-path` of the focused control. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      let element = document.activeElement;
      let path: string | undefined;
      while (element) {
        path = element instanceof HTMLElement ? (element.dataset.path ?? path) : path;
        element = element.shadowRoot?.activeElement ?? null;
      }
      return path;
    });

  it('shows a default as a placeholder, and restores it at the reset without moving the focus', async () => {
    const page = await open();
    const epochs = control(page, 'training.epochs').locator('input');
    assert.equal(await epochs.inputValue(), '30');
    const batch = control(page, 'training.batchSize').locator('input');
    assert.deepEqual([await batch.inputValue(), await batch.getAttribute('placeholder')], ['', '32']);
    await typeInto(batch, '16');
    assert.deepEqual(await answer(), ['training.batchSize=16']);
    assert.equal(await focused(page), 'training.batchSize');
    assert.equal(await batch.inputValue(), '16');
    await page.getByRole('button', { name: 'Reset batchSize to its default: 32' }).press('Enter');
    assert.deepEqual(await answer(), ['training.batchSize=null']);
    assert.equal(await focused(page), 'training.batchSize');
    assert.equal(await batch.inputValue(), '');
    assert.deepEqual(parseConfig(text).config, parseConfig(weatherConfig).config);
    assert.match(text, /Tomorrow's highest temperature/);
  });

  it('keeps the focus and the typed text when other fields appear and disappear', async () => {
    const page = await open();
    await control(page, 'model.cell').focus();
    await page.keyboard.press('ArrowUp'); // a closed list takes the choice above at once
    assert.deepEqual(await answer(), ['model.cell="rnn"']);
    await control(page, 'model.activation').waitFor();
    assert.equal(await focused(page), 'model.cell');
    assert.equal(await field(page, 'model.init.forgetBias').count(), 0);
    const size = control(page, 'model.hiddenSize').locator('input');
    await size.fill('12');
    text = text.replace('"rnn"', '"gru"'); // an edit made in the editor
    await answer();
    await control(page, 'model.variant').waitFor();
    assert.equal(await size.inputValue(), '12');
    assert.equal(await focused(page), 'model.hiddenSize');
    const cell = await control(page, 'model.cell').evaluate((element) => 'value' in element && element.value);
    assert.equal(cell, 'gru');
  });

  it('refuses a number outside of its limits at the field, and sends none', async () => {
    const page = await open();
    const size = control(page, 'model.hiddenSize').locator('input');
    for (const wrong of ['0', '5000', '1.5', 'wide']) {
      await typeInto(size, wrong);
      assert.deepEqual(await answer(), []); // the text field shows a frame later that it is invalid
      const problem = field(page, 'model.hiddenSize').getByRole('alert');
      assert.match((await problem.textContent()) ?? '', /a whole number from 1 to 4096/);
      assert.equal(await size.getAttribute('aria-invalid'), 'true');
    }
    await size.press('Escape');
    await field(page, 'model.hiddenSize').locator('.problem').waitFor({ state: 'detached' });
    await answer(); // the text field shows its text a frame later
    assert.equal(await size.inputValue(), '32');
    assert.equal(await field(page, 'model.hiddenSize').locator('.problem').count(), 0);
  });

  it('shows an error of the text at its field, its group and at the top, and moves there', async () => {
    const wrong = weatherConfig
      .replace('"hiddenSize": 32', '"hiddenSize": "big"')
      .replace('"learningRate": 0.003', '"learningRat": 0.003')
      .replace('"probe"', '"prob"');
    const page = await open(wrong);
    await field(page, 'model.hiddenSize')
      .getByText('"big" is not a number; valid: a whole number from 1 to 4096')
      .waitFor();
    await page
      .getByRole('group', { name: 'Optimizer' })
      .getByText(/did you mean "learningRate"/)
      .waitFor();
    const above = page.locator('.settings > .problem', { hasText: 'did you mean "probe"' });
    await above.getByRole('link', { name: 'Open line 11 in the editor' }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'openConfig', key: ['prob'] });
    await page.getByRole('button', { name: 'Model', exact: true }).click();
    await page.getByText('1 problem', { exact: true }).waitFor();
    await page.locator('.settings').getByRole('link', { name: 'model.hiddenSize' }).click();
    await control(page, 'model.hiddenSize').waitFor();
    await page.waitForFunction(() => document.activeElement?.localName === 'unroll-panel');
    assert.equal(await focused(page), 'model.hiddenSize');

    text = wrong.replace('"cell": "lstm",', '"cell": "lstm"');
    await answer();
    await page.locator('.settings').getByText('comma expected').waitFor();
    assert.ok(await control(page, 'training.epochs').locator('input').isDisabled());
  });

  it('finds settings by name and documentation, also those that depend on another choice', async () => {
    const page = await open();
    const search = page.locator('[data-path="form.search"] input');
    await search.fill('learning');
    await page
      .getByRole('status')
      .getByText(/\d+ found/)
      .waitFor();
    await control(page, 'training.optimizer.learningRate').waitFor();
    assert.equal(await field(page, 'data.window').count(), 0);
    await search.fill('momentum');
    await field(page, 'training.optimizer.momentum')
      .getByText('only with "name": "sgd" or "rmsprop"')
      .waitFor();
    await search.fill('xyzzy');
    await page.getByText('No setting matches “xyzzy”.').waitFor();
    await search.press('Escape');
    await control(page, 'data.window').waitFor();
  });

  it('chooses columns of the data file by keyboard, in the order of the file', async () => {
    const page = await open(weatherConfig.replace('"precipitation", ', ''));
    const inputs = field(page, 'data.inputs');
    const summary = inputs.getByRole('button', { name: 'inputs: temp_max, temp_min, wind' });
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'data.inputs.precipitation');
    await page.keyboard.press('Space');
    assert.deepEqual(await answer(), ['data.inputs=["precipitation","temp_max","temp_min","wind"]']);
    assert.equal(await focused(page), 'data.inputs.precipitation');
    await page.keyboard.press('Space');
    assert.deepEqual(await answer(), ['data.inputs=["temp_max","temp_min","wind"]']);

    const targets = field(page, 'data.targets');
    await targets.getByRole('button', { name: 'targets: temp_maxx' }).click();
    await targets.getByText('not in the file').waitFor();
    await targets.getByRole('checkbox', { name: 'temp_max', exact: true }).click();
    await answer();
    await targets.getByRole('checkbox', { name: 'temp_maxx', exact: true }).click();
    assert.deepEqual(await answer(), ['data.targets=["temp_max"]']);
    await targets.getByRole('checkbox', { name: 'temp_max', exact: true }).click();
    assert.deepEqual(await answer(), []);
    await targets.getByRole('alert').getByText('At least one column is needed.').waitFor();
    assert.ok(await targets.getByRole('checkbox', { name: 'temp_max', exact: true }).isChecked());

    await control(page, 'data.group').click();
    await control(page, 'data.group').getByRole('option', { name: 'weather' }).click();
    assert.deepEqual(await answer(), ['data.group="weather"']);
    assert.equal(await focused(page), 'data.group');
  });

  it('explains a setting under the mouse, at the focus and to a screen reader', async () => {
    const page = await open();
    const about = page.getByRole('region', { name: 'About the setting' });
    await field(page, 'model.dropout').hover();
    await about.getByText('Probability of dropping an output between layers').waitFor();
    const norm = control(page, 'training.clip.norm').locator('input');
    await norm.focus();
    await page.mouse.move(900, 10);
    await about
      .getByText('Largest global norm of the gradient. ')
      .or(about.getByText('Largest global norm'))
      .waitFor();
    await about.getByText('Takes a number above 0. Default: off.').waitFor();
    assert.match((await norm.getAttribute('aria-description')) ?? '', /Largest global norm.*above 0/);
    for (const key of ['model.bidirectional', 'model.cell']) {
      assert.match((await control(page, key).getAttribute('aria-description')) ?? '', /\w{4}/);
    }
  });

  it('keeps closed groups closed after a reload, and shows what is compared', async () => {
    const page = await open(
      `${weatherConfig.trimEnd().slice(0, -1)}, "compare": [{ "label": "wide", "model": { "hiddenSize": 64 } }] }`,
    );
    await page.getByRole('button', { name: 'Data', exact: true }).press('Enter');
    await field(page, 'data.file').waitFor({ state: 'detached' });
    await field(page, 'compare').getByText('wide').waitFor();
    await field(page, 'compare').getByRole('link', { name: 'Open compare in the editor' }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'openConfig', key: ['compare'] });
    const kept = await panel.kept();
    assert.deepEqual(panel.troubles, []);
    await page.close();
    const again = await open(weatherConfig, { state: kept });
    await control(again, 'model.hiddenSize').waitFor();
    assert.equal(await field(again, 'data.file').count(), 0);
  });

  for (const { width, height, zoom } of [
    { width: 400, height: 700, zoom: 1 },
    { width: 400, height: 700, zoom: 2 },
  ]) {
    it(`fits into ${width} pixels at ${zoom * 100} %`, async () => {
      const page = await open(weatherConfig, { width: width / zoom, height: height / zoom });
      await page.getByRole('button', { name: 'Config form' }).click();
      await control(page, 'data.window').waitFor();
      const wide = await page.locator('unroll-config-form').evaluate((element) => {
        const inside = [...(element.shadowRoot?.querySelectorAll('unroll-form-field, h2, .search') ?? [])];
        return inside.filter((each) => each.getBoundingClientRect().right > window.innerWidth + 0.5).length;
      });
      assert.equal(wide, 0);
      await control(page, 'probe.sequences').locator('input').focus();
      assert.ok(await control(page, 'probe.sequences').isVisible());
    });
  }
});
