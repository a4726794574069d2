/** Takes pictures of the real workbench: opens a window in a theme, and writes a file for each picture. */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { say } from '../vscode/say';
import { Workbench } from '../vscode/workbench';
import { waitForStatus } from './panelPage';

export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
} as const;
export type Theme = keyof typeof themes;

/** Part of the window, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const largest = 250_000;

/** Opens a window of the given size, without distracting elements. */
export async function inTheme(
  theme: Theme,
  size: { readonly width: number; readonly height: number },
  work: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const settings = {
    'window.title': 'examples',
    'window.commandCenter': false,
    'editor.minimap.enabled': false,
    'breadcrumbs.enabled': false,
    'debug.internalConsoleOptions': 'neverOpen',
  };
  const workbench = await Workbench.open({ settings, ...size });
  try {
    await workbench.command('Preferences: Color Theme');
    await workbench.answer(themes[theme], themes[theme]);
    await workbench.command('View: Close Primary Side Bar');
    await work(workbench);
  } finally {
    await workbench.close();
  }
}

/** Scrolls the panel to a section. */
export async function show({ panel }: Workbench, section: string): Promise<void> {
  await panel.locator('nav button', { hasText: section }).click();
}

/** Writes `media/<name>.png`. */
export async function take({ page }: Workbench, name: string, clip?: Box): Promise<void> {
  const file = path.join(root, 'media', `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.waitForTimeout(500); // until fading elements have faded
  await page.screenshot({ path: file, clip });
  const { size } = statSync(file);
  say(
    `media/${name}.png, ${Math.round(size / 1000)} kB${size > largest ? ': larger than it should be' : ''}`,
  );
}

/** Trains a config of the examples to its end. */
export async function train(workbench: Workbench, config: string): Promise<void> {
  await workbench.openFile(config);
  await workbench.command('Unroll: Train Sequence Model');
  await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
  await workbench.page.locator('.codelens-decoration a', { hasText: 'last run' }).waitFor();
  await workbench.command('Notifications: Clear All Notifications');
}

/** Tries a fix for the RNN that forgets: the two trainings appear side by side. */
export async function tryFix(workbench: Workbench): Promise<void> {
  const { page, panel, input } = workbench;
  await workbench.command('View: Focus First Editor Group');
  await page.keyboard.press('Control+G');
  await input.fill(':7:14');
  await page.keyboard.press('Enter');
  await workbench.editor.locator('.squiggly-warning').first().waitFor();
  const offered = page.locator('.action-widget:visible .monaco-list-row.action', {
    hasText: 'Try it: Use a GRU',
  });
  while (!(await offered.isVisible())) {
    await page.keyboard.press('Escape'); // the editor may have asked for fixes before the finding was there
    await page.keyboard.press('Control+.');
    await page.waitForTimeout(3000);
  }
  await offered.click();
  await panel.locator('#comparison .outcome.helped').waitFor({ timeout: 120_000 });
  await workbench.command('Notifications: Clear All Notifications');
}
