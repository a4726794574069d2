/** The panel in Chromium, under the policy of VS Code's webview, with the messages of a host. */
import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { HostToPanel, PanelProbe, PanelTensor } from '../../../src/protocol/panel';
import { typeInto } from '../panelPage';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import { form, weatherConfig, weatherData } from './scenes/forms';
import { type Full, names, noRun, type Scene, vanishing, weather } from './scenes/scenes';

describe('the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;
  let panel: OpenPanel;

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

  const open = async (scene: Scene, options: PageOptions = {}) => {
    panel = await openPanel(browser, script, scene, options);
    return panel;
  };

  it('paints the extreme value at its place and shows it to the last digit', async () => {
    const scene = withPeak(weather(), 'l0.h', { step: 21, unit: 9, value: -0.99371094 });
    const { page } = await open(scene);
    const heatmap = page.locator('[data-name="l0.h"]');
    const [steps, units] = tensorOf(scene, 'l0.h').shape;
    await heatmap.scrollIntoViewIfNeeded();
    const strongest = await reddestOrBluest(heatmap, steps, units);
    assert.deepEqual(strongest, { column: 21, row: 9 });

    await hoverCell(heatmap, 21, 9, steps, units);
    const text = await textOf(heatmap.locator('.tooltip'));
    assert.match(text, /step\s+21 · 2015-04-23/);
    assert.match(text, /unit\s+9/);
    assert.match(text, /\bh\s+-0\.99371094/);
    assert.equal(Math.fround(-0.99371094), tensorOf(scene, 'l0.h').values[21 * units + 9]);
    assert.match(text, /input temp_max/);
  });

  it('keeps a spike when there are more steps than pixels', async () => {
    const scene = withPeak(weather(3000, 40), 'l0.c', { step: 1777, unit: 33, value: 250 });
    const { page } = await open(scene, { width: 600 });
    const heatmap = page.locator('[data-name="l0.c"]');
    await heatmap.scrollIntoViewIfNeeded();
    await hoverCell(heatmap, 1777, 33, 3000, 40);
    const text = await textOf(heatmap.locator('.tooltip'));
    assert.match(text, /step\s+1777/);
    assert.match(text, /\bc\s+250\b/);
  });

  it('moves one cursor through states, gates and gradients, by mouse and by keys', async () => {
    const scene = weather();
    const { page } = await open(scene);
    const states = page.locator('[data-name="l0.h"]');
    await states.scrollIntoViewIfNeeded();
    await hoverCell(states, 12, 4, 30, 32);
    await page.locator('#gradients .readout').waitFor();
    const forget = tensorOf(scene, 'l0.gate.f').values[12 * 32 + 4];
    assert.match(await textOf(page.locator('#gates .readout')), /step\s*12 · 2015-04-14/);
    assert.ok(
      (await textOf(page.locator('#gates .readout'))).includes(String(Number(forget.toPrecision(4)))),
    );
    assert.match(await textOf(page.locator('#gradients .readout')), /step\s*12/);

    await page.locator('[data-name="l0.gate.f"] .plot').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await nextFrames(panel);
    assert.match(await textOf(page.locator('#states .readout')), /step\s*13[\s\S]*unit\s*5/);
    assert.match(await textOf(page.locator('[data-name="l0.gate.f"] .tooltip')), /step\s+13/);
    await page.keyboard.press('End');
    await nextFrames(panel);
    assert.match(await textOf(page.locator('#gradients .readout')), /step\s*29/);
  });

  it('sends the text typed into the form, and refuses text that is not a number', async () => {
    const { page } = await open(weather(), { width: 1000 });
    const epochs = page.locator('[data-path="training.epochs"] input');
    await typeInto(epochs, '45');
    const rate = page.locator('[data-path="training.optimizer.learningRate"] input');
    await typeInto(rate, 'fast');
    await page.locator('[data-path="model.bidirectional"]').click();
    await page.locator('[data-path="model.cell"]').click();
    await page.locator('[data-path="model.cell"] vscode-option', { hasText: 'gru' }).click();
    const list = page.locator('[data-path="probe.sequences"] input');
    await typeInto(list, '3, 1');
    const edits = (await panel.posted()).filter(({ type }) => type === 'edit');
    assert.deepEqual(edits, [
      { type: 'edit', path: ['training', 'epochs'], value: 45 },
      { type: 'edit', path: ['model', 'bidirectional'], value: true },
      { type: 'edit', path: ['model', 'cell'], value: 'gru' },
      { type: 'edit', path: ['probe', 'sequences'], value: [3, 1] },
    ]);
    await page.getByText('"fast" is not a number; valid: a number above 0, at most 100.').waitFor();
  });

  it('requests the eigenvalues of the visible block once, and shows how each weight moves them', async () => {
    const scene = weather();
    const { page } = await open(scene);
    assert.deepEqual(await spectraAsked(), []);
    await panel.send({ type: 'show', view: 'weights' });
    const [spectrum] = scene.spectra;
    const radius = page.locator('[data-fact="spectralRadius"]');
    await radius.waitFor();
    assert.ok(Math.abs(Number(await textOf(radius)) - spectrum.spectralRadius) < 1e-5);
    assert.deepEqual(await spectraAsked(), [spectrum.name]);

    const heatmap = page.locator(`[data-name="${spectrum.name}"]`);
    await hoverCell(heatmap, 5, 3, spectrum.size, spectrum.size);
    const text = await textOf(heatmap.locator('.tooltip'));
    assert.match(text, /w\[3, 5\]/);
    assert.match(text, /feeds unit\s+3/);
    assert.match(text, /comes from unit\s+5/);
    const [re, im] = spectrum.eigenvalues[0];
    const { leadingSensitivity: by } = spectrum;
    const at = 3 * spectrum.size + 5;
    const change = (re * by.re[at] + im * by.im[at]) / Math.hypot(re, im);
    const shown = Number(/d\|λ₁\|\/dw\s+(\S+)/.exec(text)?.[1]);
    assert.ok(Math.abs(shown - change) <= 1e-3 * Math.abs(change), `${shown} is not ${change}`);
  });

  it('states that a gradient vanishes, and shows a vanilla RNN without gates', async () => {
    const { page } = await open(vanishing());
    await page.getByText(/The gradient underflowed to zero before step \d+/).waitFor();
    await page.getByText('A vanilla RNN has no gates.').waitFor();
    assert.equal(await page.locator('[data-status]').getAttribute('data-status'), 'cancelled');
  });

  it('is restored after a reload', async () => {
    await open(names());
    await panel.page.locator('#gates').getByRole('radio', { name: 'f', exact: true }).click();
    await panel.page.locator('#gradients').getByRole('radio', { name: 'Linear' }).click();
    await panel.page.locator('#loss').getByRole('button', { name: 'Loss', exact: true }).click();
    await panel.send({ type: 'show', view: 'gradients' });
    await broughtToTop(panel, 'gradients');
    const kept = await panel.kept();
    const top = await panel.page.locator('main').evaluate((main) => main.scrollTop);
    assert.ok(top > 0);
    assert.deepEqual(panel.troubles, []);
    await panel.page.close();

    await open(names(), { state: kept });
    const { page } = panel;
    assert.deepEqual((await panel.posted())[0], {
      type: 'ready',
      folder: '/ws/.unroll/names/20260302-140511-abcd',
    });
    assert.equal(await page.locator('[data-name^="l0.gate."]').count(), 1);
    assert.equal(
      await page.locator('#gradients').getByRole('radio', { name: 'Linear' }).getAttribute('aria-checked'),
      'true',
    );
    assert.equal(
      await page
        .locator('#loss')
        .getByRole('button', { name: 'Loss', exact: true })
        .getAttribute('aria-expanded'),
      'false',
    );
    await page.waitForFunction(
      (wanted) => {
        const main = document.querySelector('unroll-panel')?.shadowRoot?.querySelector('main');
        return main !== null && main !== undefined && Math.abs(main.scrollTop - wanted) < 3;
      },
      top,
      { timeout: 5000 },
    );
  });

  it('scrolls to the requested view, even if it was collapsed', async () => {
    const { page } = await open(weather());
    await page.locator('#gradients').getByRole('button', { name: 'Gradients' }).click();
    await panel.send({ type: 'show', view: 'gradients' });
    await page.locator('#gradients unroll-gradient-view').waitFor();
    await broughtToTop(panel, 'gradients');
  });

  it('keeps the user’s scroll position while new traces arrive', async () => {
    const scene = weather();
    const { page } = await open(scene);
    await panel.send({ type: 'show', view: 'gradients' });
    await broughtToTop(panel, 'gradients');
    const main = page.locator('main');
    await main.evaluate((element) => element.scrollTo(0, 120));
    await nextFrames(panel);
    const trace = scene.messages.find((message) => message.type === 'trace');
    assert.ok(trace?.type === 'trace');
    await panel.send({ ...trace, update: 960, epoch: 30 });
    await page.getByText('after 960 updates').first().waitFor();
    assert.equal(await main.evaluate((element) => element.scrollTop), 120);
  });

  it('follows a running training without losing the cursor', async () => {
    const scene = weather();
    const { page } = await open(scene);
    const heatmap = page.locator('[data-name="l0.h"]');
    await heatmap.scrollIntoViewIfNeeded();
    await hoverCell(heatmap, 7, 2, 30, 32);
    const run = scene.messages.find((message) => message.type === 'run')?.run;
    assert.ok(run);
    const record = {
      ...run.record,
      status: 'completed',
      steps: 960,
      epochs: 30,
      validationLoss: 0.0625,
    } as const;
    await panel.send({
      type: 'metrics',
      record,
      metrics: [
        { event: 'epoch', step: 960, epoch: 30, trainLoss: 0.07, validationLoss: 0.0625, seconds: 21 },
      ],
    });
    const trace = scene.messages.find((message) => message.type === 'trace');
    assert.ok(trace?.type === 'trace');
    await panel.send({ ...trace, update: 960, epoch: 30 });
    await page.locator('[data-status="completed"]').waitFor();
    await page.getByText('after 960 updates').first().waitFor();
    assert.match(await textOf(page.locator('unroll-top-bar .numbers')), /validation 0\.0625/);
    assert.match(await textOf(page.locator('#gates .readout')), /step\s*7/);
  });

  it('explains what to do when there is no run, and trains', async () => {
    const { page } = await open(noRun(), { width: 600 });
    await panel.send(form('weather', weatherConfig, { columns: weatherData.columns }));
    await page.getByRole('heading', { name: 'No run yet' }).waitFor();
    await page.locator('main').getByText('Train', { exact: true }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'train' });
    await panel.send({ type: 'error', message: 'There is no file "x.csv" beside weather.unroll.json.' });
    await page.getByRole('alert').getByText('There is no file "x.csv"').waitFor();
  });

  it('offers tasks and a file to begin with, and states why a config cannot be trained', async () => {
    const { page } = await open(noRun(), { width: 600 });
    await page.getByRole('button', { name: /^Adding problem/ }).press('Enter');
    assert.deepEqual((await panel.posted()).at(-1), { type: 'newConfig', from: 'adding' });
    await page.getByRole('button', { name: /^Your file/ }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'newConfig', from: 'file' });
    await panel.send(form('weather', weatherConfig.replace('"lstm"', '"lsmt"')));
    await page.getByRole('heading', { name: 'This config cannot be trained yet' }).waitFor();
    await page.locator('main').getByText('model.cell: "lsmt" is not one of rnn, lstm, gru').waitFor();
    await page.locator('main').getByRole('link', { name: 'Open line 9 in the editor' }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'openConfig', key: ['model', 'cell'] });
  });

  it('reports a broken message instead of drawing it', async () => {
    const { page } = await open(weather());
    const broken = {
      type: 'weights',
      update: 1,
      blocks: [{ name: 'rnn.weight_hh_l0', label: '', size: 3, values: new Float32Array(4) }],
    } as const;
    await panel.send(broken);
    await page.getByText('"rnn.weight_hh_l0" has 4 values where its shape says 9').waitFor();
  });

  it('is redrawn in the colours of another theme', async () => {
    const { page } = await open(weather());
    const heatmap = page.locator('[data-name="l0.h"]');
    await heatmap.scrollIntoViewIfNeeded();
    const before = await meanLightness(heatmap);
    await page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
      document.body.className = 'vscode-light';
    });
    await nextFrames(panel);
    assert.ok(before < 110);
    assert.ok((await meanLightness(heatmap)) > 150);
  });

  async function spectraAsked(): Promise<readonly string[]> {
    return (await panel.posted()).flatMap((message) =>
      message.type === 'askSpectrum' ? [message.block] : [],
    );
  }
});

function tensorOf(scene: Scene, name: string): Full<PanelTensor> {
  const trace = scene.messages.find((message) => message.type === 'trace');
  const tensor = trace?.probes[0].tensors.find((each) => each.name === name);
  assert.ok(tensor?.values);
  return { ...tensor, values: tensor.values };
}

/** Returns the same scene with one value of the first probe set. */
function withPeak(
  scene: Scene,
  name: string,
  { step, unit, value }: { step: number; unit: number; value: number },
): Scene {
  const change = (probe: PanelProbe): PanelProbe => ({
    ...probe,
    tensors: probe.tensors.map((tensor) => {
      if (tensor.name !== name || !tensor.values) {
        return tensor;
      }
      const values = tensor.values.slice();
      values[step * tensor.shape[1] + unit] = value;
      return { ...tensor, values };
    }),
  });
  const messages = scene.messages.map(
    (message): HostToPanel =>
      message.type === 'trace' ? { ...message, probes: message.probes.map(change) } : message,
  );
  return { ...scene, messages };
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}

async function hoverCell(
  heatmap: Locator,
  column: number,
  row: number,
  columns: number,
  rows: number,
): Promise<void> {
  const plot = heatmap.locator('.plot');
  const box = await plot.boundingBox();
  assert.ok(box);
  const x = Math.floor(((column + 0.5) / columns) * box.width);
  const y = Math.floor(((row + 0.5) / rows) * box.height);
  await plot.hover({ position: { x, y } });
  await heatmap.locator('.tooltip').waitFor();
}

/** Returns the cell whose middle pixel differs most from the background. */
async function reddestOrBluest(heatmap: Locator, columns: number, rows: number) {
  return heatmap.evaluate(
    (element, size) => {
      const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('.plot canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) {
        throw new Error('the heatmap has no canvas');
      }
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let best = { column: -1, row: -1 };
      let far = -1;
      for (let column = 0; column < size.columns; column++) {
        for (let row = 0; row < size.rows; row++) {
          const x = Math.floor(((column + 0.5) / size.columns) * canvas.width);
          const y = Math.floor(((row + 0.5) / size.rows) * canvas.height);
          const at = 4 * (y * canvas.width + x);
          const [r, g, b] = data.subarray(at, at + 3);
          const distance = Math.hypot(r - 31, g - 31, b - 31);
          if (distance > far) {
            far = distance;
            best = { column, row };
          }
        }
      }
      return best;
    },
    { columns, rows },
  );
}

async function meanLightness(heatmap: Locator): Promise<number> {
  return heatmap.evaluate((element) => {
    const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('.plot canvas');
    // A canvas of one pixel, because Chromium warns of canvases that are read repeatedly.
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (!canvas || !context) {
      throw new Error('the heatmap has no canvas');
    }
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
}

/** Waits until a section is at the top of the scrolled area and has been there for two frames. */
async function broughtToTop(opened: OpenPanel, section: string): Promise<void> {
  await opened.page.waitForFunction((id) => {
    const inside = document.querySelector('unroll-panel')?.shadowRoot;
    const [wanted, main] = [inside?.getElementById(id), inside?.querySelector('main')];
    return wanted && main && Math.abs(wanted.getBoundingClientRect().y - main.getBoundingClientRect().y) < 2;
  }, section);
  await nextFrames(opened);
}

function nextFrames({ page }: OpenPanel): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}
