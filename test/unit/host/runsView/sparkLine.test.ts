import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sparkLine } from '../../../../src/host/runsView/sparkLine';

describe('a spark line', () => {
  it('falls by the same height each time that a loss falls by the same fraction', () => {
    const losses = Array.from({ length: 8 }, (_, i) => 0.1 ** i);
    assert.equal(sparkLine(losses), '█▇▆▅▄▃▂▁');
  });

  it('is on a linear scale where a value is not positive', () => {
    assert.equal(sparkLine([7, 6, 5, 4, 3, 2, 1, 0]), '█▇▆▅▄▃▂▁');
    assert.equal(sparkLine([-1, 1]), '▁█');
  });

  it('shows a dip of a long loss curve as the mean of its interval', () => {
    const values = Array.from({ length: 80 }, (_, i) => (i >= 40 && i < 50 ? 1 : 100));
    assert.equal(sparkLine(values), '████▁███');
    assert.equal(sparkLine(values, 4), '██▁█', 'half of the stretch dips');
  });

  it('is empty for a single value, and flat where nothing changes', () => {
    assert.equal(sparkLine([]), '');
    assert.equal(sparkLine([0.3]), '');
    assert.equal(sparkLine([0.3, 0.3, 0.3]), '▁▁▁');
  });

  it('has at most its width, and both the highest and the lowest block unless it is flat', () => {
    const curve = fc.array(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 64 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 2, max: 12 }), (values, width) => {
        const line = sparkLine(values, width);
        assert.equal([...line].length, Math.min(width, values.length));
        assert.match(line, /^[▁▂▃▄▅▆▇█]+$/);
        assert.ok(line.includes('▁'));
        assert.ok(line.includes('█') || new Set(line).size === 1);
      }),
    );
  });
});
