/**
 * Characters of the text view: which of them are shown, which were predicted, and a legible text colour.
 * Pure.
 */

import type { ColumnRange } from '../../drawing/matrix';
import { type StepTensor, targetClass, topClass } from '../../state/traceTensors';

/** Maximum number of characters laid out at once; more would take longer than a frame. */
const mostCharacters = 2000;

/** Whether the steps are characters: no label is longer than one, and at least one is not empty. */
export function isText(labels: readonly string[]): boolean {
  return (
    labels.some((label) => label !== '') &&
    labels.every((label) => label.length <= 1 || [...label].length === 1)
  );
}

/**
 * Returns the steps to show: those in view, or, where these are more than `most`, the page that holds the
 * cursor. Pages stand still, so that no character moves away under the mouse.
 */
export function textWindow(
  steps: number,
  range: ColumnRange | undefined,
  cursor: number | null,
  most = mostCharacters,
): ColumnRange {
  const from = Math.min(range?.from ?? 0, Math.max(0, steps - 1));
  const to = Math.max(from, Math.min(range?.to ?? steps, steps));
  const at = Math.min(Math.max(cursor ?? from, from), Math.max(from, to - 1));
  const start = from + Math.floor((at - from) / most) * most;
  return { from: start, to: Math.min(to, start + most) };
}

export interface Predicted {
  readonly index: number;
  readonly probability: number;
}

/**
 * Returns the `count` classes with the greatest output at a step, the greatest first; among equals the lower
 * index first.
 */
export function topClasses(y: StepTensor, step: number, count: number): readonly Predicted[] {
  return Array.from(y.values.subarray(step * y.size, (step + 1) * y.size), (probability, index) => ({
    index,
    probability,
  }))
    .filter(({ probability }) => !Number.isNaN(probability))
    .sort((one, other) => other.probability - one.probability || one.index - other.index)
    .slice(0, count);
}

/** Whether the class with the greatest output is the target; undefined where the step has no target. */
export function isHit(y: StepTensor, target: StepTensor | undefined, step: number): boolean | undefined {
  const wanted = target ? targetClass(target, step) : -1;
  return wanted < 0 ? undefined : topClass(y, step) === wanted;
}

/**
 * Returns black or white, whichever has the higher contrast against a colour packed as in ImageData (WCAG
 * 2.2, at least 4.5).
 */
export function inkOn(packed: number): '#000' | '#fff' {
  const [r, g, b] = [packed & 255, (packed >>> 8) & 255, (packed >>> 16) & 255].map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  // Contrast with black is (L + 0.05) / 0.05, with white 1.05 / (L + 0.05).
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000' : '#fff';
}
