/**
 * The steps of a sequence and the places that they read: rows or characters of the data file, or a list of
 * the steps.
 */
import path from 'node:path';
import { significant } from '../notation/numbers';
import type { Recording } from '../protocol/recording';
import { stepCount, vectorAt } from './timeline';

/** A zero-based place in the source. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** The steps of a sequence, by the lines of its source. */
export interface SourceRows {
  /** Absolute path of the data file; null where the source is a list of the steps. */
  readonly file: string | null;
  readonly name: string;
  /** The list of the steps, for a sequence without a file; null where there is a file. */
  readonly text: string | null;
  /**
   * The place that a step reads. Steps that generate an output read no row: they stand where the last one was
   * read.
   */
  of(step: number): SourcePosition | undefined;
  /** The steps that read a line, rising. */
  at(line: number): readonly number[];
  /** First and last line that are read; undefined where no line is. */
  readonly range: readonly [first: number, last: number] | undefined;
}

export function sourceRowsOf(recording: Recording): SourceRows {
  const { file, places } = recording;
  const count = stepCount(recording);
  const listed = file === null || places === null;
  const of = (step: number): SourcePosition | undefined => {
    if (listed) {
      return { line: step + 1, column: 0 };
    }
    const at = Math.min(step, recording.steps - 1);
    const [line, column] = [places[2 * at], places[2 * at + 1]];
    return line >= 0 ? { line, column } : undefined;
  };
  const steps = new Map<number, number[]>();
  for (let step = 0; step < count; step++) {
    const place = of(step);
    if (place) {
      const others = steps.get(place.line);
      if (others) {
        others.push(step);
      } else {
        steps.set(place.line, [step]);
      }
    }
  }
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const line of steps.keys()) {
    first = Math.min(first, line);
    last = Math.max(last, line);
  }
  return {
    file: listed ? null : file,
    name: listed ? `${recording.label}.txt` : path.basename(file),
    text: listed ? listOf(recording, count) : null,
    of,
    at: (line) => steps.get(line) ?? [],
    range: first <= last ? [first, last] : undefined,
  };
}

/** A line for each step, in columns: the inputs and the targets. */
function listOf(recording: Recording, count: number): string {
  const cells = (name: string, step: number, width: number) => {
    const values = vectorAt(recording, name, step) ?? new Float32Array(width).fill(Number.NaN);
    return Array.from(values, (value) => (Number.isNaN(value) ? '' : significant(value, 6)));
  };
  const { inputs, outputs, classes } = recording;
  const targets = classes ? ['target'] : outputs.map(({ name }) => `target ${name}`);
  const rows = [['step', ...inputs.map(({ name }) => name), ...targets]];
  for (let step = 0; step < count; step++) {
    rows.push([String(step), ...cells('x', step, inputs.length), ...cells('target', step, targets.length)]);
  }
  const widths = rows[0].map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column].length), 0),
  );
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  '));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
