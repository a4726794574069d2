/**
 * Computes from a recording of the browser's main thread how the time of each frame was spent. Pure
 * functions.
 */

/**
 * An event as Chromium writes it, in microseconds: `ts` and `dur` are wall-clock time, `tdur` is processor
 * time.
 */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string; readonly message?: string } };
}

/**
 * Milliseconds of each frame. The frame itself is measured by the wall clock; its parts are processor time of
 * their threads, which other programs on the machine do not lengthen.
 */
export interface FrameParts {
  /** From the beginning of one animation frame to the beginning of the next. */
  readonly frame: number[];
  /**
   * Script: events, animation frames, tasks, garbage collection during them, and the layout that they force.
   */
  readonly script: number[];
  /** Style, layout and paint of the page after the script. */
  readonly page: number[];
  /** Raster and compositing, which have their own threads and may overlap with the next frame. */
  readonly raster: number[];
}

interface Task {
  readonly start: number;
  readonly end: number;
  /** Processor time. */
  readonly cost: number;
}

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

/**
 * @param scriptFile end of the address of the panel's script; the thread that runs it is the one that is
 * measured
 */
export function framesOf(events: readonly TraceEvent[], scriptFile: string): FrameParts {
  const main = mainThread(events, scriptFile);
  const script = outermost(main, scriptNames);
  const page = outermost(main, pageNames).filter(
    ({ start, end }) => !script.some((task) => task.start <= start && end <= task.end),
  );
  const raster = events.filter(({ name, ph }) => ph === 'X' && rasterNames.has(name)).map(taskOf);
  const starts = main
    .filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
    // These are several callbacks of one frame.
    .filter((ts, index, all) => index === 0 || ts - all[index - 1] > 4000);
  const parts: FrameParts = { frame: [], script: [], page: [], raster: [] };
  for (let index = 0; index + 1 < starts.length; index++) {
    const [from, to] = [starts[index], starts[index + 1]];
    const cost = (tasks: readonly Task[]) =>
      tasks.reduce((sum, { start, cost }) => sum + (start >= from && start < to ? cost : 0), 0) / 1000;
    parts.frame.push((to - from) / 1000);
    parts.script.push(cost(script));
    parts.page.push(cost(page));
    parts.raster.push(cost(raster));
  }
  return parts;
}

/** Returns the longest stretch of script, in milliseconds of processor time. */
export function longestScript(events: readonly TraceEvent[], scriptFile: string): number {
  const costs = outermost(mainThread(events, scriptFile), scriptNames).map(({ cost }) => cost / 1000);
  return Math.max(0, ...costs);
}

/**
 * Returns the total work of the panel's thread until something was painted, in milliseconds of processor
 * time. It counts from the arrival of the last value needed, or from the request when the page already had
 * the values.
 */
export function costOfPicture(events: readonly TraceEvent[], scriptFile: string): number {
  const main = mainThread(events, scriptFile);
  const marks = main.filter(({ name }) => name === 'TimeStamp').sort((a, b) => a.ts - b.ts);
  const markOf = ({ args }: TraceEvent) => args?.data?.message;
  const asked = marks.findIndex((mark) => markOf(mark) === 'asked');
  const painted = marks.findIndex((mark, index) => index > asked && markOf(mark) === 'painted');
  if (asked < 0 || painted < 0) {
    throw new Error('nothing was painted after it was asked for, in what was recorded');
  }
  const [first, last] = [marks[painted - 1], marks[painted]];
  // A task that lies only partly in the interval counts in proportion to its wall-clock time in it.
  return outermost(main, new Set(['RunTask'])).reduce((sum, task) => {
    const part = Math.min(task.end, last.ts) - Math.max(task.start, first.ts);
    return sum + (part > 0 ? (task.cost * part) / (task.end - task.start) : 0) / 1000;
  }, 0);
}

function mainThread(events: readonly TraceEvent[], scriptFile: string): readonly TraceEvent[] {
  const own = events.find(({ args }) => args?.data?.url?.includes(scriptFile));
  if (!own) {
    throw new Error(`nothing of ${scriptFile} ran while it was recorded`);
  }
  return events.filter(({ pid, tid }) => pid === own.pid && tid === own.tid);
}

/** Returns the tasks of these names that are not nested in another of them, in order. */
function outermost(events: readonly TraceEvent[], names: ReadonlySet<string>): readonly Task[] {
  const tasks: Task[] = [];
  const named = events.filter(({ name, ph }) => ph === 'X' && names.has(name)).map(taskOf);
  for (const task of named.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = tasks.at(-1);
    if (!last || task.end > last.end) {
      tasks.push(task);
    }
  }
  return tasks;
}

function taskOf({ ts, dur = 0, tdur = dur }: TraceEvent): Task {
  return { start: ts, end: ts + dur, cost: tdur };
}
