/**
 * `npm run screenshots`: the pictures of the README, taken from the real workbench with the examples trained.
 * Look at them before you check them in.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { runMain, say } from '../vscode/say';
import { Workbench } from '../vscode/workbench';
import { heatmap, hoverText, waitForStatus } from './panelPage';

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
} as const;
type Theme = keyof typeof themes;

/** Part of the window, in pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const largest = 250_000;

async function main(): Promise<void> {
  for (const theme of Object.keys(themes).filter((name): name is Theme => name in themes)) {
    await inTheme(theme, 'weather.unroll.json', async (workbench) => {
      await show(workbench, 'States');
      await hoverText(heatmap(workbench.panel, 'l0.h'), 0.62, 0.4);
      await take(workbench, `panel-${theme}`);
      if (theme === 'dark') {
        await show(workbench, 'Gradients');
        await hoverText(heatmap(workbench.panel, 'l0.grad.h'), 0.8, 0.3);
        await take(workbench, 'gradients');
        const { x, y, width, height } = await hoverOverCell(workbench);
        const margin = 60;
        await take(workbench, 'hover', {
          x: x - margin,
          y: Math.max(0, y - margin),
          width: width + 2 * margin,
          height: height + 2 * margin,
        });
      }
    });
  }
  await inTheme('dark', 'adding-rnn.unroll.json', tryFix);
}

/** A fix of the RNN that forgets, tried: the two trainings side by side. */
async function tryFix(workbench: Workbench): Promise<void> {
  const { page, panel, input } = workbench;
  await workbench.command('View: Focus First Editor Group');
  await page.keyboard.press('Control+G');
  await input.fill(':7:14');
  await page.keyboard.press('Enter');
  await workbench.editor.locator('.squiggly-warning').first().waitFor();
  await page.keyboard.press('Control+.');
  const offered = page.locator('.action-widget:visible .monaco-list-row.action', {
    hasText: 'Try it: Use a GRU',
  });
  await offered.waitFor();
  await offered.click();
  await panel.locator('#comparison .outcome.helped').waitFor({ timeout: 120_000 });
  await workbench.command('Notifications: Clear All Notifications');
  await take(workbench, 'try-it');
}

async function inTheme(
  theme: Theme,
  config: string,
  work: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const settings = {
    'window.title': 'examples',
    'window.commandCenter': false,
    'editor.minimap.enabled': false,
    'breadcrumbs.enabled': false,
  };
  const workbench = await Workbench.open({ settings, width: 1400, height: 900 });
  try {
    await workbench.command('Preferences: Color Theme');
    await workbench.answer(themes[theme], themes[theme]);
    await workbench.openFile(config);
    await workbench.command('View: Close Primary Side Bar');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
    await workbench.command('Notifications: Clear All Notifications');
    await work(workbench);
  } finally {
    await workbench.close();
  }
}

async function show({ panel }: Workbench, section: string): Promise<void> {
  await panel.locator('nav button', { hasText: section }).click();
}

/** @returns where the hover is */
async function hoverOverCell({ page, editor }: Workbench): Promise<Box> {
  await editor.locator('.view-line span').getByText('"cell"', { exact: true }).last().hover();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'spectral radius' });
  await hover.waitFor();
  const box = await hover.boundingBox();
  if (!box) {
    throw new Error('the hover has gone');
  }
  return box;
}

async function take({ page }: Workbench, name: string, clip?: Box): Promise<void> {
  const file = path.join(root, 'media', `${name}.png`);
  await page.waitForTimeout(500); // until what fades has faded
  await page.screenshot({ path: file, clip });
  const { size } = statSync(file);
  say(
    `media/${name}.png, ${Math.round(size / 1000)} kB${size > largest ? ': larger than it should be' : ''}`,
  );
}

runMain(main);
