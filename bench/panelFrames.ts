/** From a recording of the browser's main thread to what each frame was spent on. Pure. */

/** As Chromium writes them: `ts` and `dur` in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Milliseconds of each frame, from one animation frame to the next. */
export interface FrameParts {
  /** From one animation frame's stamp to the next. */
  readonly frame: number[];
  /** Script: events, animation frames, tasks, and the layout that they force. */
  readonly script: number[];
  /** Style, layout and paint of the page after the script. */
  readonly page: number[];
  /** Raster and compositing, in whichever threads; they may run beside the next frame. */
  readonly raster: number[];
}

type Span = readonly [start: number, end: number];

const scriptNames = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'HandlePostMessage',
  'MajorGC',
  'MinorGC',
  'RunMicrotasks',
  'TimerFire',
]);
const pageNames = new Set([
  'Commit',
  'HitTest',
  'IntersectionObserverController::computeIntersections',
  'Layerize',
  'Layout',
  'Paint',
  'PrePaint',
  'ResizeObserver',
  'UpdateLayer',
  'UpdateLayerTree',
  'UpdateLayoutTree',
]);
const rasterNames = new Set(['RasterTask', 'DirectRenderer::DrawFrame', 'ImageDecodeTask']);

/** @param scriptFile end of the address of the panel's script: the thread that runs it is the one that is looked at */
export function framesOf(events: readonly TraceEvent[], scriptFile: string): FrameParts {
  const own = events.find(({ args }) => args?.data?.url?.includes(scriptFile));
  if (!own) {
    throw new Error(`nothing of ${scriptFile} ran while it was recorded`);
  }
  const main = events.filter(({ pid, tid }) => pid === own.pid && tid === own.tid);
  const script = spansOf(main, scriptNames);
  const page = spansOf(main, pageNames);
  const both = union([...script, ...page]);
  const raster = events
    .filter(({ name, ph }) => ph === 'X' && rasterNames.has(name))
    .map(({ ts, dur = 0 }): Span => [ts, ts + dur]);
  const starts = main
    .filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
    // Several callbacks of one frame.
    .filter((ts, index, all) => index === 0 || ts - all[index - 1] > 4000);
  const parts: FrameParts = { frame: [], script: [], page: [], raster: [] };
  for (let index = 0; index + 1 < starts.length; index++) {
    const frame: Span = [starts[index], starts[index + 1]];
    const inScript = within(script, frame);
    parts.frame.push((frame[1] - frame[0]) / 1000);
    parts.script.push(inScript / 1000);
    parts.page.push((within(both, frame) - inScript) / 1000);
    parts.raster.push(within(raster, frame) / 1000);
  }
  return parts;
}

/** The longest stretches of script, in milliseconds, longest first. */
export function longestScripts(events: readonly TraceEvent[], scriptFile: string): readonly number[] {
  const own = events.find(({ args }) => args?.data?.url?.includes(scriptFile));
  return spansOf(
    events.filter(({ pid, tid }) => pid === own?.pid && tid === own.tid),
    scriptNames,
  )
    .map(([start, end]) => (end - start) / 1000)
    .sort((a, b) => b - a);
}

function spansOf(events: readonly TraceEvent[], names: ReadonlySet<string>): readonly Span[] {
  return union(
    events
      .filter(({ name, ph }) => ph === 'X' && names.has(name))
      .map(({ ts, dur = 0 }): Span => [ts, ts + dur]),
  );
}

/** Spans that do not overlap, in order. */
function union(spans: readonly Span[]): readonly Span[] {
  const joined: [number, number][] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      joined.push([start, end]);
    }
  }
  return joined;
}

function within(spans: readonly Span[], [from, to]: Span): number {
  return spans.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
}
