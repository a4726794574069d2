/**
 * Makes a canvas's context record its drawing as SVG, so that the code that draws figures on the page draws
 * them for SVG too. The context stays a real one, which provides its transform, its styles and the width of
 * text; its pixels are not used.
 */
import { type Attributes, coordinate, element, escaped, fontAttributes, paintOf } from './svgText';

export interface SvgRecording {
  /** The drawing so far, as elements in pixels of the canvas. */
  markup(): string;
  /** Adds elements from elsewhere, such as another recording. */
  add(markup: string): void;
}

/**
 * Starts a recording.
 * @param background colour of cleared areas
 * @param idPrefix prefix of the ids of clip paths
 */
export function recordSvg(
  context: CanvasRenderingContext2D,
  background: string,
  idPrefix: string,
): SvgRecording {
  const recorder = new SvgRecorder(context, background, idPrefix);
  const methods = recorded.map((name) => [name, recorder[name].bind(recorder)]);
  Object.assign(context, Object.fromEntries(methods));
  return recorder;
}

/** The methods of a context that are recorded: all that the figures use for drawing. */
const recorded = [
  'save',
  'restore',
  'clip',
  'beginPath',
  'moveTo',
  'lineTo',
  'bezierCurveTo',
  'closePath',
  'rect',
  'arc',
  'fill',
  'stroke',
  'fillRect',
  'strokeRect',
  'clearRect',
  'fillText',
  'putImageData',
  'drawImage',
] as const satisfies readonly (keyof CanvasRenderingContext2D)[];

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

class SvgRecorder implements SvgRecording, Pick<CanvasRenderingContext2D, (typeof recorded)[number]> {
  private parts: string[] = [];
  private definitions: string[] = [];
  private path = '';
  private circles: Circle[] = [];
  /** Reference to the current clip path. */
  private clipped: string | undefined;
  private readonly savedClips: (string | undefined)[] = [];
  /** Consecutive rectangles of one colour, which become one element. */
  private filled: { readonly look: Attributes; readonly boxes: string[] } | undefined;
  private readonly saveContext: () => void;
  private readonly restoreContext: () => void;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly background: string,
    private readonly idPrefix: string,
  ) {
    this.saveContext = context.save.bind(context);
    this.restoreContext = context.restore.bind(context);
  }

  markup(): string {
    this.flush();
    const { parts, definitions } = this;
    return (definitions.length > 0 ? element('defs', {}, definitions.join('')) : '') + parts.join('');
  }

  add(markup: string): void {
    this.flush();
    this.parts.push(markup);
  }

  // State

  save(): void {
    this.saveContext();
    this.savedClips.push(this.clipped);
  }

  restore(): void {
    this.restoreContext();
    this.clipped = this.savedClips.pop();
  }

  clip(): void {
    const { definitions, idPrefix, path, clipped } = this;
    const id = `${idPrefix}${definitions.length}`;
    definitions.push(element('clipPath', { id }, element('path', { d: path, 'clip-path': clipped })));
    this.clipped = `url(#${id})`;
  }

  // Path

  beginPath(): void {
    this.path = '';
    this.circles = [];
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.pair(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${this.pair(x, y)}`;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path += `C${this.pair(x1, y1)} ${this.pair(x2, y2)} ${this.pair(x, y)}`;
  }

  closePath(): void {
    this.path += this.path === '' ? '' : 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path += this.rectangle(x, y, width, height);
  }

  arc(x: number, y: number, radius: number, start: number, end: number): void {
    if (Math.abs(end - start) < 2 * Math.PI - 1e-6) {
      throw new Error('parts of circles are not written as SVG');
    }
    const centre = this.point(x, y);
    this.circles.push({ x: centre.x, y: centre.y, radius: radius * this.scale() });
  }

  // Fill and stroke

  fill(): void {
    this.draw(this.paint('fill'));
  }

  stroke(drawn?: Path2D): void {
    if (drawn) {
      throw new Error('a Path2D cannot be read, and so not be written as SVG');
    }
    this.draw(this.line());
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const look = this.paint('fill');
    if (!this.filled || JSON.stringify(this.filled.look) !== JSON.stringify(look)) {
      this.flush();
      this.filled = { look, boxes: [] };
    }
    this.filled.boxes.push(this.rectangle(x, y, width, height));
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add(element('path', { d: this.rectangle(x, y, width, height), ...this.line() }));
  }

  clearRect(x: number, y: number, width: number, height: number): void {
    if (this.coversCanvas(x, y, width, height)) {
      this.parts = [];
      this.definitions = this.savedClips.length > 0 ? this.definitions : [];
      this.filled = undefined;
    } else {
      const d = this.rectangle(x, y, width, height);
      this.add(element('path', { d, fill: this.background, 'clip-path': this.clipped }));
    }
  }

  // Text

  fillText(text: string, x: number, y: number): void {
    const { a, b, c, d, e, f } = this.context.getTransform();
    const moved = a === 1 && b === 0 && c === 0 && d === 1;
    const matrix = [a, b, c, d, e, f].map((part) => Number(part.toFixed(4))).join(' ');
    const anchors = { left: undefined, start: undefined, center: 'middle', right: 'end', end: 'end' };
    const attributes = {
      x: moved ? x + e : x,
      y: y + this.alphabeticOffset(text) + (moved ? f : 0),
      ...fontAttributes(this.context.font),
      'text-anchor': anchors[this.context.textAlign],
      transform: moved ? undefined : `matrix(${matrix})`,
      'xml:space': /^\s|\s\s|\s$/.test(text) ? 'preserve' : undefined,
      ...this.paint('fill'),
      'clip-path': undefined,
    };
    const written = element('text', attributes, escaped(text));
    // An element's transform also moves its clip path, so the clip path is set on a group around it.
    const { clipped } = this;
    this.add(clipped === undefined ? written : element('g', { 'clip-path': clipped }, written));
  }

  /**
   * Distance of a text's alphabetic baseline below its place; SVG readers place other baselines differently.
   */
  private alphabeticOffset(text: string): number {
    const { context } = this;
    const { textBaseline } = context;
    const asked = context.measureText(text).actualBoundingBoxAscent;
    context.textBaseline = 'alphabetic';
    const offset = context.measureText(text).actualBoundingBoxAscent - asked;
    context.textBaseline = textBaseline;
    return offset;
  }

  // Images

  putImageData(pixels: ImageData, x: number, y: number): void {
    const canvas = document.createElement('canvas');
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    this.image(canvas, x, y, pixels.width, pixels.height);
  }

  drawImage(source: CanvasImageSource, x: number, y: number, width?: number, height?: number): void {
    if (!(source instanceof HTMLCanvasElement)) {
      throw new Error('only a canvas is written as SVG');
    }
    this.image(source, x, y, width ?? source.width, height ?? source.height);
  }

  private image(source: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const from = this.point(x, y);
    const to = this.point(x + width, y + height);
    this.add(
      element('image', {
        x: from.x,
        y: from.y,
        width: to.x - from.x,
        height: to.y - from.y,
        href: source.toDataURL('image/png'),
        'image-rendering': 'pixelated',
        preserveAspectRatio: 'none',
        'clip-path': this.clipped,
      }),
    );
  }

  // Shared helpers

  private flush(): void {
    if (this.filled) {
      this.parts.push(element('path', { d: this.filled.boxes.join(''), ...this.filled.look }));
      this.filled = undefined;
    }
  }

  private draw(look: Attributes): void {
    for (const { x, y, radius } of this.circles) {
      this.add(element('circle', { cx: x, cy: y, r: radius, ...look }));
    }
    if (/[LAC]/.test(this.path)) {
      this.add(element('path', { d: this.path, ...look }));
    }
  }

  private paint(name: 'fill' | 'stroke'): Attributes {
    const { fillStyle, strokeStyle, globalAlpha } = this.context;
    const style = name === 'fill' ? fillStyle : strokeStyle;
    const { colour, opacity } = paintOf(typeof style === 'string' ? style : 'none');
    const whole = opacity * globalAlpha;
    return {
      [name]: colour,
      [`${name}-opacity`]: whole < 1 ? String(whole) : undefined,
      'clip-path': this.clipped,
    };
  }

  private line(): Attributes {
    const { lineWidth, lineJoin, lineCap } = this.context;
    const scale = this.scale();
    const dash = this.context.getLineDash().map((length) => coordinate(length * scale));
    return {
      ...this.paint('stroke'),
      fill: 'none',
      'stroke-width': lineWidth * scale,
      'stroke-dasharray': dash.length > 0 ? dash.join(' ') : undefined,
      'stroke-linejoin': lineJoin === 'miter' ? undefined : lineJoin,
      'stroke-linecap': lineCap === 'butt' ? undefined : lineCap,
    };
  }

  private point(x: number, y: number): DOMPoint {
    return this.context.getTransform().transformPoint({ x, y });
  }

  /** Writes a point of a path. */
  private pair(x: number, y: number): string {
    const point = this.point(x, y);
    return `${coordinate(point.x)} ${coordinate(point.y)}`;
  }

  private rectangle(x: number, y: number, width: number, height: number): string {
    const [right, bottom] = [x + width, y + height];
    const corners = [this.pair(x, y), this.pair(right, y), this.pair(right, bottom), this.pair(x, bottom)];
    return `M${corners.join('L')}Z`;
  }

  private coversCanvas(x: number, y: number, width: number, height: number): boolean {
    const { canvas } = this.context;
    const from = this.point(x, y);
    const to = this.point(x + width, y + height);
    return from.x <= 0 && from.y <= 0 && to.x >= canvas.width && to.y >= canvas.height;
  }

  /** Pixels of the canvas per unit of length. */
  private scale(): number {
    const { a, b, c, d } = this.context.getTransform();
    return Math.sqrt(Math.abs(a * d - b * c));
  }
}
