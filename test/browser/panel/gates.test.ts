/** The terms of the gates' pre-activations, shown beside the gates. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelPages } from './pages';
import { waves } from './scenes/trained';

describe('the gates in the panel', function () {
  this.timeout(60_000);
  const open = panelPages({ height: 1400 });

  for (const [cell, gate] of [
    ['lstm', 'f'],
    ['lstm', 'o'],
    ['gru', 'z'],
  ] as const) {
    it(`are the sigmoid of the inputs shown for them: ${gate} of the ${cell.toUpperCase()}`, async () => {
      const { page } = await open(waves(cell));
      const opened = await valueAt(page, `l0.gate.${gate}`, 20, 5);
      const choice = page.locator('#gates').getByRole('radio', { name: 'Preactivations' });
      await choice.focus();
      await page.keyboard.press('Space');
      const z = await valueAt(page, `l0.preactivation.${gate}`, 20, 5);
      assert.ok(Math.abs(1 / (1 + Math.exp(-z)) - opened) < 1e-6, `σ(${z}) is not ${opened}`);
      assert.equal(await page.locator(`[data-name="l0.gate.${gate}"]`).count(), 0);
    });
  }
});

async function valueAt(page: Page, name: string, step: number, unit: number): Promise<number> {
  const heatmap = page.locator(`[data-name="${name}"]`);
  const area = heatmap.locator('.plot');
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + ((step + 0.5) / 48) * box.width, box.y + ((unit + 0.5) / 16) * box.height);
  const text = (await heatmap.locator('.tooltip').textContent()) ?? '';
  return Number(/unit\s+\d+\s+\D*?\s(-?[\d.e-]+)\s/.exec(text)?.[1]);
}
