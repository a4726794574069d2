import { strict as assert } from 'node:assert';
import { namesOf } from './lstm';
import { fault } from './outcome';

describe('the work of an expression', () => {
  it('refuses what would take long, in seconds', () => {
    const large = { kind: 'matrix', rows: 2000, columns: 2000, values: new Float32Array(4_000_000) } as const;
    const all = namesOf({ W: large });
    const begun = performance.now();
    assert.match(fault('eig(W)', 0, all).message, /too much to compute/);
    assert.match(fault(`norm(${'W+'.repeat(900)}W)`, 0, all).message, /too much to compute/);
    assert.ok(performance.now() - begun < 20_000, `${performance.now() - begun} ms`);
  });
});
