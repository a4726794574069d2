import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseExpression } from '../../../../src/debug/expressions/parse';
import { ExpressionError } from '../../../../src/debug/expressions/problem';
import { fault, valueAt } from './outcome';

/** Parts of expressions, and of texts that resemble them. */
const pieces = fc.constantFrom(
  ...[
    'h',
    'gate.f',
    'W_hh',
    'norm',
    'x',
    '1',
    '2.5',
    '.',
    '..',
    '1e',
    '0x1',
    '"',
    "'",
    '"a"',
    '\\',
    'true',
    'this',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ';',
    '?',
    ':',
    '@',
    '-',
    '+',
    '!',
    '~',
    '*',
    '**',
    '/',
    '%',
    '=',
    '==',
  ],
  ...[
    '===',
    '=>',
    '<',
    '<<',
    '>',
    '>>>',
    '&',
    '&&',
    '|',
    '||',
    '??',
    '?.',
    '^',
    '`',
    '$',
    '#',
    ' ',
    '\n',
    '\u00a0',
  ],
  ...['\u{1f600}', '\ud800', 'é', '__proto__', 'constructor', 'toString', 'in', '@-5', 'null', '//', '\0'],
);

describe('parsing an expression', () => {
  it('of any text gives an expression or an ExpressionError that points into the text', () => {
    const texts = fc.oneof(
      { weight: 4, arbitrary: fc.array(pieces, { maxLength: 25 }).map((all) => all.join('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    );
    let valid = 0;
    fc.assert(
      fc.property(texts, (text) => {
        try {
          valueAt(text);
          valid++;
        } catch (error) {
          assert.ok(error instanceof ExpressionError, `${text}: ${error}`);
          assert.ok(0 <= error.start && error.start <= error.end && error.end <= text.length, text);
          assert.ok(error.message.length > 0);
        }
      }),
      { numRuns: 20_000 },
    );
    assert.ok(valid > 100);
  });

  it('knows the position of each part', () => {
    const text = ' (gate.f [ 3 ] @ -2 ) * norm( l0_reverse . h ) ';
    const places: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        if ('start' in value && 'end' in value) {
          places.push(text.slice(Number(value.start), Number(value.end)));
        }
        Object.values(value).forEach(visit);
      }
    };
    visit(parseExpression(text).root);
    assert.deepEqual(places, [
      '(gate.f [ 3 ] @ -2 ) * norm( l0_reverse . h )',
      '(gate.f [ 3 ] @ -2 )',
      'gate.f [ 3 ]',
      'gate.f',
      '3',
      'norm( l0_reverse . h )',
      'l0_reverse . h',
    ]);
  });

  it('refuses what the language lacks, and suggests what would work', () => {
    const refused: readonly (readonly [string, string, RegExp])[] = [
      ['h = 3', '=', /assigned.*==/],
      ['h += 3', '=', /assigned/],
      ['h.norm()', 'h.norm', /norm\(h\)/],
      ['[1, 2]', '[', /lists/],
      ['{a: 1}', '{', /objects/],
      ['`a`', '`', /templates/],
      ['this', 'this', /no this/],
      ['this.constructor', 'this.constructor', /there is no this/],
      ['t === 3', '===', /write ==/],
      ['t | 3', '|', /write \|\|/],
      ['~t', '~', /write !/],
      ['-t ** 2', '-t **', /\(-a\) \*\* b/],
      ['h, c', ',', /one expression/],
      [';h', ';', /one expression/],
      ['h;', ';', /one expression/],
      ['h c', 'c', /operator is missing/],
      ['max(t t)', 't', /not expected/],
      ['norm(h', '(h', /\) is missing/],
      ['h[3', '[3', /\] is missing/],
      ['(t + 1))', ')', /no \(/],
      ['norm(h,)', ')', /value is missing/],
      ['t +', '', /missing at the end/],
      ['t ? 1', '', /: is missing/],
      ['1.2.3', '1.2.', /not a number/],
      ['1abc', '1a', /not a number/],
      ['.e5', '.e5', /not a number/],
      ['"a', '"a', /quote/],
      ['norm(h).x', '.x', /only names/],
      ['h@1.5', '1.5', /whole number/],
      ['h@t', 't', /whole number/],
      ['h@(t - 1)', '(t - 1)', /whole number/],
      ['h@', '@', /missing after @/],
      ['', '', /empty/],
      [' ', ' ', /empty/],
    ];
    for (const [text, at, message] of refused) {
      const found = fault(text);
      assert.match(found.message, message, text);
      assert.equal(found.at.trimEnd(), at.trimEnd(), `${text}: ${found.message}`);
    }
  });

  it('is bounded in length and in depth', () => {
    assert.match(fault(`${'1+'.repeat(1000)}1`).message, /2000 characters/);
    assert.equal(valueAt(`${'1+'.repeat(999)}1`), 1000);
    assert.equal(valueAt(`${'1**'.repeat(600)}1`), 1);
    const open: readonly (readonly [string, string])[] = [
      ['(', ')'],
      ['abs(', ')'],
      ['h[', ']'],
      ['-', ''],
      ['!', ''],
      ['0 ? 1 : ', ''],
      ['h@(', ')'],
      ['1 ? ', ' : 0'],
    ];
    for (const [before, after] of open) {
      const count = Math.floor(1990 / (before + after).length);
      assert.match(fault(`${before.repeat(count)}1${after.repeat(count)}`).message, /stand in each other/);
    }
    assert.equal(valueAt(`${'('.repeat(50)}1${')'.repeat(50)}`), 1);
    // Calls one after the other are not nested.
    assert.equal(valueAt(`${'(1)+'.repeat(400)}-1`), 399);
  });
});
