import assert from 'node:assert/strict';
import {
  decaySentence,
  exponentList,
  exponentSentence,
  memorySentence,
  pathSentence,
} from '../../../../../webview/sections/common/analysisText';

const none = new Float64Array();
const map = { targets: [9], allTargets: 1, columns: [], norms: new Float32Array(), together: false };
const paths = {
  norms: { carry: none, throughGates: none, direct: none },
  shares: { carry: none, throughGates: none, direct: none },
};

describe('the analysis in words', () => {
  it('states the pace at which credit fades or grows, and how far it reaches', () => {
    const fading = { factor: 0.5, halfLife: 1, doublingTime: null, horizon: 9 };
    assert.equal(
      decaySentence({ ...map, decay: fading }),
      'Each step back multiplies credit by 0.5 on average: half is left after 1 step; a thousandth of it or more is left up to 9 steps back.',
    );
    const growing = { factor: 2, halfLife: null, doublingTime: 1, horizon: null };
    assert.match(decaySentence({ ...map, decay: growing }), /by 2 on average: it doubles in 1 step\.$/);
    assert.equal(decaySentence({ ...map, decay: null }), 'No earlier step has any credit.');
  });

  it('describes what exponents make of a small change', () => {
    const values = Float64Array.of(-Math.LN2, -1, Number.NEGATIVE_INFINITY);
    assert.match(
      exponentSentence({ values, steps: 40, reading: 'fades' }),
      /by 0\.5 per step, and half is gone in 1 step\./,
    );
    assert.equal(exponentList({ values, steps: 40, reading: 'fades' }), '−0.693, −1, −infinite');
    const kept = { values: Float64Array.of(0), steps: 40, reading: 'keeps' } as const;
    assert.match(exponentSentence(kept), /by 1 per step, which makes 1 in all/);
    const chaos = { values: Float64Array.of(Math.LN2), steps: 40, reading: 'grows' } as const;
    assert.match(exponentSentence(chaos), /chaos.*by 2 per step, and they double in 1 step/);
    const lost = { values: Float64Array.of(Number.NEGATIVE_INFINITY), steps: 40, reading: 'fades' } as const;
    assert.equal(exponentSentence(lost), 'Every small change of the state is gone after one step.');
  });

  it('divides a gradient among the paths on which it arrives', () => {
    const meanShares = { carry: 0.7, throughGates: 0.2, direct: 0.1 };
    assert.match(
      pathSentence({ ...paths, of: 'c', meanShares }),
      /70 % comes down the cell path, 20 % through the gates and h, and 10 % straight/,
    );
    assert.match(
      pathSentence({ ...paths, of: 'h', meanShares: { ...meanShares, throughGates: 0.3, direct: 0 } }),
      /70 % comes down the carry path and 30 % through the gates \(/,
    );
    assert.equal(
      pathSentence({ ...paths, of: 'c', meanShares: null }),
      'No gradient flows back to an earlier step.',
    );
  });

  it('describes a memory without end', () => {
    const halfLives = Float64Array.of(4, Number.POSITIVE_INFINITY, 2);
    assert.equal(
      memorySentence({ halfLives, order: [1, 0, 2], median: 4 }),
      'Half of the units lose half of what they hold within 4 steps; the longest memory, unit 1, never does.',
    );
  });
});
