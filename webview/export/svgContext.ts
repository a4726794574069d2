/**
 * Has a canvas's context write down as SVG what is drawn with it: what draws pictures on the page draws them for SVG too.
 * The context stays a real one, which knows its transform, its styles and how wide text is; of its pixels nothing is used.
 */
import { type Attributes, coordinate, element, escaped, fontAttributes, paintOf } from './svgText';

export interface SvgRecording {
  /** What has been drawn so far, as elements in pixels of the canvas. */
  markup(): string;
  /** Elements of another recording, or of none, among those of this one. */
  add(markup: string): void;
}

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** @param background what shows where something is cleared @param idPrefix of the ids that are given */
export function recordSvg(
  context: CanvasRenderingContext2D,
  background: string,
  idPrefix: string,
): SvgRecording {
  let parts: string[] = [];
  let definitions: string[] = [];
  let path = '';
  let circles: Circle[] = [];
  let clip: string | undefined;
  const clips: (string | undefined)[] = [];
  const { save, restore } = {
    save: context.save.bind(context),
    restore: context.restore.bind(context),
  };
  /** Rectangles of one colour that follow on each other are one element. */
  let filled: { readonly look: Attributes; readonly boxes: string[] } | undefined;

  const point = (x: number, y: number) => context.getTransform().transformPoint({ x, y });
  const size = () => {
    const { a, b, c, d } = context.getTransform();
    return Math.sqrt(Math.abs(a * d - b * c));
  };
  const flush = () => {
    if (filled) {
      parts.push(element('path', { d: filled.boxes.join(''), ...filled.look }));
      filled = undefined;
    }
  };
  const add = (markup: string) => {
    flush();
    parts.push(markup);
  };
  const moveOrLine = (letter: 'M' | 'L', x: number, y: number) => {
    const at = point(x, y);
    path += `${letter}${coordinate(at.x)} ${coordinate(at.y)}`;
  };
  const rectangle = (x: number, y: number, width: number, height: number) => {
    const corners = [point(x, y), point(x + width, y), point(x + width, y + height), point(x, y + height)];
    return `M${corners.map((corner) => `${coordinate(corner.x)} ${coordinate(corner.y)}`).join('L')}Z`;
  };
  const paint = (name: 'fill' | 'stroke'): Attributes => {
    const style = name === 'fill' ? context.fillStyle : context.strokeStyle;
    const { colour, opacity } = paintOf(typeof style === 'string' ? style : 'none');
    const whole = opacity * context.globalAlpha;
    return { [name]: colour, [`${name}-opacity`]: whole < 1 ? String(whole) : undefined, 'clip-path': clip };
  };
  const line = () => {
    const by = size();
    const dash = context.getLineDash().map((length) => coordinate(length * by));
    return {
      ...paint('stroke'),
      fill: 'none',
      'stroke-width': context.lineWidth * by,
      'stroke-dasharray': dash.length > 0 ? dash.join(' ') : undefined,
      'stroke-linejoin': context.lineJoin === 'miter' ? undefined : context.lineJoin,
      'stroke-linecap': context.lineCap === 'butt' ? undefined : context.lineCap,
    };
  };
  const draw = (look: Attributes) => {
    for (const { x, y, radius } of circles) {
      add(element('circle', { cx: x, cy: y, r: radius, ...look }));
    }
    if (/[LAC]/.test(path)) {
      add(element('path', { d: path, ...look }));
    }
  };
  const image = (source: HTMLCanvasElement, x: number, y: number, width: number, height: number) => {
    const [from, to] = [point(x, y), point(x + width, y + height)];
    const box = { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
    const href = source.toDataURL('image/png');
    add(
      element('image', {
        ...box,
        href,
        'image-rendering': 'pixelated',
        preserveAspectRatio: 'none',
        'clip-path': clip,
      }),
    );
  };

  Object.assign(context, {
    save: () => {
      save();
      clips.push(clip);
    },
    restore: () => {
      restore();
      clip = clips.pop();
    },
    beginPath: () => {
      path = '';
      circles = [];
    },
    moveTo: (x: number, y: number) => moveOrLine('M', x, y),
    lineTo: (x: number, y: number) => moveOrLine(path === '' ? 'M' : 'L', x, y),
    bezierCurveTo: (...numbers: readonly number[]) => {
      const ends = [0, 2, 4].map((at) => point(numbers[at], numbers[at + 1]));
      path += `C${ends.map(({ x, y }) => `${coordinate(x)} ${coordinate(y)}`).join(' ')}`;
    },
    closePath: () => {
      path += path === '' ? '' : 'Z';
    },
    rect: (x: number, y: number, width: number, height: number) => {
      path += rectangle(x, y, width, height);
    },
    arc: (x: number, y: number, radius: number, start: number, end: number) => {
      if (Math.abs(end - start) < 2 * Math.PI - 1e-6) {
        throw new Error('parts of circles are not written as SVG');
      }
      circles.push({ ...positionOf(point(x, y)), radius: radius * size() });
    },
    clip: () => {
      const id = `${idPrefix}${definitions.length}`;
      definitions.push(element('clipPath', { id }, element('path', { d: path, 'clip-path': clip })));
      clip = `url(#${id})`;
    },
    fill: () => draw(paint('fill')),
    stroke: (drawn?: Path2D) => {
      if (drawn) {
        throw new Error('a Path2D cannot be read, and so not be written as SVG');
      }
      draw(line());
    },
    fillRect: (x: number, y: number, width: number, height: number) => {
      const look = paint('fill');
      if (!filled || JSON.stringify(filled.look) !== JSON.stringify(look)) {
        flush();
        filled = { look, boxes: [] };
      }
      filled.boxes.push(rectangle(x, y, width, height));
    },
    strokeRect: (x: number, y: number, width: number, height: number) => {
      add(element('path', { d: rectangle(x, y, width, height), ...line() }));
    },
    clearRect: (x: number, y: number, width: number, height: number) => {
      const [from, to] = [point(x, y), point(x + width, y + height)];
      if (from.x <= 0 && from.y <= 0 && to.x >= context.canvas.width && to.y >= context.canvas.height) {
        parts = [];
        definitions = clips.length > 0 ? definitions : [];
        filled = undefined;
      } else {
        add(element('path', { d: rectangle(x, y, width, height), fill: background, 'clip-path': clip }));
      }
    },
    fillText: (text: string, x: number, y: number) => {
      // Readers differ in where they put other baselines.
      const { textBaseline } = context;
      const asked = context.measureText(text).actualBoundingBoxAscent;
      context.textBaseline = 'alphabetic';
      const down = context.measureText(text).actualBoundingBoxAscent - asked;
      context.textBaseline = textBaseline;
      const { a, b, c, d, e, f } = context.getTransform();
      const moved = a === 1 && b === 0 && c === 0 && d === 1;
      const matrix = [a, b, c, d, e, f].map((part) => Number(part.toFixed(4))).join(' ');
      const anchors = { left: undefined, start: undefined, center: 'middle', right: 'end', end: 'end' };
      const attributes = {
        x: moved ? x + e : x,
        y: y + down + (moved ? f : 0),
        ...fontAttributes(context.font),
        'text-anchor': anchors[context.textAlign],
        transform: moved ? undefined : `matrix(${matrix})`,
        'xml:space': /^\s|\s\s|\s$/.test(text) ? 'preserve' : undefined,
        ...paint('fill'),
        'clip-path': undefined,
      };
      const written = element('text', attributes, escaped(text));
      // What clips an element is moved with it.
      add(clip === undefined ? written : element('g', { 'clip-path': clip }, written));
    },
    putImageData: (pixels: ImageData, x: number, y: number) => {
      const canvas = document.createElement('canvas');
      canvas.width = pixels.width;
      canvas.height = pixels.height;
      canvas.getContext('2d')?.putImageData(pixels, 0, 0);
      image(canvas, x, y, pixels.width, pixels.height);
    },
    drawImage: (source: CanvasImageSource, x: number, y: number, width?: number, height?: number) => {
      if (!(source instanceof HTMLCanvasElement)) {
        throw new Error('only a canvas is written as SVG');
      }
      image(source, x, y, width ?? source.width, height ?? source.height);
    },
  });
  return {
    markup: () => {
      flush();
      return (definitions.length > 0 ? element('defs', {}, definitions.join('')) : '') + parts.join('');
    },
    add,
  };
}

function positionOf({ x, y }: DOMPoint): { readonly x: number; readonly y: number } {
  return { x, y };
}
