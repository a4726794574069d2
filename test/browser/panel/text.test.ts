/** The text that a model read, and the cursor that it shares with the plots. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { bundlePanel, launch, openPanel } from './page';
import { names, weather } from './scenes/scenes';

describe('the text in the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(() => browser.close());

  it('shows the characters, moves the cursor of the plots and follows it', async () => {
    const { page, troubles } = await openPanel(browser, script, names(), { height: 1600 });
    const text = page.locator('unroll-text-view');
    assert.equal((await text.locator('.text span').allTextContents()).join(''), 'Bartholomew⏎');
    await text.locator('[data-step="3"]').hover();
    await page.locator('#gates .readout', { hasText: '3 · t' }).waitFor();
    assert.match(
      (await text.locator('.said').textContent()) ?? '',
      /predicted\s*\S+ 0\.\d+[\s\S]*target\s*h 0\.\d+, (hit|missed)/,
    );
    await text.locator('[data-step="3"]').click();
    await text.locator('[data-step="7"]').hover();
    assert.equal(await text.locator('.current').textContent(), 't'); // the held character
    await text.locator('.text').focus();
    await page.keyboard.press('ArrowRight');
    await text.locator('[data-step="4"].current').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-name="l0.c"] .plot').hover({ position: { x: 2, y: 2 } });
    await text.locator('[data-step="0"].current').waitFor();
    assert.match((await text.locator('.title').textContent()) ?? '', /h of unit 0, linear/);
    await text.getByRole('radio', { name: 'c', exact: true }).click();
    await text.getByText(/c of unit 0, linear/).waitFor();
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('is absent where steps are not characters', async () => {
    const { page } = await openPanel(browser, script, weather());
    await page.locator('[data-name="l0.h"]').waitFor();
    assert.equal(await page.locator('unroll-text-view').count(), 0);
    await page.close();
  });
});
