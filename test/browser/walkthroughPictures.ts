/**
 * Takes the pictures of Get Started, `media/walkthrough/`: one for each of its steps, in a dark and a light
 * theme.
 */
import type { Workbench } from '../vscode/workbench';
import { heatmap, hoverText } from './panelPage';
import { type Box, inTheme, show, take, train, tryFix } from './pictures';

/** Size of the window, small enough that words are readable where a step shows it. */
const size = { width: 1100, height: 720 };
/** Parts of the window, so that they are shown large enough. */
const question = { x: 180, y: 31, width: 760, height: 420 };
const editors = { x: 52, y: 31, width: 1044, height: 656 };
const panel = { x: 574, y: 31, width: 522, height: 656 };

export async function walkthrough(): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await inTheme(theme, size, async (workbench) => {
      const picture = (step: string, part: Box) => take(workbench, `walkthrough/${step}-${theme}`, part);
      await askWhatToPredict(workbench);
      await picture('data', question);
      await workbench.page.keyboard.press('Escape');
      await train(workbench, 'weather.unroll.json');
      await picture('train', editors);
      await show(workbench, 'States');
      await hoverText(heatmap(workbench.panel, 'l0.h'), 0.62, 0.4);
      await picture('states', panel);
      await workbench.command('View: Close All Editors');
      await train(workbench, 'adding-rnn.unroll.json');
      await show(workbench, 'Gradients');
      await picture('gradients', panel);
      await tryFix(workbench);
      await picture('fix', panel);
    });
  }
}

async function askWhatToPredict(workbench: Workbench): Promise<void> {
  await workbench.openFile('seattle-weather.csv');
  await workbench.command('Unroll: New Config');
  await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'temp_max' }).waitFor();
}
