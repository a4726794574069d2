import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { complete } from '../../../../src/debug/expressions/complete';
import { describe as described } from '../../../../src/debug/expressions/describe';
import { formatLog, parseLog } from '../../../../src/debug/expressions/log';
import { matrix, vector } from '../../../../src/debug/expressions/value';
import { names, states } from './lstm';
import { valueAt } from './outcome';

describe('a value in one line', () => {
  it('reads back to the same Float32, and no shorter text does', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const { text } = described(value);
        assert.ok(Object.is(Math.fround(Number(text)), value), text);
        const shorter = Array.from({ length: 8 }, (_, digits) => Number(value.toPrecision(digits + 1)));
        const shortest = shorter.find((decimal) => Math.fround(decimal) === value);
        assert.ok(
          Number.isInteger(value) || shortest === undefined || Number(text) === shortest,
          `${text} ${shortest}`,
        );
      }),
    );
  });

  it('states its kind, and summarises what is long', () => {
    const text = (value: Parameters<typeof described>[0]) =>
      `${described(value).type}: ${described(value).text}`;
    assert.equal(text(Math.fround(0.1)), 'number: 0.1');
    assert.equal(text(1 / 3), 'number: 0.333333333');
    assert.equal(text(Number.NaN), 'number: NaN');
    assert.equal(text(123_456_789_012), 'number: 123456789012');
    assert.equal(text(true), 'boolean: true');
    assert.equal(text('a"b'), 'text: "a\\"b"');
    assert.equal(
      text(vector(Float32Array.of(3, -4, 0, 0, 0))),
      'vector: [5] norm 5, min −4, max 3, mean −0.2',
    );
    assert.equal(text(vector(Float32Array.of(0.1, -2), ['temp', 'wind'])), 'vector: [2] temp 0.1, wind -2');
    assert.equal(text(vector(new Float32Array(0))), 'vector: [0]');
    assert.equal(
      text(matrix(2, 2, Float32Array.of(3, 4, 0, 0))),
      'matrix: [2 × 2] norm 5, min 0, max 4, mean 1.75',
    );
    assert.equal(text({ kind: 'complex', re: 0.6, im: -0.8 }), 'complex number: 0.6 − 0.8i, |λ| 1');
    assert.equal(text({ kind: 'complex', re: -0.5, im: 0 }), 'complex number: −0.5, |λ| 0.5');
    assert.equal(
      text({ kind: 'complexes', re: Float64Array.of(0.6, 0.1), im: Float64Array.of(0.8, 0) }),
      'complex numbers: [2] largest |λ| 1, smallest |λ| 0.1',
    );
  });
});

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

describe('the message of a logpoint', () => {
  it('has values in place of the expressions in braces', () => {
    const norm = Number(Math.hypot(...states(7, 0)).toPrecision(9));
    assert.equal(formatLog('{t}: {norm(h)}', names, 7), `7: ${norm}`);
    assert.equal(formatLog('{t}{t}', names, 7), '77');
    assert.equal(formatLog("it's {x[\"wind\"]} of {'}'}", names, 7), "it's 3.5 of }");
    assert.equal(formatLog('expected {target}', names, 11), 'expected e');
    assert.equal(formatLog('no braces', names, 7), 'no braces');
    assert.equal(formatLog('open { and close }, {', names, 7).startsWith('open {error: '), true);
    const message = parseLog('{t@-1}');
    assert.deepEqual(
      [7, 8].map((t) => formatLog(message, names, t)),
      ['6', '7'],
    );
  });

  it('reports the error, and writes the rest', () => {
    assert.equal(
      formatLog('{t}: {nrom(h)} {1 +} {h@-9}.', names, 7),
      '7: {error: there is no function nrom; did you mean norm?} {error: a value is missing at the end} ' +
        '{error: 9 steps before step 7 is step −2; the steps are 0 to 11}.',
    );
    assert.match(formatLog('{}', names, 7), /^\{error: this is empty/);
    assert.match(formatLog('a'.repeat(3000), names, 7), /^\{error: a message may have 2000/);
  });

  it('is written for any text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '"',
      "'",
      '\\',
      'h',
      't',
      'norm(',
      ')',
      ' ',
      '@',
      '-1',
      '[',
      ']',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
        assert.equal(typeof formatLog(all.join(''), names, 7), 'string');
      }),
      { numRuns: 3000 },
    );
  });
});
