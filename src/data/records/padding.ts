/**
 * Padding, the steps with which records were filled up to one length: it is detected where the config does
 * not mention it, and removed where `data.padding` gives its value.
 */
import type { FoundPadding } from '../common/dataset';
import type { FieldValue, SequenceRecord } from './records';

type Numbers = Extract<FieldValue, { kind: 'number' }>;

const fewestRecords = 20;
/** Share of the records that must have the commonest length to count as padded to one length. */
const oneLength = 0.95;
/**
 * The least share of records that are padded, the least share of all steps that are padding, and the largest
 * share of the other steps that may look the same.
 */
const filledRecords = 0.5;
const filledSteps = 0.05;
const filledElsewhere = 0.01;
/**
 * The fewest different lengths without padding. Where all lengths are the same, the steps at the end are part
 * of the task.
 */
const fewestLengths = 3;

/**
 * The record without the steps at either end in which every input is `padding`; one step always stays.
 * @param shape `along`: the targets are steps of the inputs; `own`: they are a sequence with padding of its
 *   own at the end; `single`: there is one target
 */
export function withoutPadding(
  record: SequenceRecord,
  padding: number,
  shape: 'along' | 'own' | 'single',
): SequenceRecord {
  const steps = stepsOf(record.inputs);
  const outputs = stepsOf(record.targets);
  const { front, end } = runs(numbersOf(record.inputs, steps), steps, padding);
  const from = Math.min(front, steps - 1);
  const to = Math.max(from + 1, steps - end);
  const cut = (fields: readonly FieldValue[], total: number, first: number, last: number) =>
    fields.map((field) => (stepsIn(field) === total && total > 1 ? part(field, first, last) : field));
  const kept = () => Math.max(1, outputs - runs(numbersOf(record.targets, outputs), outputs, padding).end);
  const targets =
    shape === 'own'
      ? cut(record.targets, outputs, 0, kept())
      : shape === 'along'
        ? cut(record.targets, steps, from, to)
        : record.targets;
  return { ...record, inputs: cut(record.inputs, steps, from, to), targets };
}

/**
 * Detects padding; undefined where the sequences seem to have none.
 * @param along whether the targets are steps of the inputs; if so, they have to be constant in the padding as
 *   well
 */
export function findPadding(records: readonly SequenceRecord[], along: boolean): FoundPadding | undefined {
  const looked = records.map(({ inputs, targets }): Looked => {
    const steps = stepsOf(inputs);
    return { steps, inputs: numbersOf(inputs, steps), targets: along ? targets : [] };
  });
  const [length = 0, many] = commonest(looked.map(({ steps }) => steps));
  if (records.length < fewestRecords || length < 2 || many < oneLength * records.length) {
    return undefined;
  }
  for (const at of ['end', 'start'] as const) {
    const [value, having] = commonest(
      looked.flatMap(({ inputs, steps }) => sameAt(inputs, at === 'end' ? steps - 1 : 0) ?? []),
    );
    const found =
      value !== undefined && having >= filledRecords * records.length
        ? measure(looked, value, at)
        : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The parts of a record that matter for its padding. */
interface Looked {
  readonly steps: number;
  /** Inputs that have this number of steps. */
  readonly inputs: readonly Numbers[];
  /** Targets that have to be constant in the padding. */
  readonly targets: readonly FieldValue[];
}

function measure(
  records: readonly Looked[],
  value: number,
  at: FoundPadding['at'],
): FoundPadding | undefined {
  let all = 0;
  let filled = 0;
  let having = 0;
  let elsewhere = 0;
  const left = new Set<number>();
  for (const { steps, inputs, targets } of records) {
    const { front, end } = runs(inputs, steps, value);
    // A record that is nothing but padding keeps one step.
    const run = Math.min(at === 'end' ? end : front, steps - 1);
    const [from, to] = at === 'end' ? [steps - run, steps] : [0, run];
    const still = targets.every((field) => standsStill(field, steps, from, to));
    all += steps;
    filled += still ? run : 0;
    having += still && run > 0 ? 1 : 0;
    left.add(steps - run);
    for (let t = 0; t < steps; t++) {
      elsewhere += (!still || t < from || t >= to) && sameAt(inputs, t) === value ? 1 : 0;
    }
  }
  const enough = having >= filledRecords * records.length && filled >= filledSteps * all;
  return enough && left.size >= fewestLengths && elsewhere <= filledElsewhere * (all - filled)
    ? { value, at, steps: filled / all, records: having / records.length }
    : undefined;
}

function stepsIn(field: FieldValue): number {
  return field.kind === 'number' ? field.steps : [...field.text].length;
}

/** Steps of the numeric fields; a field of one step is repeated in every step. */
function stepsOf(fields: readonly FieldValue[]): number {
  return fields.reduce((most, field) => Math.max(most, field.kind === 'number' ? field.steps : 0), 0);
}

/** The numeric fields that have `steps` steps. */
function numbersOf(fields: readonly FieldValue[], steps: number): Numbers[] {
  return fields.filter((field) => field.kind === 'number').filter((field) => field.steps === steps);
}

/**
 * The number that all inputs have at a step; undefined where they differ, or where there is no numeric input.
 */
function sameAt(fields: readonly Numbers[], t: number): number | undefined {
  const [first] = fields;
  const value = first?.values[t * first.width];
  for (const { values, width } of fields) {
    for (let j = t * width; j < (t + 1) * width; j++) {
      if (values[j] !== value) {
        return undefined;
      }
    }
  }
  return value;
}

/** Number of steps at the start and at the end in which every input is `value`. */
function runs(fields: readonly Numbers[], steps: number, value: number): { front: number; end: number } {
  let front = 0;
  while (front < steps && sameAt(fields, front) === value) {
    front++;
  }
  let end = 0;
  while (end < steps && sameAt(fields, steps - 1 - end) === value) {
    end++;
  }
  return { front, end };
}

/**
 * Whether a target is the same in all steps `from … to−1`; a target with steps of its own does not matter.
 */
function standsStill(field: FieldValue, steps: number, from: number, to: number): boolean {
  if (stepsIn(field) !== steps) {
    return true;
  }
  if (field.kind === 'text') {
    return new Set([...field.text].slice(from, to)).size <= 1;
  }
  const { values, width } = field;
  return values
    .subarray(from * width, to * width)
    .every((value, i) => value === values[from * width + (i % width)]);
}

function part(field: FieldValue, from: number, to: number): FieldValue {
  if (field.kind === 'text') {
    return { kind: 'text', text: [...field.text].slice(from, to).join('') };
  }
  const { kind, width, values } = field;
  return { kind, steps: to - from, width, values: values.slice(from * width, to * width) };
}

/** The most frequent value and its count. */
function commonest(values: readonly number[]): [value: number | undefined, count: number] {
  const counts = new Map<number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].reduce<[number | undefined, number]>(
    (most, next) => (next[1] > most[1] ? next : most),
    [undefined, 0],
  );
}
