import { strict as assert } from 'node:assert';
import { TeamSwitch } from '../../../../src/engine/threads/teamSwitch';

/**
 * Computes chunks of 1 ms · cost one after the other. @returns the fraction of them that was computed
 * together
 */
function run(team: TeamSwitch, from: number, chunks: number, costs: { alone: number; together: number }) {
  let together = 0;
  let now = from;
  for (let i = 0; i < chunks; i++) {
    const chosen = team.choose(now);
    const cost = chosen ? costs.together : costs.alone;
    together += chosen ? 1 : 0;
    now += cost;
    team.record(cost);
  }
  return { share: together / chunks, now };
}

describe('the switch of a team', () => {
  it('stays with helpers where they help, and without them where they do not', () => {
    assert.ok(run(new TeamSwitch(), 0, 5000, { alone: 10, together: 6 }).share > 0.95);
    assert.ok(run(new TeamSwitch(), 0, 5000, { alone: 10, together: 15 }).share < 0.05);
  });

  it('is reversed within some seconds when another program starts or ends', () => {
    const team = new TeamSwitch();
    const quiet = run(team, 0, 1000, { alone: 10, together: 6 });
    const busy = run(team, quiet.now, 1000, { alone: 10, together: 20 });
    assert.ok(busy.share < 0.2, `${busy.share}`);
    const after = run(team, busy.now, 2000, { alone: 10, together: 6 });
    assert.ok(after.share > 0.8, `${after.share}`);
  });
});
