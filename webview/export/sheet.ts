/** Exports a figure on a sheet of its own: heading, figure with ticks and legend, axis; as PNG or as SVG. */
import { axisTicks } from '../drawing/axisTicks';
import { themeColour } from '../drawing/theme';
import type { Axis, Figure } from './figure';
import { type Box, fontOf, type ShownPart, shownParts } from './shownParts';
import { recordSvg } from './svgContext';
import { element, escaped } from './svgText';

export interface Heading {
  readonly title: string;
  /** Origin of the figure: run, section, layer, snapshot. */
  readonly origin: string;
}

const margin = 12;
const lineHeight = 18;
const headHeight = 2 * lineHeight + 8;
/** Pixels of a PNG, and of the images in an SVG, per pixel of the screen. */
const sharper = 2;

export async function pngOf(figure: Figure, heading: Heading): Promise<Uint8Array<ArrayBuffer>> {
  const ratio = sharper * window.devicePixelRatio;
  const sheet = layOut(figure, heading);
  const canvas = canvasOf(Math.round(sheet.width * ratio), Math.round(sheet.height * ratio));
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  await paintSheet(context, sheet, heading, async (part, { x, y, width, height }) => {
    if (part !== figure.canvas) {
      context.drawImage(part, x, y, width, height);
      return;
    }
    const painted = canvasOf(Math.round(width * ratio), Math.round(height * ratio));
    const release = await figure.paint(painted, width, height, ratio);
    context.drawImage(painted, x, y, width, height);
    release();
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) {
    throw new Error(`The figure is too large for a PNG: ${canvas.width} × ${canvas.height} pixels.`);
  }
  return new Uint8Array(await blob.arrayBuffer());
}

export async function svgOf(figure: Figure, heading: Heading): Promise<Uint8Array<ArrayBuffer>> {
  const ratio = sharper * window.devicePixelRatio;
  const sheet = layOut(figure, heading);
  const background = backgroundOf(figure);
  const context = contextOf(canvasOf(1, 1));
  const recording = recordSvg(context, background, 'clip');
  await paintSheet(context, sheet, heading, async (part, { x, y, width, height }) => {
    const frame = { x: x + margin, y: y + margin + headHeight, width, height };
    if (part !== figure.canvas) {
      context.drawImage(part, x, y, width, height);
      return;
    }
    const canvas = canvasOf(Math.round(width * ratio), Math.round(height * ratio));
    const inner = recordSvg(contextOf(canvas), background, 'framed');
    const release = await figure.paint(canvas, width, height, ratio);
    const viewBox = `0 0 ${canvas.width} ${canvas.height}`;
    recording.add(element('svg', { ...frame, viewBox, preserveAspectRatio: 'none' }, inner.markup()));
    release();
  });
  const { width, height } = sheet;
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const title = element('title', {}, escaped(`${heading.title}, ${heading.origin}`));
  const whole = element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size }, title + recording.markup());
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`);
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly ShownPart[];
  readonly axis: (Axis & { readonly under: Box }) | null;
  readonly style: CSSStyleDeclaration;
  readonly background: string;
}

/** Lays out the sheet, in whole pixels of the page. */
function layOut(figure: Figure, heading: Heading): Sheet {
  const { x, y, width } = figure.getBoundingClientRect();
  const style = getComputedStyle(figure);
  const parts = shownParts(figure.shown, new DOMPoint(x, y));
  const right = Math.max(0, ...parts.map(({ box }) => box.x + box.width));
  const bottom = Math.max(0, ...parts.map(({ box }) => box.y + box.height));
  const under = parts.find(({ canvas }) => canvas && canvas === figure.canvas)?.box;
  const axis = figure.axis && under ? { ...figure.axis, under } : null;
  const rows = axis === null ? 0 : axis.labels.some((label) => label !== '') ? 2 : 1;
  return {
    width: Math.ceil(Math.max(right, width, ...headingWidths(heading, style)) + 2 * margin),
    height: Math.ceil(headHeight + bottom + rows * lineHeight + 2 * margin + (rows > 0 ? 4 : 0)),
    parts,
    axis,
    style,
    background: backgroundOf(figure),
  };
}

function headingFonts(style: CSSStyleDeclaration): readonly [strong: string, plain: string] {
  return [`600 ${style.fontSize} ${style.fontFamily}`, fontOf(style)];
}

function headingWidths({ title, origin }: Heading, style: CSSStyleDeclaration): readonly number[] {
  const context = contextOf(canvasOf(1, 1));
  const [strong, plain] = headingFonts(style);
  return [[strong, title] as const, [plain, origin] as const].map(([font, text]) => {
    context.font = font;
    return context.measureText(text).width;
  });
}

async function paintSheet(
  context: CanvasRenderingContext2D,
  { width, height, parts, axis, style, background }: Sheet,
  heading: Heading,
  paintCanvas: (canvas: HTMLCanvasElement, box: Box) => Promise<void>,
): Promise<void> {
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.translate(margin, margin);
  context.fillStyle = themeColour('foreground', 'rgb(140, 140, 140)');
  const [strong, plain] = headingFonts(style);
  context.font = strong;
  context.fillText(heading.title, 0, lineHeight - 5);
  context.fillStyle = themeColour('descriptionForeground', 'rgb(140, 140, 140)');
  context.font = plain;
  context.fillText(heading.origin, 0, 2 * lineHeight - 5);
  context.translate(0, headHeight);
  for (const part of parts) {
    if (part.canvas) {
      await paintCanvas(part.canvas, part.box);
    } else {
      part.paint(context);
    }
  }
  if (axis) {
    paintAxis(context, axis, style);
  }
}

function paintAxis(
  context: CanvasRenderingContext2D,
  { unit, down, from, to, labels, under }: Axis & { readonly under: Box },
  { fontSize, fontFamily }: CSSStyleDeclaration,
): void {
  const { ticks, labelled } = axisTicks(from, to, labels, under.width);
  const place = (column: number) => under.x + ((column + 0.5 - from) / (to - from)) * under.width;
  context.font = `${0.85 * Number.parseFloat(fontSize)}px ${fontFamily}`;
  context.fillStyle = themeColour('descriptionForeground', 'rgb(140, 140, 140)');
  context.textAlign = 'center';
  let y = under.y + under.height + lineHeight;
  if (labelled.length > 0) {
    for (const column of labelled) {
      context.fillText(labels[column] ?? '', place(column), y);
    }
    y += lineHeight;
  }
  for (const tick of ticks) {
    context.fillText(String(tick), place(tick), y);
  }
  context.textAlign = 'right';
  context.fillText(unit, under.x - 10, y);
  if (down !== undefined) {
    context.save();
    context.translate(lineHeight / 2, under.y + under.height / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'center';
    context.fillText(down, 0, 0);
    context.restore();
  }
  context.textAlign = 'left';
}

function backgroundOf(figure: Figure): string {
  return themeColour('editor-background', getComputedStyle(figure).backgroundColor);
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) {
    throw new Error('The browser has no memory left for a figure.');
  }
  return context;
}
