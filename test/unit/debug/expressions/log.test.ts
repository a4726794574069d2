import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { formatLog, parseLog } from '../../../../src/debug/expressions/log';
import { names, states } from './lstm';

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
