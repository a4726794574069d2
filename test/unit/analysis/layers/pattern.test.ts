import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { BestPlaces, type Place } from '../../../../src/analysis/layers/bestPlaces';
import {
  compareRanges,
  fewestUnits,
  onCode,
  type Pattern,
  type PatternRange,
} from '../../../../src/analysis/layers/pattern';
import { scanSequence, unitsOn } from '../../../../src/analysis/layers/patternScan';

/** `[unit][step]` as a person would write it: + on, - strongly negative, . off. */
function codesOf(...rows: readonly string[]): { codes: Int8Array; steps: number; size: number } {
  const [steps, size] = [rows[0].length, rows.length];
  const codes = new Int8Array(steps * size);
  rows.forEach((row, unit) => {
    [...row].forEach((letter, t) => {
      codes[t * size + unit] = letter === '+' ? 1 : letter === '-' ? -1 : 0;
    });
  });
  return { codes, steps, size };
}

const on = (unit: number, sign: 1 | -1 = 1) => ({ unit, sign });
const pattern = (more: Partial<Pattern>): Pattern => ({
  units: [on(0), on(1)],
  ignored: [],
  threshold: 0.3,
  length: 3,
  offBefore: false,
  offAfter: false,
  ...more,
});

describe('the scan for a pattern', () => {
  const scan = (rows: readonly string[], wanted: Pattern) => {
    const { codes, steps, size } = codesOf(...rows);
    return scanSequence(codes, steps, size, wanted);
  };

  it('takes a range for as long as its units are on together, with the sign that they have', () => {
    const rows = ['..+++++....', '...-----...', '.+++++++++.'];
    const wanted = pattern({ units: [on(0), on(1, -1)] });
    assert.deepEqual(scan(rows, wanted), [{ from: 3, to: 7, units: 2, others: 1 }]);
    assert.deepEqual(scan(rows, { ...wanted, ignored: [2] })[0].others, 0);
    assert.equal(scan(rows, { ...wanted, units: [on(0), on(1)] })[0].units, 1);
  });

  it('counts a unit only if it is off before and after where that is requested', () => {
    const rows = ['..+++...+++.', '..+++..++++.'];
    const wanted = pattern({ offBefore: true, offAfter: true });
    const [first, ...more] = scan(rows, wanted);
    assert.deepEqual(first, { from: 2, to: 5, units: 2, others: 0 });
    assert.ok(more.every(({ units }) => units === 1));
    const begun = pattern({ offBefore: true, offAfter: false });
    assert.deepEqual(scan(['..+++...+++.', '..+++++++++.'], begun)[0], {
      from: 2,
      to: 5,
      units: 2,
      others: 0,
    });
    assert.deepEqual(scan(['..+++...', '.++++...'], begun)[0].units, 1);
    const ended = pattern({ offBefore: false, offAfter: true });
    assert.deepEqual(scan(['..+++...', '.++++...'], ended)[0], { from: 2, to: 5, units: 2, others: 0 });
    assert.deepEqual(scan(['+++', '+++'], wanted), [{ from: 0, to: 3, units: 2, others: 0 }]);
  });

  it('finds what a search through every range finds', () => {
    const sequence = fc
      .record({ steps: fc.integer({ min: 1, max: 12 }), size: fc.integer({ min: 1, max: 5 }) })
      .chain(({ steps, size }) =>
        fc.record({
          steps: fc.constant(steps),
          size: fc.constant(size),
          codes: fc
            .array(fc.constantFrom(0, 1, 1, -1), { minLength: steps * size, maxLength: steps * size })
            .map((codes) => Int8Array.from(codes)),
          roles: fc.array(fc.constantFrom('+', '+', '-', 'ignored', 'other'), {
            minLength: size,
            maxLength: size,
          }),
          length: fc.integer({ min: 1, max: 6 }),
          offBefore: fc.boolean(),
          offAfter: fc.boolean(),
        }),
      );
    fc.assert(
      fc.property(sequence, ({ steps, size, codes, roles, length, offBefore, offAfter }) => {
        const wanted: Pattern = {
          units: roles.flatMap((role, unit) =>
            role === '+' ? [on(unit)] : role === '-' ? [on(unit, -1)] : [],
          ),
          ignored: roles.flatMap((role, unit) => (role === 'ignored' ? [unit] : [])),
          threshold: 0.3,
          length,
          offBefore,
          offAfter,
        };
        if (wanted.units.length === 0) {
          return;
        }
        const found = scanSequence(codes, steps, size, wanted);
        assert.deepEqual(found, lookedAtAll(codes, steps, size, wanted));
        for (const range of found) {
          assert.equal(unitsOn(codes, size, range, wanted).length, range.units);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('decides which units are on, with tolerance for the last bits of a batch', () => {
    assert.deepEqual(
      [0.3, 0.299999, 0.29, -0.3, Number.NaN, Number.POSITIVE_INFINITY].map((value) => onCode(value, 0.3)),
      [1, 1, 0, -1, 0, 1],
    );
  });
});

describe('the best places', () => {
  const range = (units: number, others = 0): PatternRange => ({ from: 0, to: 3, units, others });
  const keep = (places: readonly Place[], most = 2) => {
    const best = new BestPlaces<Place>(pattern({}), most);
    for (const place of places) {
      best.offer(place, () => place);
    }
    return best;
  };

  it('are few, the best first, and one where windows overlap', () => {
    const far = { range: range(2, 1), span: { first: 90, last: 92 } };
    const worse = { range: range(1), span: { first: 10, last: 12 } };
    const better = { range: range(2), span: { first: 12, last: 14 } };
    const best = keep([worse, far, better, worse]);
    assert.deepEqual(best.best, [better, far]);
    assert.deepEqual(best.count(), { all: 2, whole: 2 });
    assert.deepEqual(keep([worse, far, better], 1).best, [better]);
  });

  it('begin with the range itself, whatever else is found', () => {
    const own = { range: range(2, 1), span: { first: 10, last: 12 }, own: true };
    const better = { range: range(2), span: { first: 11, last: 13 } };
    const elsewhere = { range: range(2) };
    assert.deepEqual(keep([own, better, elsewhere, elsewhere]).best, [own, elsewhere]);
  });
});

/**
 * Computes the result from the definition: every range, whether it could be longer, the best of each start,
 * and the best of overlapping ones.
 */
function lookedAtAll(
  codes: Int8Array,
  steps: number,
  size: number,
  wanted: Pattern,
): readonly PatternRange[] {
  const isOn = (unit: number, sign: number, from: number, to: number) => {
    for (let t = from; t < to; t++) {
      if (t < 0 || t >= steps || codes[t * size + unit] !== sign) {
        return false;
      }
    }
    return true;
  };
  const counts = (unit: number, sign: number, from: number, to: number) =>
    isOn(unit, sign, from, to) &&
    !(wanted.offBefore && isOn(unit, sign, from - 1, from)) &&
    !(wanted.offAfter && isOn(unit, sign, to, to + 1));
  const unitsIn = (from: number, to: number) =>
    from < 0 || to > steps ? 0 : wanted.units.filter(({ unit, sign }) => isOn(unit, sign, from, to)).length;
  const best: PatternRange[] = [];
  for (let from = 0; from < steps; from++) {
    const ranges: PatternRange[] = [];
    for (let to = from + 1; to <= steps; to++) {
      const units = wanted.units.filter(({ unit, sign }) => counts(unit, sign, from, to)).length;
      const here = unitsIn(from, to);
      const longest = here > unitsIn(from - 1, to) && here > unitsIn(from, to + 1);
      let others = 0;
      for (let unit = 0; unit < size; unit++) {
        for (const sign of [1, -1]) {
          const known = wanted.units.some((each) => each.unit === unit && each.sign === sign);
          others += !known && !wanted.ignored.includes(unit) && counts(unit, sign, from, to) ? 1 : 0;
        }
      }
      if (longest && units >= fewestUnits(wanted)) {
        ranges.push({ from, to, units, others });
      }
    }
    const [first] = ranges.sort((one, other) => compareRanges(one, other, wanted) || one.to - other.to);
    if (first) {
      best.push(first);
    }
  }
  const chosen: PatternRange[] = [];
  for (const range of best.sort((one, other) => compareRanges(one, other, wanted) || one.from - other.from)) {
    if (chosen.every(({ from, to }) => range.to <= from || to <= range.from)) {
      chosen.push(range);
    }
  }
  return chosen;
}
