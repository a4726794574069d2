/** A chart of losses on the canvas of an element (Chart.js), redrawn when the theme changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onThemeChange } from '../drawing/theme';
import { Chart, type LossConfiguration } from './chartJs';

interface ChartHost extends ReactiveControllerHost {
  readonly canvas: HTMLCanvasElement;
  readonly hasUpdated: boolean;
}

export class LiveChart implements ReactiveController {
  private chart: Chart<'line', { x: number; y: number }[]> | undefined;
  private endTheme: (() => void) | undefined;

  /** @param configure makes the configuration for a canvas of the given width in pixels */
  constructor(
    private readonly host: ChartHost,
    private readonly configure: (pixels: number) => LossConfiguration,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.endTheme = onThemeChange(() => this.host.hasUpdated && this.draw());
  }

  hostDisconnected(): void {
    this.endTheme?.();
    this.chart?.destroy();
    this.chart = undefined;
  }

  draw(): void {
    const { canvas } = this.host;
    this.chart?.destroy();
    this.chart = new Chart(canvas, this.configure(Math.max(100, canvas.clientWidth)));
  }

  /** Top and bottom of the area where lines are drawn; undefined before the first drawing. */
  get area(): { readonly top: number; readonly bottom: number } | undefined {
    return this.chart?.chartArea;
  }

  /** The x value at a pixel of the canvas; undefined before the first drawing. */
  valueAt(pixel: number): number | undefined {
    return this.chart?.scales.x?.getValueForPixel(pixel);
  }

  /** The pixel of the canvas at which an x value is drawn. */
  pixelOf(value: number): number {
    return this.chart?.scales.x?.getPixelForValue(value) ?? 0;
  }

  /** The pixel of the canvas at which a y value is drawn. */
  heightOf(value: number): number {
    return this.chart?.scales.y?.getPixelForValue(value) ?? 0;
  }
}
