import assert from 'node:assert/strict';
import { choiceFor, jsonFields, type RecordField } from '../../../../src/data/records/fieldChoice';
import { seriesFields } from '../../../../src/data/records/seriesLines';

const array = (name: string, ...shape: number[]): RecordField => ({ name, holds: 'numbers', shape });
const arrays = [
  array('X_train', 80, 50, 3),
  array('X_test', 20, 50, 3),
  array('y_train', 80),
  array('y_test', 20),
  array('id', 80),
  array('steps', 80, 50),
  array('future', 80, 10, 1),
  array('pair', 80, 2),
];
const choose = (name: string, fields: readonly RecordField[]) => {
  const target = fields.find((field) => field.name === name);
  assert.ok(target);
  return choiceFor(target, fields);
};

describe('what is read for a target', () => {
  it('are the arrays with steps and as many sequences, in the shape of the target', () => {
    assert.deepEqual(choose('y_train', arrays), { inputs: ['X_train', 'steps'], shape: 'many-to-one' });
    assert.deepEqual(choose('y_test', arrays), { inputs: ['X_test'], shape: 'many-to-one' });
    assert.deepEqual(choose('steps', arrays), { inputs: ['X_train'], shape: 'many-to-many' });
    assert.deepEqual(choose('pair', arrays), { inputs: ['X_train', 'steps'], shape: 'many-to-one' });
    assert.deepEqual(choose('future', arrays), { inputs: ['X_train', 'steps'], shape: 'encoder-decoder' });
  });

  it('is the series of an archive, for its label', () => {
    assert.deepEqual(choose('label', seriesFields), { inputs: ['x'], shape: 'many-to-one' });
  });

  it('are the other fields of JSON; a number or a label belongs to the whole sequence', () => {
    const fields = [
      { name: 'x', holds: jsonFields.rows },
      { name: 'label', holds: jsonFields.text },
      { name: 'z', holds: jsonFields.numbers },
    ];
    assert.deepEqual(choose('label', fields), { inputs: ['x', 'z'], shape: 'many-to-one' });
    assert.deepEqual(choose('z', fields), { inputs: ['x', 'label'] });
  });
});
