/** The shape of records where it can only be one: a target that belongs to the whole record. */
import type { SequenceShape } from '../common/dataset';
import type { FieldValue, SequenceRecord } from './records';

/** Share of the records above which different texts are no classes. */
const mostClasses = 0.5;

/**
 * `many-to-one` instead of `many-to-many`, the default, where the targets cannot be steps: a single number
 * beside longer inputs, or a text of another length that recurs, as the name of a class does.
 */
export function shapeOfRecords(shape: SequenceShape, records: readonly SequenceRecord[]): SequenceShape {
  const fits = records.every(({ inputs, targets }) => lengthOf(targets) === lengthOf(inputs));
  if (shape !== 'many-to-many' || fits) {
    return shape;
  }
  const targets = records.map((record) => record.targets);
  const areNumbers = targets.every((values) =>
    values.every((value) => value.kind === 'number' && value.steps === 1),
  );
  return areNumbers || areClasses(targets) ? 'many-to-one' : shape;
}

/** The number of steps of fields that are read, or predicted, together. */
function lengthOf(values: readonly FieldValue[]): number {
  return Math.max(
    0,
    ...values.map((value) => (value.kind === 'text' ? [...value.text].length : value.steps)),
  );
}

function areClasses(targets: readonly (readonly FieldValue[])[]): boolean {
  const texts = targets.flatMap(([value, ...others]) =>
    value?.kind === 'text' && others.length === 0 ? [value.text] : [],
  );
  const different = new Set(texts).size;
  return texts.length === targets.length && different > 1 && different <= mostClasses * texts.length;
}

/** The records with whole numbers as texts, so that each number is a class. */
export function withNumbersAsClasses(records: readonly SequenceRecord[]): readonly SequenceRecord[] {
  const isClass = (value: FieldValue) =>
    value.kind === 'number' && value.steps === 1 && value.width === 1 && Number.isInteger(value.values[0]);
  if (!records.every(({ targets }) => targets.length === 1 && targets.every(isClass))) {
    return records;
  }
  return records.map((record) => ({
    ...record,
    targets: record.targets.map((value) =>
      value.kind === 'number' ? { kind: 'text' as const, text: String(value.values[0]) } : value,
    ),
  }));
}
