import { strict as assert } from 'node:assert';
import { complete } from '../../../../src/debug/expressions/complete';
import { names } from './lstm';
import { valueAt } from './outcome';

describe('completion', () => {
  const labels = (text: string) => complete(text, text.length, names).map(({ label }) => label);

  it('continues from the letters before the caret, dots included', () => {
    assert.deepEqual(labels('1 + gate.'), ['gate.f', 'gate.i']);
    assert.deepEqual(labels('norm(W_hh.f'), ['W_hh.f']);
    assert.deepEqual(labels('sa'), ['saturated']);
    assert.deepEqual(labels('T'), ['t', 'target', 'tanh']);
    const [{ start, length, type }] = complete('norm(gr) * 2', 7, names);
    assert.deepEqual({ start, length, type }, { start: 5, length: 2, type: 'variable' });
  });

  it('has all names and functions where nothing is written, and none in numbers and quotes', () => {
    for (const name of [...names.list(), 'norm', 'eig', 'saturated']) {
      assert.ok(labels('h + ').includes(name), name);
    }
    for (const text of ['1', '2.5', 'x["wi', "x['", 'nothing']) {
      assert.deepEqual(labels(text), [], text);
    }
    assert.deepEqual(labels('x["wind"] + ta'), ['target', 'tanh']);
  });

  it('offers what can be evaluated', () => {
    for (const { label, type } of complete('', 0, names)) {
      if (type === 'variable' && label !== 'target') {
        assert.notEqual(valueAt(label), undefined);
      }
    }
  });
});
