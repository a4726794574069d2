/** Opens and closes the pages of a suite of panel tests. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import type { Scene } from './scenes/scenes';

/**
 * Returns a function that opens pages, for use in a `describe`. The pages are closed after each test; the
 * test fails if one of them reported a problem.
 * @param defaults settings of every page
 */
export function panelPages(
  defaults: PageOptions = {},
): (scene: Scene, options?: PageOptions) => Promise<OpenPanel> {
  let browser: Browser;
  let script: string;
  const opened: OpenPanel[] = [];
  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(() => browser?.close());
  afterEach(async () => {
    for (const { page, troubles } of opened.splice(0)) {
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });
  return async (scene, options = {}) => {
    const panel = await openPanel(browser, script, scene, { ...defaults, ...options });
    opened.push(panel);
    return panel;
  };
}
