/** axe-core finds no problem in the panel: in each theme, wide and narrow, at 100 % and 200 %. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { typeInto } from '../panelPage';
import type { OpenPanel } from './page';
import { panelPages } from './pages';
import { foundIn, weatherPlaces } from './places';
import { helped } from './scenes/compared';
import { forecast, sky } from './scenes/evaluated';
import { names, noRun, type Scene, vanishing, weather } from './scenes/scenes';
import { waves } from './scenes/trained';
import { changedWave, whole } from './scenes/whatIfScene';
import { drawnState, writtenScene } from './scenes/writtenScene';
import type { ThemeName } from './themes';

/** States that open the sections that are closed at first. */
const states: Readonly<Record<string, unknown>> = {
  'an LSTM': {
    tables: ['states l0.h', 'gradients l0.grad.h.norm'],
    pattern: { steps: [10, 13], state: 'h', threshold: 0.05, offBefore: false, offAfter: false },
  },
  'a text that the model wrote': drawnState,
};

const scenes: Readonly<Record<string, () => Scene | Promise<Scene>>> = {
  'no run yet': noRun,
  'an LSTM': weather,
  'an RNN that forgets': vanishing,
  'a text': names,
  'a training that can be scrubbed': () => waves('lstm'),
  'a text that the model wrote': writtenScene,
  'an evaluation of classes': sky,
  'an evaluation of values': forecast,
  'a comparison': helped,
  'a value that was changed in the debugger': () => whole(changedWave()),
};

const windows: readonly { readonly theme: ThemeName; readonly width: number; readonly words: string }[] = [
  { theme: 'dark', width: 1000, words: 'dark' },
  // Width of a 1000-pixel window at 200 %.
  { theme: 'light', width: 500, words: 'light, 200 %' },
  { theme: 'hc-black', width: 400, words: 'high contrast, a column of 400 pixels' },
  { theme: 'hc-light', width: 1000, words: 'light high contrast' },
];

describe('the panel for a user who cannot see it, or cannot use a mouse', function () {
  this.timeout(120_000);
  const open = panelPages({ height: 1400 });

  for (const [name, scene] of Object.entries(scenes)) {
    it(`has nothing that axe-core objects to: ${name}`, async () => {
      const shown = await scene();
      for (const { theme, width, words } of windows) {
        const { page } = await open(shown, { theme, width, state: states[name] });
        assert.deepEqual(await objections(page), [], words);
      }
    });
  }

  it('has nothing that axe-core objects to: a pattern and its places', async () => {
    for (const { theme, width, words } of windows) {
      for (const scene of [weather(), names()]) {
        const panel = await open(scene, { theme, width });
        await searchPattern(panel);
        assert.deepEqual(await objections(panel.page), [], words);
      }
    }
  });
});

/**
 * By keyboard: chooses steps, holds a unit, takes another out, finds places, and types a step that does not
 * exist.
 */
async function searchPattern({ page, send, posted }: OpenPanel): Promise<void> {
  await send({ type: 'show', view: 'pattern' });
  const view = page.locator('unroll-pattern-view');
  const field = (name: RegExp) => view.getByRole('textbox', { name });
  for (const [name, text] of [
    [/^First step/, '3'],
    [/^Last step/, '5'],
    [/^Threshold/, '0.05'],
  ] as const) {
    await typeInto(field(name), text);
  }
  await view.getByText(/on throughout steps 3 to 5/).waitFor();
  await view.locator('.hold').first().press('Enter');
  await view.locator('.take').nth(1).press('Enter');
  await view.getByRole('button', { name: 'Find in the data' }).press('Enter');
  await view.getByText('Reading the data').waitFor();
  const asked = (await posted()).findLast((message) => message.type === 'findPattern');
  assert.ok(asked);
  const { id, question } = asked;
  const text = await page.locator('unroll-text-view').count();
  const found = text > 0 ? foundIn(question) : weatherPlaces(question);
  await send({ type: 'patternFound', id, found });
  await view.getByRole('listitem').first().waitFor();
  await typeInto(field(/^First step/), '1000');
  await view.getByRole('alert').waitFor();
}

/** Returns one line for each element that breaks a rule. */
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
