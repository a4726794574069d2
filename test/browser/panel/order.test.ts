/** The order in which the units of a layer are shown. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { byEffect, byPeak } from '../../../webview/state/unitOrder';
import { panelPages } from './pages';
import { waves } from './scenes/trained';

const scene = waves('lstm');
const history = scene.history ?? [];
const [steps, units] = [48, 16];

describe('the order of the units', function () {
  this.timeout(60_000);
  const open = panelPages({ height: 1400 });

  const tensorAt = (snapshot: number, name: string) => {
    const trace = history.at(snapshot)?.trace;
    const values = trace?.probes[0].tensors.find((tensor) => tensor.name === name)?.values;
    assert.ok(values, name);
    return { name, steps, size: units, values };
  };
  const last = history.length - 1;

  async function unitAt(page: Page, name: string, place: number): Promise<number> {
    const heatmap = page.locator(`[data-name="${name}"]`);
    const area = heatmap.locator('.plot');
    await area.scrollIntoViewIfNeeded();
    const box = await area.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + (10.5 / steps) * box.width, box.y + ((place + 0.5) / units) * box.height);
    const text = (await heatmap.locator('.tooltip').textContent()) ?? '';
    return Number(/unit\s+(\d+)/.exec(text)?.[1]);
  }

  const choose = async (page: Page, label: string): Promise<void> => {
    const list: Locator = page.locator('[data-path="view.unitOrder"]');
    await list.click();
    await list.getByRole('option', { name: label }).click();
  };

  it('is that of the index until another is chosen; then every heatmap of the layer uses it', async () => {
    const { page, kept } = await open(scene);
    assert.equal(await unitAt(page, 'l0.h', 3), 3);
    await choose(page, 'Units by effect on the loss');
    const order = finished(byEffect(tensorAt(last, 'l0.h'), tensorAt(last, 'l0.grad.h')));
    assert.notEqual(order[0], 0, 'the order of the scene differs from that of the index');
    await page.waitForFunction(() => document.querySelector('unroll-panel')?.store.state.order !== null);
    for (const name of ['l0.h', 'l0.c', 'l0.gate.f', 'l0.grad.h']) {
      for (const place of [0, 7, 15]) {
        assert.equal(await unitAt(page, name, place), order[place], `${name}, place ${place}`);
      }
    }
    assert.equal(((await kept()) as { unitOrder: string }).unitOrder, 'effect');
  });

  it('moves the cursor to the neighbour in the order, and shows the value of that unit', async () => {
    const { page } = await open(scene);
    await choose(page, 'Units by time of their peak');
    const h = tensorAt(last, 'l0.h');
    const order = finished(byPeak(h));
    const first = await unitAt(page, 'l0.h', 4);
    assert.equal(first, order[4]);
    await page.locator('[data-name="l0.h"] .plot').focus();
    await page.keyboard.press('ArrowDown');
    const text = await page.locator('[data-name="l0.h"] .tooltip').innerText();
    assert.match(text, new RegExp(`unit\\s+${order[5]}\\b`));
    assert.equal(Math.fround(Number(/\bh\s+(-?[\d.e-]+)/.exec(text)?.[1])), h.values[10 * units + order[5]]);
  });

  it('stays while the training is scrubbed, until it is requested again', async () => {
    const { page } = await open(scene);
    await choose(page, 'Units by effect on the loss');
    const at = (snapshot: number) =>
      finished(byEffect(tensorAt(snapshot, 'l0.h'), tensorAt(snapshot, 'l0.grad.h')));
    assert.notDeepEqual(at(0), at(last), 'the order differs between the snapshots');
    assert.equal(await unitAt(page, 'l0.h', 0), at(last)[0]);
    await page.getByRole('slider', { name: 'Moment of training' }).focus();
    await page.keyboard.press('Home');
    const anew = page.getByText('Reorder');
    await anew.waitFor();
    assert.equal(await unitAt(page, 'l0.h', 0), at(last)[0]);
    await anew.click();
    await anew.waitFor({ state: 'detached' });
    const order = at(0);
    assert.deepEqual([await unitAt(page, 'l0.h', 0), await unitAt(page, 'l0.h', 15)], [order[0], order[15]]);
  });
});

function finished(work: Generator<undefined, Int32Array>): readonly number[] {
  for (;;) {
    const next = work.next();
    if (next.done) {
      return [...next.value];
    }
  }
}
