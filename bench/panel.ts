/**
 * Measures the panel in a browser, both alone and in the workbench, with a trace of 512 units over 10,000
 * steps: the time until the first heatmap, and the time of each frame while a user moves the cursor, zooms
 * and pans. The events are real events of the browser's mouse and keyboard.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { measurement } from '../src/notation/numbers';
import { aligned } from '../src/speed/lines';
import { bundlePanel, launch, openPanel } from '../test/browser/panel/page';
import { weather } from '../test/browser/panel/scenes/scenes';
import { waitForStatus } from '../test/browser/panelPage';
import { say } from '../test/vscode/say';
import { Workbench } from '../test/vscode/workbench';
import { type Outcome, outcomeNow, troubleOf } from './outcome';
import { costOfPicture, type FrameParts, framesOf, longestScript } from './panelFrames';
import { measureOverhead, type Overhead, overheadLine } from './panelOverhead';
import { makeTraces, record } from './panelPage';
import { startRecording } from './panelRecording';

/** Median and 95th percentile, in milliseconds. */
interface Spread {
  readonly median: number;
  readonly p95: number;
}

interface Place {
  /** Place of the panel: `in a page of its own` or `in the workbench`. */
  readonly name: string;
  /** Size of the first heatmap's canvas, in pixels. */
  readonly canvas: { readonly width: number; readonly height: number };
  /**
   * Times of each trace that arrived, in milliseconds: until the first and until the last visible heatmap was
   * painted; the work of the page's thread until the first; and the longest stretch of script. The last two
   * are processor time.
   */
  readonly pictures: readonly {
    readonly first: number;
    readonly all: number;
    readonly work: number;
    readonly longest: number;
  }[];
  readonly gestures: readonly {
    readonly name: string;
    readonly frames: number;
    readonly frame: Spread;
    readonly script: Spread;
    readonly page: Spread;
    readonly raster: Spread;
  }[];
}

export interface PanelNumbers {
  readonly size: { readonly units: number; readonly steps: number };
  readonly places: readonly Place[];
  readonly overhead?: Overhead;
}

const size = { units: 512, steps: 10_000 };
const secondsOfGesture = 5;
/** Seconds of warm-up: a browser compiles code only after it has run for a while. */
const secondsBefore = 2;
/** End of the address of the panel's script. */
const script = '/webview.js';

export async function measurePanel(): Promise<Outcome<PanelNumbers>> {
  const places = [await measureAlone()];
  say(panelTable({ size, places }));
  const missing: string[] = [];
  try {
    places.push(await measureInWorkbench());
    say(panelTable({ size, places: places.slice(1) }));
  } catch (error) {
    missing.push(`the panel in the workbench: ${troubleOf(error)}`);
  }
  let overhead: Overhead | undefined;
  try {
    overhead = await measureOverhead();
  } catch (error) {
    missing.push(`the cost of an open panel: ${troubleOf(error)}`);
  }
  return outcomeNow({ size, places, overhead }, missing);
}

async function measureAlone(): Promise<Place> {
  const browser = await launch();
  try {
    const scene = weather(30, 64);
    const messages = scene.messages.filter(({ type }) => type === 'form' || type === 'run');
    const window = { width: 900, height: 900, state: { formOpen: false } };
    const { page } = await openPanel(browser, await bundlePanel(), { ...scene, messages }, window);
    await page.evaluate(record);
    await page.evaluate(makeTraces, size);
    const give = (snapshot: number) => () => page.evaluate((at) => globalThis.window.giveTrace(at), snapshot);
    return await measure('in a page of its own', page, page.mainFrame(), give);
  } finally {
    await browser.close();
  }
}

/** A model of that size, trained for one update: the host sends its traces in parts. */
async function measureInWorkbench(): Promise<Place> {
  // The window is high enough to show both heatmaps of a layer.
  const workbench = await Workbench.open({ width: 1400, height: 1200 });
  try {
    writeLongTraining(workbench.folder, size);
    await workbench.openFile('long.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed');
    const frame = await frameOf(workbench);
    await frame.evaluate(record);
    await frame.locator('nav button', { hasText: 'States' }).click();
    await frame.locator('[data-name="l0.h"] .plot canvas').waitFor();
    await workbench.page.waitForTimeout(5000);
    // Goes to the beginning of the training and back: the first time the values have to arrive, the second
    // time the page has them.
    const go = (snapshot: number) => () => frame.locator('main').press(snapshot % 2 === 1 ? '[' : ']');
    const scrub = async (more: () => boolean) => {
      for (let snapshot = 1; more(); snapshot++) {
        await go(snapshot)();
      }
    };
    return await measure('in the workbench', workbench.page, frame, go, [
      { name: 'scrub the training', act: scrub },
    ]);
  } catch (error) {
    await workbench.keepPicture('bench of the panel');
    throw error;
  } finally {
    await workbench.close();
  }
}

async function frameOf(workbench: Workbench): Promise<Frame> {
  const panel = await workbench.page
    .locator('iframe.webview.ready')
    .contentFrame()
    .locator('iframe#active-frame')
    .elementHandle();
  const frame = await panel?.contentFrame();
  if (!frame) {
    throw new Error('the panel has no frame');
  }
  return frame;
}

/** A wave with one step more than a sequence. */
function writeLongTraining(folder: string, { steps, units }: PanelNumbers['size']): void {
  const wave = (t: number) => Math.sin(t / 50) + 0.5 * Math.sin(t / 311) + 0.1 * Math.sin(t * 12.9898);
  const rows = Array.from({ length: steps + 1 }, (_, t) => `${wave(t)},${wave(t + 1)}`);
  writeFileSync(path.join(folder, 'long.csv'), ['x,next', ...rows, ''].join('\n'));
  const config = {
    data: { file: 'long.csv', inputs: ['x'], targets: ['next'], window: steps, validation: 0 },
    task: { shape: 'many-to-many' },
    model: { cell: 'lstm', hiddenSize: units },
    training: { epochs: 1, batchSize: 1 },
  };
  writeFileSync(path.join(folder, 'long.unroll.json'), JSON.stringify(config));
}

/** @param show makes the panel show another snapshot */
async function measure(
  name: string,
  page: Page,
  frame: Frame,
  show: (snapshot: number) => () => Promise<void>,
  more: readonly Gesture[] = [],
): Promise<Place> {
  const pictures: Place['pictures'][number][] = [];
  for (let snapshot = 1; snapshot <= 5; snapshot++) {
    const recording = await startRecording(page);
    const { first, all } = await timeToPicture(frame, show(snapshot));
    const events = await recording.stop();
    const work = costOfPicture(events, script);
    pictures.push({ first, all, work, longest: longestScript(events, script) });
    if (snapshot === 1) {
      await frame.locator('nav button', { hasText: 'States' }).click();
    }
  }
  const plot = frame.locator('[data-name="l0.h"] .plot');
  const box = await plot.boundingBox();
  if (!box) {
    throw new Error('the hidden states are not visible');
  }
  const canvas = await plot
    .locator('canvas')
    .evaluate(({ width, height }: HTMLCanvasElement) => ({ width, height }));
  const gestures = [];
  for (const { name: gesture, act } of [...gesturesOf(page, box), ...more]) {
    const during = (seconds: number) => {
      const end = performance.now() + 1000 * seconds;
      return act(() => performance.now() < end);
    };
    await during(secondsBefore);
    if (!gesture) {
      continue;
    }
    const recording = await startRecording(page);
    await during(secondsOfGesture);
    const parts = framesOf(await recording.stop(), script);
    const of = (part: keyof FrameParts) => spread(parts[part]);
    gestures.push({
      name: gesture,
      frames: parts.frame.length,
      frame: of('frame'),
      script: of('script'),
      page: of('page'),
      raster: of('raster'),
    });
  }
  return { name, canvas, pictures, gestures };
}

interface Gesture {
  /** Name of the measurement; absent for a preparation that is not measured. */
  readonly name?: string;
  /** Repeats the action as long as `more` returns true. */
  readonly act: (more: () => boolean) => Promise<void>;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The actions of a user over a heatmap. */
function gesturesOf(page: Page, { x, y, width, height }: Box): readonly Gesture[] {
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
  const zoom = (times: number, by: number) => async () => {
    await page.keyboard.down('Control');
    for (let turn = 0; turn < times; turn++) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(50);
    }
    await page.keyboard.up('Control');
  };
  return [
    { name: 'cursor, all steps in view', act: cursor },
    { name: 'zoom in and out', act: wheel('Control', (turn) => (turn % 48 < 24 ? -100 : 100)) },
    { act: zoom(40, 100) },
    { act: zoom(6, -100) },
    {
      name: 'pan, a quarter of the steps in view',
      act: wheel('Shift', (turn) => (turn % 32 < 16 ? -100 : 100)),
    },
    { name: 'cursor, a quarter of the steps in view', act: cursor },
  ];
}

/**
 * Has another snapshot shown and waits until the visible heatmaps are painted; measured from the arrival of
 * the last value that they draw.
 */
async function timeToPicture(
  frame: Frame,
  show: () => Promise<void>,
): Promise<{ first: number; all: number }> {
  await frame.evaluate(() => {
    window.recorded.painted = [];
    window.recorded.arrivals = [];
    window.recorded.asked = performance.now();
    console.timeStamp('asked');
  });
  await show();
  return frame.evaluate(async () => {
    const { recorded } = window;
    const paintOf = (name: string) => recorded.painted.find((paint) => paint.name === name)?.at;
    const end = performance.now() + 30_000;
    const both = () => ['l0.h', 'l0.c'].every((name) => paintOf(name) !== undefined);
    while (!both() && performance.now() < end) {
      await new Promise((next) => requestAnimationFrame(next));
    }
    const [first, all] = [paintOf('l0.h'), paintOf('l0.c')];
    if (first === undefined || all === undefined) {
      throw new Error('the heatmaps were not painted within 30 s');
    }
    const arrival = recorded.arrivals.findLast((at) => at < Math.min(first, all)) ?? recorded.asked;
    // Later work, for plots outside the viewport, is not part of the next measurement.
    await new Promise((next) => setTimeout(next, 1000));
    return { first: Math.min(first, all) - arrival, all: Math.max(first, all) - arrival };
  });
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}

export function panelTable({ size, places, overhead }: PanelNumbers): string {
  const cells = ({ median, p95 }: Spread) => [measurement(median), measurement(p95)];
  return [
    `${size.units} units × ${size.steps} steps. Milliseconds.`,
    ...places.flatMap(({ name, canvas, pictures, gestures }) => [
      '',
      ...aligned([
        [
          `${name}, ${canvas.width} × ${canvas.height} pixels`,
          'first heatmap',
          'all in view',
          'work',
          'longest',
        ],
        ...pictures.map(({ first, all, work, longest }, index) => [
          index === 0 ? 'the first trace' : 'the next',
          measurement(first),
          measurement(all),
          measurement(work),
          measurement(longest),
        ]),
      ]),
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
    ]),
    '',
    'Medians and 95th percentiles. A frame and the time to the heatmaps are wall-clock time. The work of the page’s thread until the',
    'first heatmap, the longest script, and the parts of a frame are processor time. Script includes the layout that it',
    'forces; raster is done in software, in separate threads.',
    ...(overhead ? ['', overheadLine(overhead)] : []),
  ].join('\n');
}
