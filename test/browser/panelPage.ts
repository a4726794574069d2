/** Reads what a user sees of the panel from its page, as pixels and as text. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';

/**
 * Number of different colours in a heatmap's canvas, and the largest distance between two of them (at most
 * 441).
 */
export interface Colours {
  readonly different: number;
  readonly widest: number;
}

/**
 * Waits for a heatmap to be painted with more than `atLeast` colours. @returns the colours at the last check,
 * after 20 s at most
 */
export async function coloursOf(heatmap: Locator, atLeast: number): Promise<Colours> {
  const until = Date.now() + 20_000;
  for (;;) {
    const colours = await coloursNow(heatmap);
    if (colours.different > atLeast || Date.now() > until) {
      return colours;
    }
    await heatmap.page().waitForTimeout(100);
  }
}

async function coloursNow(heatmap: Locator): Promise<Colours> {
  return heatmap.locator('.plot canvas').evaluate((canvas) => {
    const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
    if (!context) {
      throw new Error('the heatmap has no canvas');
    }
    const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4) {
      seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    }
    const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];
    let widest = 0;
    for (const one of seen) {
      for (const other of seen) {
        const [a, b] = [channels(one), channels(other)];
        widest = Math.max(widest, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
      }
    }
    return { different: seen.size, widest };
  });
}

/** Points at a place in a plot, given as fractions of its width and height, and reads the hover's text. */
export async function hoverText(plot: Locator, across: number, down: number): Promise<string> {
  const area = plot.locator('.plot');
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  assert.ok(box);
  await area.hover({ position: { x: across * box.width, y: down * box.height } });
  const tooltip = plot.locator('.tooltip');
  await tooltip.waitFor();
  return textOf(tooltip);
}

/**
 * Types a text into a field of the panel and commits it; the toolkit's fields show the result a frame later.
 */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
  await field.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Returns the text of an element, with single spaces. */
export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

export function heatmap(panel: FrameLocator, name: string): Locator {
  return panel.locator(`unroll-heatmap[data-name="${name}"]`);
}

/** Waits for a state of the run, as the panel's top bar shows it. */
export async function waitForStatus(panel: FrameLocator, ...statuses: readonly string[]): Promise<void> {
  await panel
    .locator(statuses.map((status) => `unroll-top-bar [data-status="${status}"]`).join(', '))
    .waitFor({ timeout: 120_000 });
}
