/**
 * The panel's page in a browser, with a trace of 512 units over 10,000 steps: how long until its first picture, and what each
 * frame takes while a person moves the cursor, zooms and pans. The events are real ones, of the browser's mouse and keys.
 */
import type { Page } from 'playwright-core';
import { aligned, digits } from '../src/bench/lines';
import type { HostToPanel } from '../src/protocol';
import { bundlePanel, launch, openPanel } from '../test/browser/panel/page';
import { weather } from '../test/browser/panel/scenes';
import { type FrameParts, framesOf, longestScript } from './panelFrames';
import { makeTraces, record } from './panelPage';
import { type Outcome, outcomeNow } from './results';

/** Median and 95th percentile, in milliseconds. */
interface Spread {
  readonly median: number;
  readonly p95: number;
}

export interface PanelNumbers {
  readonly size: { readonly units: number; readonly steps: number };
  readonly window: { readonly width: number; readonly height: number };
  /** Of each trace that arrived: milliseconds until the first heatmap in view, and the last of them, was painted. */
  readonly pictures: readonly { readonly first: number; readonly all: number; readonly longest: number }[];
  readonly gestures: readonly {
    readonly name: string;
    readonly frames: number;
    readonly frame: Spread;
    readonly script: Spread;
    readonly page: Spread;
    readonly raster: Spread;
  }[];
}

const size = { units: 512, steps: 10_000 };
const window = { width: 900, height: 900 };
const secondsOfGesture = 4;
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'cc', 'viz', 'v8'];

export async function measurePanel(): Promise<Outcome<PanelNumbers>> {
  const browser = await launch();
  try {
    const scene = weather(30, 64);
    const messages = scene.messages.filter(({ type }) => type === 'form' || type === 'run');
    const { page } = await openPanel(browser, await bundlePanel(), { ...scene, messages }, window, record);
    await page.evaluate(makeTraces, size);
    const pictures: { first: number; all: number; longest: number }[] = [];
    await page.evaluate((message: HostToPanel) => globalThis.postMessage(message, '*'), {
      type: 'show',
      view: 'states',
    } as const);
    for (let moment = 1; moment <= 5; moment++) {
      await browser.startTracing(page, { categories });
      const { first, all } = await timeToPicture(page, moment);
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
      pictures.push({ first, all, longest: longestScript(traceEvents, 'webview.js') });
    }
    const gestures = [];
    for (const [name, act] of Object.entries(gesturesOf(page, await centreOf(page, 'l0.h')))) {
      await browser.startTracing(page, { categories });
      const end = performance.now() + 1000 * secondsOfGesture;
      await act(() => performance.now() < end);
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
      const parts = framesOf(traceEvents, 'webview.js');
      const of = (part: keyof FrameParts) => spread(parts[part]);
      gestures.push({
        name,
        frames: parts.frame.length,
        frame: of('frame'),
        script: of('script'),
        page: of('page'),
        raster: of('raster'),
      });
    }
    return outcomeNow({ size, window, pictures, gestures }, []);
  } finally {
    await browser.close();
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person does over a heatmap, as long as `more` says so. */
function gesturesOf(
  page: Page,
  { x, y, width, height }: Box,
): Readonly<Record<string, (more: () => boolean) => Promise<void>>> {
  const across = (share: number) => page.mouse.move(x + share * width, y + height * (0.3 + 0.4 * share));
  const wheel = (key: string, by: (turn: number) => number) => async (more: () => boolean) => {
    await page.keyboard.down(key);
    for (let turn = 0; more(); turn++) {
      await page.mouse.wheel(0, by(turn));
      await page.waitForTimeout(4);
    }
    await page.keyboard.up(key);
  };
  const cursor = async (more: () => boolean) => {
    for (let turn = 0; more(); turn++) {
      await across(0.5 + 0.45 * Math.sin(turn / 40));
      await page.waitForTimeout(4);
    }
  };
  return {
    'cursor, all steps in view': cursor,
    'zoom in and out': wheel('Control', (turn) => (turn % 48 < 24 ? -100 : 100)),
    'zoom to a quarter': async () => {
      await page.keyboard.down('Control');
      for (let turn = 0; turn < 6; turn++) {
        await page.mouse.wheel(0, -100);
        await page.waitForTimeout(50);
      }
      await page.keyboard.up('Control');
    },
    'pan, a quarter of the steps in view': wheel('Shift', (turn) => (turn % 32 < 16 ? -100 : 100)),
    'cursor, a quarter of the steps in view': cursor,
  };
}

async function centreOf(page: Page, name: string): Promise<Box> {
  const plot = page.locator(`[data-name="${name}"] .plot`);
  const box = await plot.boundingBox();
  if (!box) {
    throw new Error(`the heatmap of ${name} is not in view`);
  }
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return box;
}

/** Posts a trace and waits for the heatmaps in view. */
async function timeToPicture(page: Page, moment: number): Promise<{ first: number; all: number }> {
  return page.evaluate(async (moment) => {
    const { recorded } = globalThis.window;
    recorded.painted = [];
    recorded.arrivals = [];
    await globalThis.window.giveTrace(moment);
    const wanted = ['l0.h', 'l0.c'];
    const done = () => wanted.every((name) => recorded.painted.some((paint) => paint.name === name));
    const end = performance.now() + 10_000;
    while (!done() && performance.now() < end) {
      await new Promise((next) => requestAnimationFrame(next));
    }
    const times = recorded.painted.filter(({ name }) => wanted.includes(name)).map(({ at }) => at);
    // What follows, of plots that are not in view, is not part of the next measurement.
    await new Promise((next) => setTimeout(next, 1000));
    return {
      first: Math.min(...times) - recorded.arrivals[0],
      all: Math.max(...times) - recorded.arrivals[0],
    };
  }, moment);
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}

export function panelTable({ size, window, pictures, gestures }: PanelNumbers): string {
  const cells = ({ median, p95 }: Spread) => [digits(median), digits(p95)];
  return [
    `${size.units} units × ${size.steps} steps, in a window of ${window.width} × ${window.height}. Milliseconds.`,
    ...aligned([
      ['from the arrival of a trace', 'first heatmap', 'all in view', 'longest script'],
      ...pictures.map(({ first, all, longest }, index) => [
        index === 0 ? 'the first' : 'another',
        digits(first),
        digits(all),
        digits(longest),
      ]),
    ]),
    '',
    ...aligned([
      ['', 'frames', 'frame', '95 %', 'script', '95 %', 'style, paint', '95 %', 'raster', '95 %'],
      ...gestures.map(({ name, frames, frame, script, page, raster }) => [
        name,
        String(frames),
        ...cells(frame),
        ...cells(script),
        ...cells(page),
        ...cells(raster),
      ]),
    ]),
    'Medians and 95th percentiles. A frame is by the clock; its parts are the processor’s time. Script has the layout that it\nforces; raster is software’s, in threads of its own.',
  ].join('\n');
}
