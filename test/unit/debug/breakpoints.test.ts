/** Breakpoints on rows and on values, filters and logpoints, over the real protocol. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Waves, window } from './waves';

describe('a breakpoint in a sequence', function () {
  this.timeout(30_000);
  const waves = new Waves();

  it('stops at a row, under a condition, after hits, and writes a logpoint', async () => {
    await waves.begin();
    const { line } = await waves.top();
    const { client } = waves;
    const set = (breakpoints: DebugProtocol.SourceBreakpoint[]) =>
      client.setBreakpointsRequest({ source: { path: waves.data }, breakpoints });
    const { body } = await set([{ line: line + 3 }, { line: 1 }, { line: line + 5, condition: 'norm(h' }]);
    assert.deepEqual(
      body.breakpoints.map(({ verified }) => verified),
      [true, false, false],
    );
    assert.match(
      body.breakpoints[1].message ?? '',
      /^The sequence reads lines \d+ to \d+, and not this one\.$/,
    );
    assert.match(body.breakpoints[2].message ?? '', /\)/);
    const stopped = await waves.step('continue');
    assert.equal(stopped.reason, 'breakpoint');
    assert.equal((await waves.top()).line, line + 3);
    await set(
      Array.from({ length: window }, (_, i) => ({ line: line + i, condition: 't % 2 == 0 && t > 4' })),
    );
    await waves.step('continue');
    assert.match((await waves.top()).name, /^t = 6 /);
    await waves.step('reverseContinue');
    assert.match((await waves.top()).name, /^t = 0 /, 'nothing stops it on the way back');
    await set([{ line: line + 4, logMessage: 'at {t}: {h[0]}' }]);
    const written = client.waitForEvent('output');
    await waves.step('continue');
    assert.match((await written).body.output, /^at 4: -?\d/);
    assert.match((await waves.top()).name, new RegExp(`^t = ${window - 1} `));
  });

  it('stops where a filter or a condition of the user begins to hold', async () => {
    await waves.begin();
    const { client } = waves;
    const { body } = await client.setExceptionBreakpointsRequest({
      filters: [],
      filterOptions: [
        { filterId: 'vanished', condition: 't >= 7' },
        { filterId: 'exploded', condition: 'norm(' },
        { filterId: 'saturated', condition: 'hh > 0' },
      ],
    });
    assert.deepEqual(
      body?.breakpoints?.map(({ verified }) => verified),
      [true, false, false],
    );
    const stopped = await waves.step('continue');
    assert.deepEqual([stopped.reason, stopped.text], ['exception', 'Vanished gradient']);
    assert.match((await waves.top()).name, /^t = 7 /);
    const info = (await client.customRequest('exceptionInfo', { threadId: 1 })).body;
    assert.equal(info.exceptionId, 'Vanished gradient');
    await client.setExceptionBreakpointsRequest({ filters: ['largestLoss'] });
    await waves.step('continue');
    assert.match(
      (await waves.top()).name,
      new RegExp(`^t = ${window - 1} `),
      'many-to-one has its loss at the last step',
    );
  });

  it('stops where a value begins to meet its condition', async () => {
    await waves.begin();
    const { client } = waves;
    const [h] = await waves.scope('State', (await waves.top()).id);
    const info = await client.dataBreakpointInfoRequest({
      variablesReference: h.variablesReference,
      name: '[2]',
    });
    assert.equal(info.body.dataId, 'h[2]');
    const values = Array.from({ length: window }, (_, t) => waves.at('l0.h', t, 2));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const limit = (low + high) / 2;
    const crossing = values.findIndex((value, t) => t > 0 && value > limit && !(values[t - 1] > limit));
    await client.setDataBreakpointsRequest({
      breakpoints: [{ dataId: 'h[2]', condition: `h[2] > ${limit}` }],
    });
    const stopped = await waves.step('continue');
    if (crossing < 0) {
      assert.equal(stopped.reason, 'step');
    } else {
      assert.equal(stopped.reason, 'data breakpoint');
      assert.match((await waves.top()).name, new RegExp(`^t = ${crossing} `));
    }
  });
});
