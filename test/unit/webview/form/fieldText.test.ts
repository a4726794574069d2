import { strict as assert } from 'node:assert';
import { fieldText, limitsText, placeholderOf, readField } from '../../../../webview/form/fieldText';
import { finds } from '../../../../webview/form/formSearch';

const number = (limits: object, words: readonly string[] = [], required = false) =>
  ({ kind: { type: 'number', integer: false, words, ...limits }, required }) as const;

describe('a field of the form', () => {
  it('accepts the values within its limits, including an inclusive limit', () => {
    const size = number({ integer: true, minimum: 1, maximum: 4096 });
    assert.deepEqual(readField(size, ' 4096 '), { value: 4096 });
    assert.deepEqual(readField(size, '1e2'), { value: 100 });
    assert.deepEqual(readField(size, ''), { value: null });
    const rate = number({ above: 0, maximum: 100 });
    assert.deepEqual(readField(rate, '1e-9'), { value: 1e-9 });
    assert.deepEqual(readField(number({ minimum: 0, below: 1 }), '0'), { value: 0 });
    assert.deepEqual(readField(number({ integer: true, minimum: 1 }, ['auto']), 'auto'), { value: 'auto' });
  });

  it('refuses the rest, and states what is valid', () => {
    const size = number({ integer: true, minimum: 1, maximum: 4096 });
    const problem = (of: Parameters<typeof readField>[0], text: string) => {
      const read = readField(of, text);
      return 'problem' in read ? read.problem : read;
    };
    assert.equal(problem(size, '0'), '0 is too small; valid: a whole number from 1 to 4096.');
    assert.equal(problem(size, '4097'), '4097 is too large; valid: a whole number from 1 to 4096.');
    assert.equal(problem(size, '1.5'), '1.5 is not a whole number; valid: a whole number from 1 to 4096.');
    assert.equal(problem(size, 'fast'), '"fast" is not a number; valid: a whole number from 1 to 4096.');
    assert.equal(
      problem(size, 'Infinity'),
      '"Infinity" is not a number; valid: a whole number from 1 to 4096.',
    );
    assert.equal(problem(number({ above: 0 }), '0'), '0 is too small; valid: a number above 0.');
    assert.equal(problem(number({ below: 1 }), '1'), '1 is too large; valid: a number below 1.');
    assert.equal(
      problem(number({ integer: true, minimum: 1 }, ['auto']), 'many'),
      '"many" is not a number; valid: "auto" or a whole number at least 1.',
    );
    assert.match(String(problem(number({}, [], true), ' ')), /no default/);
  });

  it('accepts lists of the right length, of valid items', () => {
    const betas = {
      kind: { type: 'list', of: { integer: false, minimum: 0, below: 1 }, fewest: 2, most: 2 },
      required: false,
    } as const;
    assert.deepEqual(readField(betas, '0.9, 0.99'), { value: [0.9, 0.99] });
    assert.deepEqual(readField(betas, '0.9'), { problem: '1 given; valid: 2 values, separated by commas.' });
    assert.deepEqual(readField(betas, '0.9, 1'), {
      problem: '1 is too large; valid: a number at least 0, below 1.',
    });
    const names = { kind: { type: 'list', of: 'text', fewest: 1 }, required: true } as const;
    assert.deepEqual(readField(names, 'wind, "a, b"'), { value: ['wind', 'a, b'] });
  });

  it('shows a default in its place, not as its text', () => {
    assert.equal(fieldText({ value: 20, set: false }), '');
    assert.equal(fieldText({ value: ['a', 'b, c'], set: true }), 'a, "b, c"');
    assert.equal(placeholderOf({ default: [0.9, 0.999], unset: 'not set' }), '0.9, 0.999');
    assert.equal(placeholderOf({ unset: 'off' }), 'off');
    assert.equal(limitsText({ integer: false }), 'a number');
  });
});

describe('a search for settings', () => {
  const group = { path: ['training', 'optimizer'], name: 'Optimizer', description: '', problems: [] };
  const rate = {
    path: ['training', 'optimizer', 'learningRate'],
    label: 'learningRate',
    description: 'Step size.',
    group: 'Optimizer',
    kind: { type: 'number', integer: false, words: [] },
    value: 0.001,
    set: false,
    unset: 'not set',
    required: false,
  } as const;

  it('finds a key by its words, its group and its documentation', () => {
    for (const query of [
      'learning',
      'Rate',
      'learningrate',
      'learning rate',
      'optimizer.l',
      'step',
      'optim rate',
    ]) {
      assert.ok(finds(query, rate, group), query);
    }
    for (const query of ['learning cell', 'ate size x', 'momentum']) {
      assert.ok(!finds(query, rate, group), query);
    }
  });
});
