import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { evaluate, holds, isTrue } from '../../../../src/debug/expressions/evaluate';
import { parseExpression } from '../../../../src/debug/expressions/parse';
import { ExpressionError } from '../../../../src/debug/expressions/problem';
import { vector } from '../../../../src/debug/expressions/value';
import { names, namesOf, states, steps, units } from './lstm';
import { fault, numbersAt, valueAt } from './outcome';

const number = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 10, noNaN: true }));

/** An expression of numbers, which JavaScript reads in the same way. */
const { arithmetic } = fc.letrec<{ arithmetic: string; single: string }>((tie) => ({
  single: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number.map((value) => value.toFixed(3)),
    tie('arithmetic').map((inner) => `(${inner})`),
  ),
  arithmetic: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('single'),
    fc.tuple(tie('single'), fc.constantFrom('**'), tie('single')).map((all) => all.join(' ')),
    fc
      .tuple(tie('single'), fc.constantFrom('+', '-', '*', '/', '%'), tie('arithmetic'))
      .map((all) => all.join(' ')),
    fc.tuple(fc.constantFrom('-', '+'), tie('single')).map(([sign, of]) => `${sign}(${of})`),
    fc
      .tuple(
        tie('single'),
        fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
        tie('single'),
        tie('arithmetic'),
      )
      .map(([a, operator, b, c]) => `(${a} ${operator} ${b} ? ${c} : ${a} - 1)`),
    fc
      .tuple(tie('single'), tie('single'), fc.constantFrom('&&', '||'), tie('single'))
      .map(([a, b, operator, c]) => `(${a} < ${b} ${operator} !(${c} > ${b}) ? 1 : 2)`),
  ),
}));

describe('the value of an expression', () => {
  it('of numbers is the value in JavaScript', () => {
    fc.assert(
      fc.property(arithmetic, (text) => {
        fc.pre(text.length < 2000);
        assert.equal(valueAt(text), new Function(`return ${text};`)(), text);
      }),
      { numRuns: 3000 },
    );
  });

  it('of vectors is that of each element, and a single number goes with each', () => {
    const pair = fc
      .integer({ min: 0, max: 30 })
      .chain((length) =>
        fc.tuple(
          fc.float32Array({ minLength: length, maxLength: length }),
          fc.float64Array({ minLength: length, maxLength: length }),
        ),
      );
    fc.assert(
      fc.property(
        pair,
        fc.double(),
        fc.constantFrom('+', '-', '*', '/', '%', '**'),
        ([a, b], s, operator) => {
          const each = namesOf({ a: vector(a), b: vector(b), s });
          const scalar = (left: number, right: number) =>
            evaluate(parseExpression(`l ${operator} r`), namesOf({ l: left, r: right }), 0);
          const expected = (f: (at: number) => unknown) => Array.from(a, (_, at) => f(at));
          assert.deepEqual(
            numbersAt(`a ${operator} b`, 0, each),
            expected((at) => scalar(a[at], b[at])),
          );
          assert.deepEqual(
            numbersAt(`a ${operator} s`, 0, each),
            expected((at) => scalar(a[at], s)),
          );
          assert.deepEqual(
            numbersAt(`s ${operator} b`, 0, each),
            expected((at) => scalar(s, b[at])),
          );
          assert.deepEqual(
            numbersAt('-a', 0, each),
            expected((at) => -a[at]),
          );
          assert.deepEqual(
            numbersAt('tanh(a)', 0, each),
            expected((at) => Math.tanh(a[at])),
          );
        },
      ),
    );
  });

  it('with @ is the value at the other step', () => {
    const texts = [
      'h',
      'h[17]',
      'gate.f',
      '(h - c)',
      'norm(grad.h)',
      'l0_reverse.gate.f[3]',
      't',
      '(h[t])',
      'x["wind"]',
    ];
    const step = fc.integer({ min: 0, max: steps - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...texts), step, step, (text, from, to) => {
        assert.deepEqual(valueAt(`${text}@${to - from}`, from), valueAt(text, to));
        assert.deepEqual(valueAt(`${text}@(${to} - ${from})`, from), valueAt(text, to));
      }),
    );
  });

  it('with @ binds tighter than any operator, and repeats', () => {
    assert.deepEqual(valueAt('-t@-5 * 2', 7), -4);
    assert.deepEqual(valueAt('t@-1 ** 2', 7), 36);
    assert.deepEqual(valueAt('t@-1@-1', 7), 5);
    assert.deepEqual(valueAt('h@-5[3]', 7), valueAt('h[3]', 2));
    assert.deepEqual(valueAt('h[t]@-1', 7), states(6, 0)[6]);
    assert.deepEqual(
      numbersAt('h - h@-1', 7),
      Array.from(states(7, 0), (x, u) => x - states(6, 0)[u]),
    );
  });

  it('outside of the sequence is an error that names the existing steps', () => {
    const { message, at } = fault('norm(h@-8)', 7);
    assert.equal(message, '8 steps before step 7 is step −1; the steps are 0 to 11');
    assert.equal(at, 'h@-8');
    assert.match(fault('h@1', 11).message, /^1 step after step 11 is step 12; /);
  });

  it('is right in the examples of the documentation', () => {
    assert.equal(valueAt('h[17]'), states(7, 0)[17]);
    assert.ok(Math.abs(Number(valueAt('norm(grad.h)')) - Math.hypot(...numbersAt('grad.h'))) < 1e-20);
    assert.equal(valueAt('mean(gate.f) > 0.9'), false);
    assert.equal(valueAt('norm(grad.h) < 1e-6'), true);
    assert.equal(valueAt('argmax(y)'), 1);
    assert.equal(valueAt('saturated(gate.i)'), 0.5);
    assert.equal(valueAt('x["wind"]'), 3.5);
    assert.equal(valueAt('target == "e"', steps - 1), true);
    assert.equal(valueAt('W_hh[3][4]'), Math.fround(Math.sin(3 * units + 4) / 5));
    assert.equal(numbersAt('W_hh[79]').length, units);
    assert.equal(
      valueAt('any(h > 0.9)'),
      states(7, 0).some((x) => x > 0.9),
    );
    assert.equal(valueAt('all(h > -1 && !(h >= 1))'), true);
    assert.equal(
      valueAt('count(h < 0 || h@-1 < 0)'),
      states(7, 0).filter((x, u) => x < 0 || states(6, 0)[u] < 0).length,
    );
    assert.equal(valueAt('max(t, 9, loss)'), 9);
    assert.equal(valueAt('length(W_hh)'), 80);
    assert.equal(valueAt('finite(h)'), true);
    assert.equal(valueAt('finite(log(h))'), false);
  });

  it('has elements from 0 to n − 1 and no others', () => {
    for (const [text, at] of [
      ['h[20]', '20'],
      ['h[-1]', '-1'],
      ['h[0.5]', '0.5'],
      ['h["a"]', '"a"'],
      ['W_hh[80]', '80'],
      ['h[3][0]', 'h[3]'],
      ['eig(W_hh.f)[20]', '20'],
    ]) {
      assert.equal(fault(text).at, at);
    }
    assert.equal(fault('h[-1]').message, 'index -1 is outside of 0 to 19');
    assert.match(fault('x["wimd"]').message, /did you mean wind\?/);
  });

  it('suggests the likely name', () => {
    const near: readonly (readonly [string, string, string])[] = [
      ['norm(hh)', 'hh', 'did you mean h'],
      ['gate', 'gate', 'did you mean gate.f or gate.i'],
      ['gate.q[3]', 'gate.q', 'gate.f or gate.i'],
      ['l1.hh', 'l1.hh', 'l1.h'],
      ['W_hx', 'W_hx', 'W_hh'],
      ['nrom(h)', 'nrom', 'did you mean norm'],
      ['h(3)', 'h', 'h[0]'],
      ['norm', 'norm', 'norm(…)'],
      ['constructor', 'constructor', 'there is no constructor'],
      ['toString(h)', 'toString', 'there is no function toString'],
      ['target', 'target', 'target has no value at step 7'],
      ['zzzzzz', 'zzzzzz', 'there are h, c'],
    ];
    for (const [text, at, words] of near) {
      const found = fault(text);
      assert.equal(found.at, at, text);
      assert.ok(found.message.includes(words), found.message);
    }
  });

  it('is refused where kinds do not fit', () => {
    const refused: readonly (readonly [string, string, RegExp])[] = [
      ['1 + (h + y)', '(h + y)', /a vector of 20 numbers and a vector of 3/],
      ['h + W_hh', 'h + W_hh', /do not fit/],
      ['1 + (h > 0.9)', '(h > 0.9)', /any\(.*all\(.*count\(.*mean\(h\), max\(h\)/],
      ['h && t', 'h', /any\(…\)/],
      ['!h', 'h', /any\(…\)/],
      ['h ? 1 : 2', 'h', /any\(…\)/],
      ['1 < 2 < 3', '1 < 2', /true or false/],
      ['"a" + 1', '"a"', /text/],
      ['-true', 'true', /true or false/],
      ['norm("a")', '"a"', /text/],
      ['norm(h, c)', 'norm(h, c)', /takes one value; here are 2/],
      ['norm()', 'norm()', /here is none/],
      ['max(t, h)', 'h', /each must be a number/],
      ['argmax(W_hh)', 'W_hh', /vector is expected/],
      ['eig(h)', 'h', /square matrix/],
      ['eig(W_hh.f)[0] + 1', 'eig(W_hh.f)[0]', /abs\(…\)/],
      ['re(h)', 'h', /complex/],
    ];
    for (const [text, at, message] of refused) {
      const found = fault(text);
      assert.match(found.message, message, text);
      // The parentheses belong to the part inside them.
      assert.equal(found.at.replace(/^\((.*)\)$/, '$1'), at.replace(/^\((.*)\)$/, '$1'), text);
    }
  });

  it('does not read a part that is not reached', () => {
    assert.equal(valueAt('t > 0 || h@-99'), true);
    assert.equal(valueAt('t < 0 && nothing'), false);
    assert.equal(valueAt('t > 0 ? 1 : nothing'), 1);
  });

  it('as a condition is a number or a truth', () => {
    const condition = parseExpression('  h');
    assert.equal(holds(parseExpression('t - 7'), names, 7), false);
    assert.equal(holds(parseExpression('t - 7'), names, 8), true);
    assert.equal(isTrue(Number.NaN), false);
    assert.throws(
      () => holds(condition, names, 3),
      (error) => error instanceof ExpressionError && error.start === 2 && error.end === 3,
    );
  });
});
