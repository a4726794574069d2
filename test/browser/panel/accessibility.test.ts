/** What axe-core finds in the panel: nothing, in each theme, wide and narrow, at 100 % and 200 %. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { helped } from './compared';
import { panelPages } from './pages';
import { names, noRun, type Scene, vanishing, weather } from './scenes';
import type { ThemeName } from './themes';
import { waves } from './trained';

/** What is open beyond what opens by itself. */
const states: Readonly<Record<string, unknown>> = {
  'an LSTM': {
    tables: ['states l0.h', 'gradients l0.grad.h.norm'],
    pattern: { steps: [10, 13], state: 'h', threshold: 0.05, offBefore: false, offAfter: false },
  },
};

const scenes: Readonly<Record<string, () => Scene | Promise<Scene>>> = {
  'no run yet': noRun,
  'an LSTM': weather,
  'an RNN that forgets': vanishing,
  'a text': names,
  'a training that can be scrubbed': () => waves('lstm'),
  'a comparison': helped,
};

const windows: readonly { readonly theme: ThemeName; readonly width: number; readonly words: string }[] = [
  { theme: 'dark', width: 1000, words: 'dark' },
  // What a window of 1000 pixels has left at 200 %.
  { theme: 'light', width: 500, words: 'light, 200 %' },
  { theme: 'hc-black', width: 400, words: 'high contrast, a column of 400 pixels' },
  { theme: 'hc-light', width: 1000, words: 'light high contrast' },
];

describe('a person who cannot see the panel, or cannot use a mouse', function () {
  this.timeout(120_000);
  const open = panelPages({ height: 1400 });

  for (const [name, scene] of Object.entries(scenes)) {
    it(`meets nothing that axe-core objects to: ${name}`, async () => {
      const shown = await scene();
      for (const { theme, width, words } of windows) {
        const { page } = await open(shown, { theme, width, state: states[name] });
        assert.deepEqual(await objections(page), [], words);
      }
    });
  }
});

/** One line for each element that breaks a rule. */
async function objections(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(' ')}: ${failureSummary}`,
    ),
  );
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
