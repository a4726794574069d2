/** Figures of the panel as image files, as text for Python and as tables. */
import assert from 'node:assert/strict';
import type { PanelTensor } from '../../../src/protocol/panel';
import type { OpenPanel, PageOptions } from './page';
import { panelPages } from './pages';
import { cells } from './scenes/compared';
import {
  choose,
  nextSaved,
  parseCsv,
  parseNumpy,
  pixelsOf,
  savedAs,
  savesOf,
  shareApart,
} from './scenes/savedPictures';
import { type Full, type Scene, weather } from './scenes/scenes';
import { copying, waves } from './scenes/trained';

describe('figures of the panel', function () {
  this.timeout(120_000);
  const openPage = panelPages();
  let panel: OpenPanel;

  const open = async (scene: Scene, options: PageOptions = {}) => {
    panel = await openPage(scene, options);
    return panel;
  };

  it('are saved as CSV by keyboard, to the last bit, with all steps even when only a few are visible', async () => {
    const scene = weather();
    const { page } = await open(scene);
    await page.locator('[data-name="l0.h"] .plot').focus();
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const items = page.locator('[data-name="l0.h"]').getByRole('menu').getByRole('menuitem');
    await items.first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(
      await page.locator('[data-name="l0.h"]').locator('[role^=menuitem]:focus').innerText(),
      'Save as CSV',
    );
    await page.keyboard.press('Enter');
    const { kind, name, bytes } = await nextSaved(panel, 0);
    assert.deepEqual([kind, name], ['csv', 'weather Hidden state h layer 0 update 768']);
    const [head, ...rows] = parseCsv(bytes.toString('utf8'));
    const { shape, values } = tensorOf(scene, 'l0.h');
    assert.deepEqual(head.slice(0, 4), ['step', 'label', 'h[0]', 'h[1]']);
    assert.equal(head.length, 2 + shape[1]);
    assert.equal(rows.length, shape[0]);
    assert.deepEqual(rows[12].slice(0, 2), ['12', '2015-04-14']);
    const read = Float32Array.from(rows.flatMap((row) => row.slice(2).map(Number)));
    assert.deepEqual(bits(read), bits(values));
    // The focus has returned to its place.
    assert.equal(
      await page.locator('[data-name="l0.h"] .opener').evaluate((button) => button.matches(':focus')),
      true,
    );
  });

  it('hold the loss of each update and epoch, and curves in the unit of the data', async () => {
    const scene = weather();
    await open(scene);
    const loss = await savedAs(panel, panel.page.locator('#loss unroll-loss-chart'), 'Save as CSV');
    const [head, ...rows] = parseCsv(loss.bytes.toString('utf8'));
    assert.deepEqual(head, [
      'update',
      'epoch',
      'loss',
      'gradient norm',
      'learning rate',
      'training',
      'validation',
    ]);
    const run = scene.messages.find((message) => message.type === 'run')?.run;
    assert.equal(rows.length, run?.metrics.length);
    run?.metrics.forEach((metric, m) => {
      const { step, epoch } = metric;
      const expected =
        metric.event === 'step'
          ? [step, '', metric.loss, metric.gradientNorm, metric.learningRate, '', '']
          : [step, epoch, '', '', '', metric.trainLoss, metric.validationLoss];
      assert.deepEqual(rows[m], expected.map(String));
    });
    const curve = await savedAs(panel, panel.page.locator('[data-name="y.0"]'), 'Save as CSV');
    const [titles, ...steps] = parseCsv(curve.bytes.toString('utf8'));
    assert.deepEqual(titles, ['step', 'label', 'temp_max', 'target']);
    assert.deepEqual(
      steps.map((row) => row[3]).slice(0, 29),
      Array(29).fill(''),
      'no target before the last step',
    );
    assert.equal(steps.at(-1)?.[2], String(tensorOf(scene, 'y').values[29] * 7.35 + 16.4));
  });

  it('are saved as PNG at twice the pixels, with the strongest colour where it belongs', async () => {
    const scene = weather();
    const { page } = await open(scene, { width: 1000, theme: 'light' });
    const heatmap = page.locator('[data-name="l0.c"]');
    const png = await savedAs(panel, heatmap, 'Save as PNG');
    const pixels = await pixelsOf(page, png);
    const box = await heatmap.boundingBox();
    assert.ok(box);
    assert.equal(pixels.width, 2 * Math.ceil(box.width + 24));
    assert.deepEqual(pixels.at(1, 1), [255, 255, 255], 'on the background of the theme');
    const { values, shape } = tensorOf(scene, 'l0.c');
    const strongest = values.reduce(
      (best, value, at) => (Math.abs(value) > Math.abs(values[best]) ? at : best),
      0,
    );
    const [step, unit] = [Math.floor(strongest / shape[1]), strongest % shape[1]];
    const shown = await heatmap.locator('.plot canvas').evaluate(
      (canvas, [x, y]) => {
        const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
        return [...(context?.getImageData(x * canvas.clientWidth, y * canvas.clientHeight, 1, 1).data ?? [])];
      },
      [(step + 0.5) / shape[0], (unit + 0.5) / shape[1]],
    );
    // The frame of the plot within the figure: 52 and 76 pixels at the sides, a margin of 12, two lines of
    // heading.
    const x = 2 * (12 + 52 + ((step + 0.5) / shape[0]) * (box.width - 128));
    const y = 2 * (12 + 44 + ((unit + 0.5) / shape[1]) * 192);
    assert.deepEqual([...pixels.at(x, y)], shown.slice(0, 3));
  });

  it('are saved as SVG: XML, with axes as text, lines as paths, and colours as in the PNG', async () => {
    const { page } = await open(weather(), { width: 1000 });
    const svg = await savedAs(panel, page.locator('[data-name="l0.h"]'), 'Save as SVG');
    const texts = await textsOf(svg.bytes.toString('utf8'));
    for (const text of [
      'Hidden state h',
      'weather · States · layer 0 · rows 1168–1197 · update 768',
      'step',
      'unit',
      '0',
      '25',
      '30',
      '2015-04-07',
    ]) {
      assert.ok(texts.includes(text), `${text} in ${texts.join(' | ')}`);
    }
    const flow = await savedAs(panel, page.locator('[data-name="l0.grad.h.norm"]'), 'Save as SVG');
    const markup = flow.bytes.toString('utf8');
    assert.doesNotMatch(markup, /<image/);
    assert.ok((await textsOf(markup)).includes('‖∂L/∂h‖'));
    const loss = (
      await savedAs(panel, page.locator('#loss unroll-loss-chart'), 'Save as SVG')
    ).bytes.toString('utf8');
    assert.doesNotMatch(loss, /<image/);
    assert.equal(
      loss.match(/<circle [^>]*fill="rgb|<circle [^>]*fill="#/g)?.length,
      2 * 24,
      'a circle for each epoch of both curves',
    );
    assert.ok((await textsOf(loss)).includes('0.5'));
  });

  it('look the same as PNG and as SVG', async () => {
    const { page } = await open(await copying(), { width: 1000, theme: 'light' });
    await page.locator('[data-name="shares"]').waitFor();
    await panel.send({ type: 'show', view: 'weights' });
    await page.locator('[data-fact="spectralRadius"]').waitFor();
    for (const figure of [
      '[data-name="l0.h"]',
      '[data-name="credit"]',
      '[data-name="products"]',
      '[data-name="shares"]',
      '[data-name="halfLives"]',
      '#loss unroll-loss-chart',
      'unroll-spectrum-plot',
    ]) {
      const found = page.locator(figure);
      const png = await pixelsOf(page, await savedAs(panel, found, 'Save as PNG'));
      const svg = await pixelsOf(page, await savedAs(panel, found, 'Save as SVG'), 2);
      const share = shareApart(png, svg);
      assert.ok(share < 0.01, `${figure}: ${share} of the points are apart`);
      let drawn = 0;
      for (let y = 0; y < png.height; y += 3) {
        for (let x = 0; x < png.width; x += 3) {
          drawn += png.at(x, y).every((channel) => channel > 250) ? 0 : 1;
        }
      }
      assert.ok((9 * drawn) / (png.width * png.height) > 0.015, `${figure} is not empty`);
    }
    await open(await cells(), { width: 1000 });
    const chart = panel.page.locator('unroll-compared-chart').first();
    const png = await pixelsOf(panel.page, await savedAs(panel, chart, 'Save as PNG'));
    const svg = await pixelsOf(panel.page, await savedAs(panel, chart, 'Save as SVG'), 2);
    assert.ok(shareApart(png, svg) < 0.01);
  });

  it('are copied for Python: small ones as text, large ones as the tensor to load', async () => {
    const scene = weather(30, 32);
    await open(scene);
    await choose(panel.page.locator('[data-name="l0.gate.f"]'), 'Copy as NumPy');
    const copied = (await panel.posted()).find((message) => message.type === 'copyTensor');
    assert.ok(copied?.type === 'copyTensor' && copied.text !== null);
    assert.deepEqual(copied.tensor, { update: 768, probe: 0, name: 'l0.gate.f' });
    const { name, values, shape } = parseNumpy(copied.text);
    assert.match(
      copied.text,
      /^# l0\.gate\.f, float32 \[30, 32\]: run 20260302-140511-abcd, weather · .* · update 768\n/,
    );
    assert.equal(name, 'l0_gate_f');
    assert.deepEqual(shape, [30, 32]);
    assert.deepEqual(bits(values), bits(tensorOf(scene, 'l0.gate.f').values));

    await open(weather(700, 32));
    await choose(panel.page.locator('[data-name="l0.h"]'), 'Copy as NumPy');
    assert.deepEqual(
      (await panel.posted()).find((message) => message.type === 'copyTensor'),
      {
        type: 'copyTensor',
        tensor: { update: 768, probe: 0, name: 'l0.h' },
        text: null,
      },
    );
  });

  it('have an exact table at the cursor, whose pages turn by keys and which is there after a reload', async () => {
    const scene = weather(200, 48);
    const { values, shape } = tensorOf(scene, 'l0.h');
    const state = { cursor: { step: 137, unit: 29, pinned: true } };
    const { page } = await open(scene, { state });
    const heatmap = page.locator('[data-name="l0.h"]');
    assert.match(
      (await heatmap.getByRole('application').getAttribute('aria-label')) ?? '',
      /The menu after it has its table of values$/,
    );
    await heatmap.locator('.plot').focus();
    await page.keyboard.press('Shift+F10');
    await heatmap.getByRole('menuitemcheckbox', { name: 'Show as table' }).press('Enter');
    const table = heatmap.getByRole('table', { name: 'Hidden state h' });
    const head = () => table.locator('thead th').allInnerTexts();
    const exact = (step: number, unit: number) =>
      table
        .locator('tbody tr', { has: page.locator(`th:text-is("${step}")`) })
        .locator('td[title]')
        .nth(unit % 20)
        .getAttribute('title');
    await table.waitFor();
    assert.deepEqual((await head()).slice(0, 3), ['step', 'label', 'h[20]']);
    assert.equal(await table.locator('tbody tr').count(), 50);
    assert.equal(await table.locator('tbody th').first().innerText(), '100');
    assert.equal(Math.fround(Number(await exact(137, 29))), values[137 * shape[1] + 29]);
    assert.equal(await table.locator('td.current').getAttribute('title'), await exact(137, 29));
    await heatmap.getByRole('button', { name: 'All digits' }).press('Enter');
    await heatmap.locator('button[aria-pressed=true]').waitFor();
    assert.equal(await table.locator('td.current').innerText(), await exact(137, 29));

    await heatmap.getByRole('region', { name: 'Table: Hidden state h' }).focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Shift+PageDown');
    await table.locator('thead th:text-is("h[40]")').waitFor();
    assert.deepEqual([(await head())[2], (await head()).length], ['h[40]', 10]);
    assert.equal(await table.locator('tbody th').first().innerText(), '150');
    assert.equal(Math.fround(Number(await exact(199, 47))), values[199 * shape[1] + 47]);
    await page.keyboard.press('PageDown');
    assert.equal(
      await table.locator('tbody th').first().innerText(),
      '150',
      'there is nothing behind the last page',
    );
    await heatmap.getByRole('button', { name: 'Go to the cursor' }).click();
    assert.equal(await table.locator('tbody th').first().innerText(), '100');
    await heatmap.getByRole('button', { name: 'Previous steps' }).press('Enter');
    assert.equal(await table.locator('tbody th').first().innerText(), '50');

    const kept = await panel.kept();
    await open(scene, { state: kept });
    const again = panel.page.locator('[data-name="l0.h"]');
    await again.getByRole('table', { name: 'Hidden state h' }).waitFor();
    assert.equal(await panel.page.locator('unroll-number-table').count(), 1);
    await again.getByRole('button', { name: /^Close the table/ }).click();
    await again.getByRole('table').waitFor({ state: 'detached' });
  });

  it('name units by their index, in any order', async () => {
    const scene = waves('lstm');
    const { page } = await open(scene, { state: { unitOrder: 'peak', gatesShow: 'preactivations' } });
    await page.waitForFunction(() => document.querySelector('unroll-panel')?.store.state.order !== null);
    const heatmap = page.locator('[data-name="l0.h"]');
    const ticks = await heatmap.locator('.ticks span').allInnerTexts();
    const numbers = ticks.map(Number);
    assert.notDeepEqual(
      numbers,
      numbers.toSorted((one, other) => one - other),
    );
    const { values, shape } = tensorOf({ ...scene, messages: [...snapshotOf(scene)] }, 'l0.h');
    const csv = await savedAs(panel, heatmap, 'Save as CSV');
    const [head, ...rows] = parseCsv(csv.bytes.toString('utf8'));
    const units = Array.from({ length: shape[1] }, (_, unit) => `h[${unit}]`);
    assert.deepEqual(head.slice(-shape[1]), units);
    const read = Float32Array.from(rows.flatMap((row) => row.slice(-shape[1]).map(Number)));
    assert.deepEqual(bits(read), bits(values));
    const svg = await savedAs(panel, heatmap, 'Save as SVG');
    const texts = await textsOf(svg.bytes.toString('utf8'));
    const from = texts.indexOf(ticks[0]);
    assert.deepEqual(texts.slice(from, from + ticks.length), ticks, 'the figure keeps the order');
  });

  it('of a gate’s inputs are copied like all others', async () => {
    const scene = waves('lstm');
    await open(scene, { state: { gatesShow: 'preactivations' } });
    await choose(panel.page.locator('[data-name="l0.preactivation.g"]'), 'Copy as NumPy');
    const copied = (await panel.posted()).find((message) => message.type === 'copyTensor');
    assert.ok(copied?.type === 'copyTensor' && copied.text !== null);
    const whole = tensorOf({ ...scene, messages: [...snapshotOf(scene)] }, 'l0.preactivation');
    const [steps, all] = whole.shape;
    const { name, values, shape } = parseNumpy(copied.text);
    assert.deepEqual([name, shape], ['l0_preactivation_g', [steps, all / 4]]);
    const third = whole.values.filter((_, at) => Math.floor((4 * (at % all)) / all) === 2);
    assert.deepEqual(bits(values), bits(third));
  });

  it('list eigenvalues with modulus and angle, and weights by row and column', async () => {
    const scene = weather();
    const { page } = await open(scene, { width: 1000 });
    await panel.send({ type: 'show', view: 'weights' });
    await page.locator('[data-fact="spectralRadius"]').waitFor();
    const spectrum = page.locator('unroll-spectrum-plot');
    await choose(spectrum, 'Show as table');
    const rows = spectrum.locator('tbody tr');
    await rows.first().waitFor();
    const [{ eigenvalues }] = scene.spectra;
    assert.equal(await rows.count(), eigenvalues.length);
    const titles = await rows
      .nth(3)
      .locator('td')
      .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('title'))));
    const [re, im] = eigenvalues[3];
    assert.deepEqual(titles, [Math.hypot(re, im), Math.atan2(im, re), re, im]);

    const weights = scene.messages.find((message) => message.type === 'weights');
    const block = weights?.type === 'weights' ? weights.blocks[0] : undefined;
    const csv = await savedAs(panel, page.locator('#weights unroll-heatmap'), 'Save as CSV');
    const [head, ...lines] = parseCsv(csv.bytes.toString('utf8'));
    assert.deepEqual(head.slice(0, 3), ['row', 'w[·, 0]', 'w[·, 1]']);
    const read = Float32Array.from(lines.flatMap((line) => line.slice(1).map(Number)));
    assert.deepEqual(bits(read), bits(block?.values ?? new Float32Array()));
  });

  it('of a long trace are written without blocking the page, and not at all when that is cancelled', async () => {
    const scene = weather(2500, 256);
    const { page } = await open(scene);
    const heatmap = page.locator('[data-name="l0.h"]');
    await heatmap.scrollIntoViewIfNeeded();
    await page.waitForTimeout(1500);
    await choose(heatmap, 'Save as CSV');
    await heatmap.getByText(/Writing the numbers: \d+ %/).waitFor();
    await heatmap.getByRole('button', { name: 'Cancel' }).click();
    await heatmap.getByText(/Writing the numbers/).waitFor({ state: 'detached' });
    await page.evaluate(() => {
      window.pauses = [];
      new PerformanceObserver((list) => {
        window.pauses.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ entryTypes: ['longtask'] });
    });
    assert.equal(await savesOf(page), 0);
    await choose(heatmap, 'Save as CSV');
    await page.waitForFunction(() => window.posted.some(({ type }) => type === 'save'));
    const pauses = await page.evaluate(() => window.pauses);
    // The browser reports tasks of 50 ms and more; the machine may be busy with other things.
    assert.ok(
      pauses.every((pause) => pause < 150),
      pauses.join(' '),
    );
    const { bytes } = await nextSaved(panel, 0);
    assert.equal(bytes.toString('latin1').match(/\r\n/g)?.length, 2501);
  });

  async function textsOf(markup: string): Promise<readonly string[]> {
    return panel.page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'image/svg+xml');
      const error = parsed.querySelector('parsererror');
      if (error) {
        throw new Error(error.textContent ?? 'not XML');
      }
      return [...parsed.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
    }, markup);
  }
});

declare global {
  interface Window {
    /** Milliseconds of the tasks that blocked the page. */
    pauses: number[];
  }
}

function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** The latest snapshot, as the message that holds it. */
function snapshotOf({ history = [] }: Scene): Scene['messages'] {
  const last = history.at(-1);
  assert.ok(last);
  return [last.trace];
}

function tensorOf(scene: Scene, name: string): Full<PanelTensor> {
  const trace = scene.messages.find((message) => message.type === 'trace');
  const tensor = trace?.probes[0].tensors.find((each) => each.name === name);
  assert.ok(tensor?.values);
  return { ...tensor, values: tensor.values };
}
