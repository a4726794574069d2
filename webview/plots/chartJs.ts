/**
 * Parts of the loss charts (Chart.js): its components, lines, and axes in the theme's colours and the page's
 * font.
 */
import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { number } from '../../src/notation/numbers';
import { logTicks, roundTicks } from '../drawing/decimate';
import { faint, themeColour } from '../drawing/theme';

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

export { Chart };

export type LossLine = ChartDataset<'line', { x: number; y: number }[]>;

export type LossConfiguration = ChartConfiguration<'line', { x: number; y: number }[]>;

/**
 * Draws a chart over the whole of a canvas; see `Figure.paint`.
 * @returns a function that releases and clears the canvas
 */
export function paintChart(
  target: HTMLCanvasElement,
  width: number,
  height: number,
  ratio: number,
  { data, options, ...rest }: LossConfiguration,
): () => void {
  target.width = width;
  target.height = height;
  // With a style for segments, lines are drawn without a `Path2D`, which an SVG recording could not read.
  const datasets = data.datasets.map((line) => ({ ...line, segment: {} }));
  const chart = new Chart(target, {
    ...rest,
    data: { ...data, datasets },
    options: { ...options, responsive: false, devicePixelRatio: ratio },
  });
  return () => chart.destroy();
}

export function lossLine(data: { x: number; y: number }[], colour: string, width: number): LossLine {
  return {
    data,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    pointRadius: 0,
    clip: 4, // the last point stands at the edge
  };
}

export interface LossAxes {
  readonly type: 'linear' | 'logarithmic';
  /** End of the x axis. */
  readonly end: number;
  readonly title: string;
  readonly tick: (value: number) => string;
}

/** Axes of a loss chart. @param element provides the font and the gutter */
export function lossAxes(element: Element, { type, end, title, tick }: LossAxes) {
  const text = themeColour('descriptionForeground', 'rgb(140, 140, 140)');
  const grid = faint(text, 0.25);
  const style = getComputedStyle(element);
  const font = { family: style.fontFamily, size: Math.round(Number.parseFloat(style.fontSize) * 0.85) };
  const gutter = Number.parseFloat(style.getPropertyValue('--gutter-left')) || 44;
  return {
    x: {
      type: 'linear' as const,
      min: 0,
      max: end,
      grid: { display: false },
      border: { color: grid },
      title: { display: true, text: title, color: text, font },
      ticks: {
        color: text,
        font,
        maxRotation: 0,
        maxTicksLimit: 8,
        includeBounds: false,
        callback: (value: string | number) => tick(Number(value)),
      },
    },
    y: {
      type,
      grid: { color: grid },
      border: { display: false },
      afterFit: (axis: { width: number }) => {
        axis.width = gutter;
      },
      afterBuildTicks: (axis: { min: number; max: number; ticks: { value: number }[] }) => {
        const values =
          type === 'logarithmic' ? logTicks(axis.min, axis.max) : roundTicks(axis.min, axis.max, 5);
        axis.ticks = values.map((value) => ({ value }));
      },
      ticks: {
        color: text,
        font,
        autoSkip: false,
        callback: (value: string | number) => number(Number(value), 3),
      },
    },
  };
}
