/** Two timelines: the snapshots of training, below the steps of the sequence. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { HostToPanel } from '../../../src/protocol/panel';
import type { DatedFinding } from '../../../src/protocol/run';
import { nearestSnapshot } from '../../../webview/state/trainingTimeline';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import type { Scene } from './scenes/scenes';
import { waves } from './scenes/trained';

describe('the timeline of training', () => {
  let browser: Browser;
  let script: string;
  const opened: OpenPanel[] = [];
  const scene = waves('lstm');
  const history = scene.history ?? [];
  const steps = history.map(({ trace }) => trace.update);

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(() => browser.close());
  afterEach(async () => {
    for (const { page, troubles } of opened.splice(0)) {
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });

  async function open(options: PageOptions = {}, shown: Scene = scene): Promise<OpenPanel> {
    const panel = await openPanel(browser, script, shown, { height: 1400, ...options });
    opened.push(panel);
    return panel;
  }

  /** Returns the value of a unit at a step, as its tooltip shows it at the current snapshot. */
  async function valueAt({ page }: OpenPanel, step: number, unit: number): Promise<number> {
    const heatmap = page.locator('[data-name="l0.h"]');
    const area = heatmap.locator('.plot');
    await area.scrollIntoViewIfNeeded();
    const box = await area.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + ((step + 0.5) / 48) * box.width, box.y + ((unit + 0.5) / 16) * box.height);
    const text = (await heatmap.locator('.tooltip').textContent()) ?? '';
    return Math.fround(Number(/\bh\s+(-?[\d.e-]+)/.exec(text)?.[1]));
  }

  const expected = (snapshot: number, step: number, unit: number) => {
    const trace = history.find((one) => one.trace.update === snapshot)?.trace;
    const h = trace?.probes[0].tensors.find(({ name }) => name === 'l0.h');
    return h?.values?.[step * 16 + unit];
  };

  it('shows any snapshot by keys, with its own values, and requests only what is visible', async () => {
    const panel = await open();
    const { page } = panel;
    const slider = page.getByRole('slider', { name: 'Moment of training' });
    assert.equal(await slider.getAttribute('aria-valuenow'), String(steps.length - 1));
    assert.equal(await valueAt(panel, 30, 4), expected(steps.at(-1) ?? 0, 30, 4));
    await slider.focus();
    await page.keyboard.press('Home');
    await page.locator('#states').getByText('after 0 updates').waitFor();
    assert.equal(await slider.getAttribute('aria-valuetext'), 'before training');
    assert.equal(await valueAt(panel, 30, 4), expected(0, 30, 4));
    const asked = (await panel.posted()).flatMap((message) =>
      message.type === 'askTensors' ? message.tensors.map(({ name }) => name) : [],
    );
    assert.ok(asked.includes('l0.h') && !asked.includes('l0.preactivation'), asked.join());
    // The other keys work from anywhere in the panel.
    await page.locator('[data-name="l0.h"] .plot').focus();
    await page.keyboard.press(']');
    await page.locator('#states').getByText(`after ${steps[1]} updates`).waitFor();
    assert.equal(await valueAt(panel, 30, 4), expected(steps[1], 30, 4));
    await page.getByRole('button', { name: 'Newest' }).click();
    await page
      .locator('#states')
      .getByText(`after ${steps.at(-1)} updates`)
      .waitFor();
  });

  it('moves to the snapshot nearest to an update that is chosen in the loss chart, by mouse and by keys', async () => {
    const { page } = await open();
    const chart = page.locator('#loss .chart');
    const slider = page.getByRole('slider', { name: 'Moment of training' });
    const at = (index: number) => page.locator(`[role=slider][aria-valuenow="${index}"]`).waitFor();
    await chart.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const text = await page.locator('#loss unroll-loss-chart .tooltip dd').first().innerText();
    const first = Number(text.replace(/\D/g, ''));
    await at(steps.indexOf(nearestSnapshot(steps, first) ?? -1));
    await chart.locator('.moment').waitFor();
    const box = await chart.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width - 12, box.y + box.height / 2);
    await at(steps.length - 1);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /\d/);
  });

  it('shows each snapshot that a drag passes, and ends where the drag ends', async () => {
    const panel = await open();
    const { page } = panel;
    const slider = page.getByRole('slider', { name: 'Moment of training' });
    const box = await slider.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width - 1, box.y + 12);
    await page.mouse.down();
    for (let share = 1; share > 0.05; share -= 0.02) {
      await page.mouse.move(box.x + share * box.width, box.y + 12);
    }
    await page.mouse.move(box.x + 1, box.y + 12);
    await page.mouse.up();
    await page.locator('#states').getByText('after 0 updates').waitFor();
    assert.equal(await valueAt(panel, 10, 2), expected(0, 10, 2));
    const snapshots = (await panel.posted()).flatMap((message) =>
      message.type === 'showSnapshot' ? [message.update] : [],
    );
    assert.equal(snapshots.at(-1), 0);
  });

  it('plays from the beginning to the end', async () => {
    const panel = await open();
    const { page } = panel;
    await page.getByRole('button', { name: 'Play the training' }).click();
    await page.getByRole('button', { name: 'Play the training' }).waitFor();
    await page
      .locator('#states')
      .getByText(`after ${steps.at(-1)} updates`)
      .waitFor();
    const snapshots = (await panel.posted()).flatMap((message) =>
      message.type === 'showSnapshot' ? [message.update] : [],
    );
    assert.deepEqual(snapshots, [...steps, null]);
  });

  it('returns to its snapshot after a reload', async () => {
    const panel = await open();
    const { page } = panel;
    await page.getByRole('slider', { name: 'Moment of training' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.locator('#states').getByText(`after ${steps[1]} updates`).waitFor();
    const again = await open({ state: await panel.kept() });
    await again.page.locator('#states').getByText(`after ${steps[1]} updates`).waitFor();
  });

  it('marks where a finding begins, and moves there', async () => {
    const diagnosis = scene.messages.find((message) => message.type === 'diagnosis');
    assert.ok(diagnosis);
    const since = steps[2];
    const found: DatedFinding = {
      rule: 'saturatedGate',
      severity: 'warning',
      sentence: 'Shut.',
      evidence: [],
      since,
      key: ['model'],
      fixes: [],
    };
    const diagnosed: HostToPanel = {
      type: 'diagnosis',
      diagnosis: { step: steps.at(-1) ?? 0, findings: [found], reach: null },
    };
    const messages = scene.messages.map((message) => (message === diagnosis ? diagnosed : message));
    const panel = await open({}, { ...scene, messages });
    await panel.page.getByRole('button', { name: `Saturated gate, since ${since} updates` }).click();
    await panel.page.locator('#gates').getByText(`after ${since} updates`).waitFor();
  });

  it('points out a selected unit in every heatmap, in the weights, and the modes it takes part in', async () => {
    const { page } = await open();
    const heatmap = page.locator('[data-name="l0.h"] .plot');
    await heatmap.scrollIntoViewIfNeeded();
    const box = await heatmap.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + (20.5 / 48) * box.width, box.y + (5.5 / 16) * box.height);
    for (const name of ['l0.h', 'l0.c', 'l0.gate.f', 'l0.grad.h']) {
      const row = page.locator(`[data-name="${name}"] .marked.row`);
      await row.waitFor();
      assert.match((await row.getAttribute('style')) ?? '', /top: 31\.25%/, name);
    }
    await page.locator('#weights').scrollIntoViewIfNeeded();
    await page.locator('#weights .marked.row').waitFor();
    await page.locator('#weights .marked.column').waitFor();
    const parts = await page.locator('[data-fact="participation"]').textContent();
    const { participation, eigenvalues, size } = scene.spectra[0];
    const all = eigenvalues.map(([, im], mode) => (im >= 0 ? (participation?.[mode * size + 5] ?? 0) : 0));
    const largest = Math.max(...all);
    assert.ok(parts?.includes(`(${Number(largest.toPrecision(2))})`), parts ?? '');
    await page.keyboard.press('Escape');
  });

  it('leaves a trail of eigenvalues over the training', async () => {
    const panel = await open();
    const { page } = panel;
    await page.locator('#weights').scrollIntoViewIfNeeded();
    await page.locator('#weights unroll-spectrum-plot').waitFor();
    const [{ name }] = scene.spectra;
    for (const [i, update] of steps.entries()) {
      const values = Float32Array.of(0.1 * i, 0.2, 0.1 * i, -0.2, 2 + i, 0);
      await panel.send({ type: 'trail', block: name, update, values });
    }
    await page.getByText('Small dots: eigenvalues at').waitFor();
    const dots = page.locator('#weights unroll-spectrum-plot circle.trail');
    assert.equal(await dots.count(), 3 * steps.length);
    // The farthest eigenvalue is within the plot.
    const xs = await dots.evaluateAll((all) => all.map((dot) => Number(dot.getAttribute('cx'))));
    assert.ok(Math.max(...xs) < 220 && Math.min(...xs) > 0);
  });
});
