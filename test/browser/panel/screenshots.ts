/**
 * Takes screenshots of the panel in every theme and scene, for review during development: `node
 * dist/test/browser/panel/screenshots.js [folder] [scene…]`. They are neither shipped nor tested.
 */
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundlePanel, launch, openPanel } from './page';
import { cancelled, cells, comparing, helped, noHelp, trying, variants } from './scenes/compared';
import { characters, forecast, sky, temperature, warm } from './scenes/evaluated';
import { failedAtOnce, large, longNames, single } from './scenes/extremes';
import { scenes as drawn, type Scene } from './scenes/scenes';
import { copying, forgetful, waves } from './scenes/trained';
import { changedCopy, changedWave, whole } from './scenes/whatIfScene';
import { writtenScene } from './scenes/writtenScene';
import type { ThemeName } from './themes';

const scenes: Readonly<Record<string, () => Scene | Promise<Scene>>> = {
  ...drawn,
  characters,
  forecast,
  sky,
  temperature,
  warm,
  written: writtenScene,
  copying,
  forgetful,
  waves,
  single,
  large,
  failedAtOnce,
  longNames,
  changedWave: () => whole(changedWave()),
  changedCopy: () => whole(changedCopy()),
  cancelled,
  cells,
  comparing,
  helped,
  noHelp,
  trying,
  variants,
};

const shots: readonly (readonly [scene: string, theme: ThemeName, width: number, height: number])[] = [
  ['weather', 'dark', 720, 2700],
  ['weather', 'light', 1200, 2100],
  ['weather', 'hc-black', 720, 2700],
  ['weather', 'hc-light', 720, 2700],
  ['weather', 'dark', 400, 3200],
  ['names', 'light', 680, 2400],
  ['vanishing', 'dark', 680, 2200],
  ['copying', 'dark', 760, 4300],
  ['copying', 'light', 1200, 3900],
  ['forgetful', 'light', 760, 4000],
  ['forgetful', 'hc-black', 760, 4000],
  ['forgetful', 'dark', 400, 4600],
  ['waves', 'hc-light', 760, 4200],
  ['failing', 'dark', 680, 700],
  ['noRun', 'dark', 900, 800],
  ['loading', 'light', 680, 500],
  ['long', 'dark', 900, 2700],
  ['single', 'dark', 760, 3600],
  ['single', 'light', 400, 3600],
  ['large', 'light', 900, 3600],
  ['failedAtOnce', 'dark', 900, 1800],
  ['longNames', 'dark', 900, 900],
  ['longNames', 'light', 400, 900],
  ['comparing', 'dark', 900, 700],
  ['cells', 'light', 1200, 620],
  ['cells', 'hc-black', 720, 700],
  ['cells', 'dark', 400, 1000],
  ['helped', 'dark', 900, 560],
  ['helped', 'hc-light', 720, 640],
  ['noHelp', 'light', 720, 600],
  ['noHelp', 'dark', 400, 900],
  ['trying', 'hc-black', 720, 600],
  ['cancelled', 'light', 900, 500],
  ['changedWave', 'dark', 800, 1100],
  ['changedWave', 'light', 1200, 1100],
  ['changedWave', 'hc-black', 400, 1300],
  ['changedCopy', 'hc-light', 760, 1100],
  ['written', 'dark', 900, 1100],
  ['written', 'light', 1200, 1100],
  ['written', 'hc-black', 720, 1100],
  ['variants', 'dark', 900, 800],
  ['sky', 'dark', 760, 1400],
  ['sky', 'light', 760, 1400],
  ['sky', 'hc-black', 760, 1400],
  ['characters', 'dark', 760, 1700],
  ['characters', 'light', 400, 1700],
  ['forecast', 'light', 900, 1700],
  ['forecast', 'hc-light', 400, 1700],
  ['temperature', 'dark', 760, 1700],
  ['warm', 'dark', 760, 1100],
  ['variants', 'hc-light', 400, 1200],
];

async function main(): Promise<void> {
  const [folder = path.join(os.tmpdir(), 'unroll-panel'), ...wanted] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  const script = await bundlePanel();
  for (const [name, theme, width, height] of shots) {
    if (wanted.length > 0 && !wanted.includes(name)) {
      continue;
    }
    const { page, troubles } = await openPanel(browser, script, await scenes[name](), {
      theme,
      width,
      height,
    });
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}-${width}.png`) });
    process.stdout.write(`${name} ${theme} ${width} ${troubles.join(' | ')}\n`);
    await page.close();
  }
  await browser.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
