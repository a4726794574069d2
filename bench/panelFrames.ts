/** From a recording of the browser's main thread to what each frame was spent on. Pure. */

/** As Chromium writes them, in microseconds: `ts` and `dur` by the clock, `tdur` of the processor's time. */
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
 * Milliseconds of each frame. The frame itself is by the clock; its parts are the processor's time of their threads, which
 * another program on the machine does not lengthen.
 */
export interface FrameParts {
  /** From the beginning of one animation frame to that of the next. */
  readonly frame: number[];
  /** Script: events, animation frames, tasks, garbage collection in them, and the layout that they force. */
  readonly script: number[];
  /** Style, layout and paint of the page after the script. */
  readonly page: number[];
  /** Raster and compositing, in threads of their own; they may run beside the next frame. */
  readonly raster: number[];
}

interface Task {
  readonly start: number;
  readonly end: number;
  /** Of the processor's time. */
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

/** @param scriptFile end of the address of the panel's script: the thread that runs it is the one that is looked at */
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
    // Several callbacks of one frame.
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

/** The longest stretch of script, in milliseconds of the processor's time. */
export function longestScript(events: readonly TraceEvent[], scriptFile: string): number {
  const costs = outermost(mainThread(events, scriptFile), scriptNames).map(({ cost }) => cost / 1000);
  return Math.max(0, ...costs);
}

/**
 * All that the thread of the panel did between two marks, in milliseconds of the processor's time.
 * @param from mark of `console.timeStamp`, the first of its name
 * @param to the first of its name after that
 */
export function costBetween(
  events: readonly TraceEvent[],
  scriptFile: string,
  from: string,
  to: string,
): number {
  const main = mainThread(events, scriptFile);
  const marks = main.filter(({ name }) => name === 'TimeStamp').sort((a, b) => a.ts - b.ts);
  const start = marks.findIndex(({ args }) => args?.data?.message === from);
  const [first, last] = [marks.at(start), marks.slice(start).find(({ args }) => args?.data?.message === to)];
  if (start < 0 || !first || !last) {
    throw new Error(`there is no ${to} after an ${from} in what was recorded`);
  }
  // A task that is only partly between them counts with its part by the clock.
  return outermost(main, new Set(['RunTask'])).reduce((sum, task) => {
    const part = Math.min(task.end, last.ts) - Math.max(task.start, first.ts);
    return sum + (part > 0 ? (task.cost * part) / (task.end - task.start) : 0) / 1000;
  }, 0);
}

/** Whether `console.timeStamp` was called with that. */
export function hasMark(events: readonly TraceEvent[], mark: string): boolean {
  return events.some(({ name, args }) => name === 'TimeStamp' && args?.data?.message === mark);
}

function mainThread(events: readonly TraceEvent[], scriptFile: string): readonly TraceEvent[] {
  const own = events.find(({ args }) => args?.data?.url?.includes(scriptFile));
  if (!own) {
    throw new Error(`nothing of ${scriptFile} ran while it was recorded`);
  }
  return events.filter(({ pid, tid }) => pid === own.pid && tid === own.tid);
}

/** Tasks of these names that are in no other of them, in order. */
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
