/** Collects the visible parts of elements and their places, so that they can be painted elsewhere. */

/** A box in pixels of the page, relative to the figure's corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ShownPart {
  readonly box: Box;
  /** Canvas that the caller paints itself. */
  readonly canvas?: HTMLCanvasElement;
  readonly paint: (context: CanvasRenderingContext2D) => void;
}

/**
 * Selector of elements that show only while the user points, and of tools that are not part of the figure.
 */
const passing = '.line, .cell, .selection, .tooltip, [data-tool]';

/** Lists the visible parts of elements. @param origin point of the window that becomes 0, 0 */
export function shownParts(elements: readonly Element[], origin: DOMPoint): readonly ShownPart[] {
  return elements.flatMap((element) => [...partsOf(element, origin, 1)]);
}

/** Yields the parts of an element and its descendants. @param above opacity of its ancestors */
function* partsOf(element: Element, origin: DOMPoint, above: number): Generator<ShownPart> {
  const style = getComputedStyle(element);
  const opacity = above * Number(style.opacity);
  if (element.matches(passing) || style.display === 'none' || style.visibility === 'hidden') {
    return;
  }
  const box = boxOf(element.getBoundingClientRect(), origin);
  if (element instanceof HTMLCanvasElement) {
    yield { box, canvas: element, paint: () => undefined };
    return;
  }
  if (element instanceof SVGGraphicsElement) {
    yield* shapes(element, style, opacity, box, origin);
  } else {
    yield* surfaces(element, style, opacity, box);
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      yield* partsOf(child, origin, opacity);
    } else if (child instanceof Text && !(element instanceof SVGElement)) {
      yield* lines(child, style, opacity, origin);
    }
  }
}

/** Yields the background, top border, hatching and outline of an element. */
function* surfaces(
  element: Element,
  style: CSSStyleDeclaration,
  opacity: number,
  box: Box,
): Generator<ShownPart> {
  const filled = isSeen(style.backgroundColor) && !element.matches('.plot');
  const border = Number.parseFloat(style.borderTopWidth);
  const outline = style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth);
  const hatched = element.matches('.band.absent');
  if (!filled && border === 0 && outline === 0 && !hatched) {
    return;
  }
  const { x, y, width, height } = box;
  yield {
    box,
    paint: (context) => {
      context.save();
      context.globalAlpha = opacity;
      if (filled) {
        context.fillStyle = style.backgroundColor;
        context.fillRect(x, y, width, height);
      }
      if (border > 0) {
        context.fillStyle = style.borderTopColor;
        context.fillRect(x, y, width, border);
      }
      if (hatched) {
        hatch(context, box, style.getPropertyValue('--mark') || style.color);
      }
      if (outline > 0 && !element.matches(':focus-visible')) {
        context.strokeStyle = style.outlineColor;
        context.lineWidth = outline;
        context.strokeRect(x - outline / 2, y - outline / 2, width + outline, height + outline);
      }
      context.restore();
    },
  };
}

function hatch(context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = x - height; at < x + width; at += 10) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
}

function* shapes(
  element: SVGGraphicsElement,
  style: CSSStyleDeclaration,
  opacity: number,
  box: Box,
  origin: DOMPoint,
): Generator<ShownPart> {
  const matrix = element.getScreenCTM();
  if (!matrix || !element.matches('line, circle, text')) {
    return;
  }
  yield {
    box,
    paint: (context) => {
      context.save();
      context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - origin.x, matrix.f - origin.y);
      context.beginPath();
      if (element instanceof SVGLineElement) {
        context.moveTo(element.x1.baseVal.value, element.y1.baseVal.value);
        context.lineTo(element.x2.baseVal.value, element.y2.baseVal.value);
      } else if (element instanceof SVGCircleElement) {
        context.arc(
          element.cx.baseVal.value,
          element.cy.baseVal.value,
          element.r.baseVal.value,
          0,
          2 * Math.PI,
        );
      }
      if (isSeen(style.fill)) {
        context.globalAlpha = opacity * Number(style.fillOpacity);
        context.fillStyle = style.fill;
        if (element instanceof SVGTextElement) {
          context.font = fontOf(style);
          context.textAlign = style.textAnchor === 'end' ? 'right' : 'left';
          const [at] = [element.x.baseVal.getItem(0).value];
          context.fillText(element.textContent ?? '', at, element.y.baseVal.getItem(0).value);
        } else {
          context.fill();
        }
      }
      if (isSeen(style.stroke)) {
        context.globalAlpha = opacity * Number(style.strokeOpacity);
        context.strokeStyle = style.stroke;
        context.lineWidth = Number.parseFloat(style.strokeWidth);
        context.setLineDash(
          style.strokeDasharray
            .split(/[\s,]+/)
            .map(Number.parseFloat)
            .filter(Number.isFinite),
        );
        context.stroke();
      }
      context.restore();
    },
  };
}

/** Yields the text line by line, as the page breaks it; complete even where the page cuts it off. */
function* lines(
  node: Text,
  style: CSSStyleDeclaration,
  opacity: number,
  origin: DOMPoint,
): Generator<ShownPart> {
  for (const { text, x, y, height } of textLines(node, origin)) {
    yield {
      box: { x, y, width: 0, height },
      paint: (context) => {
        context.save();
        context.font = fontOf(style);
        context.globalAlpha = opacity;
        context.fillStyle = style.color;
        const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(text);
        context.fillText(text, x, y + (height + up - down) / 2);
        context.restore();
      },
    };
  }
}

function textLines(node: Text, origin: DOMPoint) {
  const found: { text: string; x: number; y: number; height: number }[] = [];
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = boxOf(range.getBoundingClientRect(), origin);
    const line = found.at(-1);
    if (line && Math.abs(line.y - box.y) < 1) {
      line.text += ` ${word[0]}`;
    } else if (box.height > 0) {
      found.push({ text: word[0], x: box.x, y: box.y, height: box.height });
    }
  }
  return found;
}

export function fontOf({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string {
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

function boxOf({ x, y, width, height }: DOMRect, origin: DOMPoint): Box {
  return { x: x - origin.x, y: y - origin.y, width, height };
}

function isSeen(colour: string): boolean {
  return colour !== 'none' && colour !== 'transparent' && !/^rgba\(.*, 0\)$|\/ 0\)$/.test(colour);
}
