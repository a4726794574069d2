/**
 * `npm run screenshots` takes the pictures of the README and of Get Started from the real workbench with the
 * examples trained; `npm run screenshots -- readme`, `debugging` or `walkthrough` takes some of them. Review
 * them before you check them in.
 */
import { runMain } from '../vscode/say';
import type { Workbench } from '../vscode/workbench';
import { openForward, watch } from './debugViews';
import { heatmap, hoverText } from './panelPage';
import { type Box, inTheme, show, type Theme, take, themes, train, tryFix } from './pictures';
import { walkthrough } from './walkthroughPictures';

const size = { width: 1400, height: 900 };

const parts: Readonly<Record<string, () => Promise<void>>> = { readme, debugging, walkthrough };

async function main(): Promise<void> {
  const [wanted] = process.argv.slice(2);
  for (const [name, takePart] of Object.entries(parts)) {
    if (wanted === undefined || wanted === name) {
      await takePart();
    }
  }
}

async function readme(): Promise<void> {
  for (const theme of Object.keys(themes).filter((name): name is Theme => name in themes)) {
    await inTheme(theme, size, async (workbench) => {
      await train(workbench, 'weather.unroll.json');
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
  await inTheme('dark', size, async (workbench) => {
    await train(workbench, 'adding-rnn.unroll.json');
    await tryFix(workbench);
    await take(workbench, 'try-it');
  });
}

/** A sequence half-way through, with the views that are open after an hour of debugging. */
async function debugging(): Promise<void> {
  await inTheme('dark', size, async (workbench) => {
    const { page } = workbench;
    await train(workbench, 'weather.unroll.json');
    await show(workbench, 'States');
    await workbench.command('View: Focus First Editor Group');
    await page.keyboard.press('F5');
    await page.locator('.debug-toolbar').waitFor();
    await workbench.command('View: Show Run and Debug');
    await openForward(page);
    await watch(page, 'norm(grad.h)');
    for (let step = 1; step <= 17; step++) {
      await page.keyboard.press('F10');
      await page
        .locator('.stack-frame', { hasText: `t = ${step} ` })
        .first()
        .waitFor();
    }
    await page.mouse.move(700, 850);
    await take(workbench, 'debugger');
  });
}

/** @returns the position of the hover */
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

runMain(main);
