/** Heatmaps of several runs beside each other, with one scale. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PanelProbe } from '../../../src/protocol/panel';
import type { OpenPanel } from './page';
import { panelPages } from './pages';
import { cells } from './scenes/compared';

const [steps, units] = [20, 8];

/** Values of a run: ten times larger for each run before it, so that the runs' own scales differ. */
const valuesOf = (run: number) =>
  Float32Array.from({ length: steps * units }, (_, i) => Math.fround(Math.sin(i) * 10 ** (run - 2)));

const probeOf = (names: readonly string[]): PanelProbe => ({
  sequence: 0,
  label: 'sequence 0',
  stepLabels: [],
  tensors: names.map((name) => ({ name, shape: [steps, units], values: null })),
});

describe('runs side by side', function () {
  this.timeout(60_000);
  const open = panelPages({ width: 1000, height: 1000 });

  async function opened(): Promise<OpenPanel> {
    const panel = await open(await cells());
    await panel.page.getByText('Show states side by side').click();
    await asked(panel, 'askComparedTraces', 1);
    const traces = [['l0.h'], ['l0.h', 'l0.c'], null].map(
      (names) => names && { update: 40, probe: probeOf(names) },
    );
    await panel.send({ type: 'comparedTraces', id: 1, traces });
    return panel;
  }

  /** The host's answer to a request for tensors, in two parts. */
  async function answer(panel: OpenPanel, count: number): Promise<void> {
    for (const message of (await asked(panel, 'askTensors', count)).slice(-count)) {
      for (const { source, name } of message.type === 'askTensors' ? message.tensors : []) {
        const values = source.of === 'compared' ? valuesOf(source.run) : new Float32Array();
        for (const at of [0, 100]) {
          const part = values.slice(at, at + 100);
          await panel.send({ type: 'tensorPart', source, name, at, values: part });
        }
      }
    }
  }

  async function asked({ page, posted }: OpenPanel, type: string, count: number) {
    await page.waitForFunction(
      (wanted) => window.posted.filter((message) => message.type === wanted.type).length >= wanted.count,
      { type, count },
    );
    return (await posted()).filter((message) => message.type === type);
  }

  it('have one scale, one cursor and one range, and show each value to the last digit', async () => {
    const panel = await opened();
    const { page } = panel;
    await answer(panel, 2);
    const heatmaps = page.locator('unroll-side-by-side unroll-heatmap');
    await heatmaps.nth(1).waitFor();
    assert.equal(await heatmaps.count(), 2);
    const legends = await heatmaps.evaluateAll((all) =>
      all.map((each) => each.shadowRoot?.querySelector('.legend')?.textContent?.replace(/\s+/g, ' ')),
    );
    assert.equal(legends[0], legends[1]);
    assert.match(legends[0] ?? '', /0\.1/, 'the scale holds the larger run');
    assert.match(await page.locator('[data-run="2"]').innerText(), /This run has no trace/);

    const text = await hover(heatmaps.nth(1), 7, 3);
    assert.match(text, /run\s+lstm/i);
    assert.equal(Math.fround(Number(/l0\.h\s+(-?[\d.e-]+)/.exec(text)?.[1])), valuesOf(1)[7 * units + 3]);
    const lines = await heatmaps.evaluateAll((all) =>
      all.map((each) => each.shadowRoot?.querySelector<HTMLElement>('.line')?.style.left),
    );
    assert.equal(lines[0], lines[1]);
    await page.keyboard.press('Escape');
  });

  it('state which of them has no such tensor, and request the values of the others alone', async () => {
    const panel = await opened();
    const { page } = panel;
    await answer(panel, 2);
    const list = page.locator('[data-path="view.comparedTensor"]');
    await list.click();
    await list.getByRole('option', { name: 'Cell state c, layer 0' }).click();
    const messages = await asked(panel, 'askTensors', 3);
    assert.deepEqual(messages.slice(2), [
      {
        type: 'askTensors',
        tensors: [{ source: { of: 'compared', comparison: 1, run: 1, update: 40 }, name: 'l0.c' }],
      },
    ]);
    assert.match(await page.locator('[data-run="0"]').innerText(), /This run has no such tensor/);
    await answer(panel, 1);
    await page.locator('unroll-side-by-side unroll-heatmap').waitFor();
    // The released values are requested once more.
    await list.click();
    await list.getByRole('option', { name: 'Hidden state h, layer 0' }).click();
    await asked(panel, 'askTensors', 4);
  });
});

async function hover(heatmap: Locator, step: number, unit: number): Promise<string> {
  const area = heatmap.locator('.plot');
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  assert.ok(box);
  await area.hover({
    position: { x: ((step + 0.5) / steps) * box.width, y: ((unit + 0.5) / units) * box.height },
  });
  return (await heatmap.locator('.tooltip').textContent()) ?? '';
}
