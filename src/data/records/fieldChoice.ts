/** Which fields of records go together, for questions about a file: what to read for a target, in which shape. */
import type { SequenceShape } from '../common/dataset';

export interface RecordField {
  readonly name: string;
  /** Short description of its values for people. */
  readonly holds: string;
  /** Sizes of an array of all records; the first counts the records. */
  readonly shape?: readonly number[];
  /** Whether it can only be read, or only be predicted. */
  readonly only?: 'input' | 'target';
}

export interface FieldChoice {
  readonly inputs: readonly string[];
  /** How inputs and target line up; absent where it is the default, or not known. */
  readonly shape?: SequenceShape;
}

/** Descriptions of the fields of JSON records. */
export const jsonFields = {
  number: 'a number',
  text: 'a text',
  numbers: 'numbers, one a step',
  rows: 'rows of numbers',
} as const;

export function choiceFor(target: RecordField, fields: readonly RecordField[]): FieldChoice {
  const others = fields.filter(({ name, only }) => name !== target.name && only !== 'target');
  if (target.only === 'target') {
    return { inputs: others.map(({ name }) => name), shape: 'many-to-one' };
  }
  return target.shape ? arrayChoice(target.shape, others) : jsonChoice(target, others);
}

/** Arrays with as many records, and with steps where there are such; labels beside the target are no inputs. */
function arrayChoice(target: readonly number[], others: readonly RecordField[]): FieldChoice {
  const alike = others.flatMap(({ name, shape }) =>
    shape && shape[0] === target[0] ? [{ name, shape }] : [],
  );
  const stepped = alike.filter(({ shape }) => shape.length > 1);
  const candidates = stepped.length > 0 ? stepped : alike;
  const steps = candidates[0]?.shape[1] ?? 1;
  const inputs = candidates.filter(({ shape }) => (shape[1] ?? 1) === steps).map(({ name }) => name);
  const [, own = 1] = target;
  const single = target.length === 1 || (target.length === 2 && own !== steps) || own === 1;
  return { inputs, shape: single ? 'many-to-one' : own === steps ? 'many-to-many' : 'encoder-decoder' };
}

/** A number, or a text beside inputs of numbers, belongs to the whole record. */
function jsonChoice({ holds }: RecordField, others: readonly RecordField[]): FieldChoice {
  const inputs = others.map(({ name }) => name);
  const stepped = others.some(
    (other) => other.holds === jsonFields.numbers || other.holds === jsonFields.rows,
  );
  return stepped && (holds === jsonFields.number || holds === jsonFields.text)
    ? { inputs, shape: 'many-to-one' }
    : { inputs };
}
