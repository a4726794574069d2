/** The debug adapter over the real protocol: steps along the sequence, and the call stack. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { rows, Waves, window } from './waves';

describe('the debugger of a sequence', function () {
  this.timeout(30_000);
  const waves = new Waves();

  it('stops at the first step, on the row that it reads, and continues row by row', async () => {
    await waves.begin();
    const first = await waves.top();
    assert.match(first.name, /^t = 0 · /);
    assert.equal(first.source?.path, waves.data);
    const validation = 2 + Math.round(0.6 * rows.length);
    assert.ok(Math.abs(first.line - validation) <= window, `line ${first.line}`);
    await waves.step('next');
    const second = await waves.top();
    assert.equal(second.line, first.line + 1);
    await waves.step('stepBack');
    assert.deepEqual(await waves.top(), first);
  });

  it('has the unrolled chain as its call stack, a page at a time', async () => {
    await waves.begin();
    await waves.steps(5, 'next');
    const { totalFrames, stackFrames } = await waves.stack();
    assert.equal(totalFrames, 6);
    assert.deepEqual(
      stackFrames.map(({ name }) => /^t = (\d+)/.exec(name)?.[1]),
      ['5', '4', '3', '2', '1', '0'],
    );
    const page = await waves.stack(1, 2, 2);
    assert.deepEqual(page.stackFrames, stackFrames.slice(2, 4));
  });

  it('passes through the operations of a step in the order of the equations, and shows only existing ones', async () => {
    await waves.begin();
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      await waves.step('stepIn');
      seen.push(/ · ((?:(?! · ).)+) · ‖/.exec((await waves.top()).name)?.[1] ?? '');
      if (i === 1) {
        const { id } = await waves.top();
        assert.deepEqual(
          (await waves.scope('Gates', id)).map(({ name }) => name),
          ['gate.f'],
        );
      }
    }
    assert.deepEqual(
      seen.map((equation) => equation.split(' = ')[0]),
      ['z', 'f', 'i', 'C̃', 'c', 'o', 'h', 'y'],
    );
    await waves.step('stepOut');
    assert.match((await waves.top()).name, /^t = 0 · (?!.* = )/);
  });

  it('moves back through time on a thread of its own', async () => {
    await waves.begin();
    const { threads } = (await waves.client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['forward', 'backpropagation through time'],
    );
    assert.match((await waves.top(2)).name, new RegExp(`^t = ${window - 1} `));
    await waves.step('next', 2);
    await waves.step('next', 2);
    const frame = await waves.top(2);
    assert.match(frame.name, new RegExp(`^t = ${window - 3} `));
    assert.match((await waves.top(1)).name, /^t = 0 /, 'the other thread stays');
    const gradient = await waves.scope('Gradient', frame.id);
    const norm = (t: number) =>
      Math.hypot(
        ...Array.from({ length: 8 }, (_, u) => [
          waves.at('l0.grad.h', t, u),
          waves.at('l0.grad.c', t, u),
        ]).flat(),
      );
    // With a single output at the end, all of the gradient comes through the next step.
    const factor = norm(window - 3) / norm(window - 2);
    const shown = gradient.find(({ name }) => name === 'grad.factor')?.value ?? '';
    assert.ok(Math.abs(Number.parseFloat(shown) - factor) < 1e-5 * factor, shown);
    assert.match(shown, /\(‖∂L\/∂\(h, c\)‖ .+ of the step after comes to .+\)$/);
    await waves.step('continue', 2);
    assert.match((await waves.top(2)).name, /^t = 0 /);
  });

  it('starts again at a restart, and moves to a row', async () => {
    await waves.begin();
    const { line } = await waves.top();
    const { targets } = (
      await waves.client.gotoTargetsRequest({ source: { path: waves.data }, line: line + 6 })
    ).body;
    assert.equal(targets.length, 1);
    const locations = await waves.client.customRequest('breakpointLocations', {
      source: { path: waves.data },
      line: line + 2,
      endLine: line + 4,
    });
    assert.deepEqual(
      locations.body.breakpoints.map((each: DebugProtocol.BreakpointLocation) => each.line),
      [line + 2, line + 3, line + 4],
    );
    const stopped = waves.stopped();
    await waves.client.gotoRequest({ threadId: 1, targetId: targets[0].id });
    assert.equal((await stopped).reason, 'goto');
    assert.equal((await waves.top()).line, line + 6);
    const again = waves.stopped();
    await waves.client.restartRequest({});
    assert.equal((await again).reason, 'entry');
    assert.equal((await waves.top()).line, line);
  });
});
