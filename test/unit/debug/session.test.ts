/** The debug adapter over the real protocol, from initialize to disconnect. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Launch } from '../../../src/debug/launch';
import { recordTrace } from '../../../src/run/questions/recordTrace';
import { executeRun } from '../../../src/run/training/execute';
import { Workspace } from '../run/workspace';
import { type Connected, connect } from './client';

const rows = Array.from(
  { length: 160 },
  (_, t) => `${(20 + 5 * Math.sin(t / 5)).toFixed(3)},${Math.cos(t / 3).toFixed(4)}`,
);
const window = 12;
const config = {
  data: { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window, validation: 0.4 },
  model: { cell: 'lstm', hiddenSize: 8 },
  training: { epochs: 2, seed: 3 },
};

describe('the debugger of a sequence', function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  let connected: Connected;
  let configFile: string;
  let data: string;
  let tensors: ReadonlyMap<string, { shape: readonly number[]; values: ArrayLike<number> }>;

  before(async () => {
    data = workspace.write('waves.csv', `a,b\n${rows.join('\n')}\n`);
    const text = JSON.stringify(config);
    configFile = workspace.write('waves.unroll.json', text);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const request = { request: 'train', config: configFile, text, cancel: new SharedArrayBuffer(8) } as const;
    const { run, error } = await executeRun(request, quiet);
    assert.ok(run, error);
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const out = path.join(workspace.folder, 'trace.safetensors');
    ({ tensors } = (await recordTrace({ config: configFile, text, checkpoint, sequence: 0, out })).trace);
  });
  after(() => workspace.remove());
  beforeEach(async () => {
    connected = await connect([workspace.folder]);
  });
  afterEach(() => connected.close());

  const launchWith = (launch: Partial<Launch>): DebugProtocol.LaunchRequestArguments & Partial<Launch> => ({
    config: configFile,
    ...launch,
  });

  /** To the first stop. */
  async function begin(
    breakpoints: readonly DebugProtocol.SourceBreakpoint[] = [],
    launch: Partial<Launch> = {},
    filters: DebugProtocol.SetExceptionBreakpointsArguments = { filters: [] },
  ): Promise<readonly DebugProtocol.Breakpoint[]> {
    const { client } = connected;
    let set: readonly DebugProtocol.Breakpoint[] = [];
    const configuring = client.waitForEvent('initialized').then(async () => {
      const answer = await client.setBreakpointsRequest({
        source: { path: data },
        breakpoints: [...breakpoints],
      });
      set = answer.body.breakpoints;
      await client.setExceptionBreakpointsRequest(filters);
      await client.configurationDoneRequest();
    });
    await client.initializeRequest();
    await Promise.all([configuring, client.launchRequest(launchWith(launch)), stop()]);
    return set;
  }
  const stop = async (): Promise<DebugProtocol.StoppedEvent['body']> =>
    (await connected.client.waitForEvent('stopped')).body;
  const stack = async (threadId = 1, startFrame = 0, levels = 20) =>
    (await connected.client.stackTraceRequest({ threadId, startFrame, levels })).body;
  const top = async (threadId = 1) => (await stack(threadId, 0, 1)).stackFrames[0];
  const step = async (
    how: 'next' | 'stepBack' | 'stepIn' | 'stepOut' | 'continue' | 'reverseContinue',
    threadId = 1,
  ) => {
    const { client } = connected;
    const stopped = stop();
    await client[`${how}Request`]({ threadId });
    return stopped;
  };
  const evaluate = async (expression: string, frameId?: number) =>
    (await connected.client.evaluateRequest({ expression, frameId })).body.result;
  const scope = async (name: string, frameId: number) => {
    const { scopes } = (await connected.client.scopesRequest({ frameId })).body;
    const found = scopes.find((each) => each.name === name);
    assert.ok(found, `${name} of ${scopes.map((each) => each.name).join()}`);
    return (await connected.client.variablesRequest({ variablesReference: found.variablesReference })).body
      .variables;
  };
  const at = (name: string, t: number, unit: number) => {
    const tensor = tensors.get(name);
    assert.ok(tensor, name);
    return tensor.values[t * tensor.shape[1] + unit];
  };

  it('stops at the first step, on the row that it reads, and goes on row by row', async () => {
    await begin();
    const first = await top();
    assert.match(first.name, /^t = 0 · /);
    assert.equal(first.source?.path, data);
    const validation = 2 + Math.round(0.6 * rows.length);
    assert.ok(Math.abs(first.line - validation) <= window, `line ${first.line}`);
    await step('next');
    const second = await top();
    assert.equal(second.line, first.line + 1);
    await step('stepBack');
    assert.deepEqual(await top(), first);
  });

  it('has the unrolled chain as its call stack, a page at a time', async () => {
    await begin([]);
    for (let t = 0; t < 5; t++) {
      await step('next');
    }
    const { totalFrames, stackFrames } = await stack();
    assert.equal(totalFrames, 6);
    assert.deepEqual(
      stackFrames.map(({ name }) => /^t = (\d+)/.exec(name)?.[1]),
      ['5', '4', '3', '2', '1', '0'],
    );
    const page = await stack(1, 2, 2);
    assert.deepEqual(page.stackFrames, stackFrames.slice(2, 4));
  });

  it('shows the values of the trace at every frame, in the data’s unit and as they are fed', async () => {
    await begin();
    await step('next');
    await step('next');
    const [frame, , lowest] = (await stack()).stackFrames;
    assert.equal(Math.fround(Number(await evaluate('h[3]', frame.id))), at('l0.h', 2, 3));
    assert.equal(Math.fround(Number(await evaluate('c[7]', lowest.id))), at('l0.c', 0, 7));
    assert.equal(Math.fround(Number(await evaluate('h[3]@-2', frame.id))), at('l0.h', 0, 3));
    const input = await scope('Input', frame.id);
    const [raw] = rows[frame.line - 2].split(',');
    assert.match(input.find(({ name }) => name === 'a')?.value ?? '', new RegExp(`^${Number(raw)} \\(fed `));
    const state = await scope('State', frame.id);
    assert.deepEqual(
      state.map(({ name }) => name),
      ['h', 'c'],
    );
    const [h] = state;
    assert.equal(h.indexedVariables, 8);
    const page = await connected.client.variablesRequest({
      variablesReference: h.variablesReference,
      filter: 'indexed',
      start: 2,
      count: 3,
    });
    assert.deepEqual(
      page.body.variables.map(({ name }) => name),
      ['[2]', '[3]', '[4]'],
    );
    assert.equal(Math.fround(Number(page.body.variables[1].value)), at('l0.h', 2, 3));
  });

  it('goes through the operations of a step in the order of the equations, and shows only what is there', async () => {
    await begin();
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      await step('stepIn');
      seen.push(/ · ((?:(?! · ).)+) · ‖/.exec((await top()).name)?.[1] ?? '');
      if (i === 1) {
        const { id } = await top();
        assert.deepEqual(
          (await scope('Gates', id)).map(({ name }) => name),
          ['gate.f'],
        );
      }
    }
    assert.deepEqual(
      seen.map((equation) => equation.split(' = ')[0]),
      ['z', 'f', 'i', 'C̃', 'c', 'o', 'h', 'y'],
    );
    await step('stepOut');
    assert.match((await top()).name, /^t = 0 · (?!.* = )/);
  });

  it('goes back through time on a thread of its own', async () => {
    await begin();
    const { threads } = (await connected.client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['forward', 'backpropagation through time'],
    );
    assert.match((await top(2)).name, new RegExp(`^t = ${window - 1} `));
    await step('next', 2);
    await step('next', 2);
    const frame = await top(2);
    assert.match(frame.name, new RegExp(`^t = ${window - 3} `));
    assert.match((await top(1)).name, /^t = 0 /, 'the other thread stays');
    const gradient = await scope('Gradient', frame.id);
    const norm = (t: number) =>
      Math.hypot(
        ...Array.from({ length: 8 }, (_, u) => [at('l0.grad.h', t, u), at('l0.grad.c', t, u)]).flat(),
      );
    // A single output at the end: all of the gradient comes through the step after.
    const factor = norm(window - 3) / norm(window - 2);
    const said = gradient.find(({ name }) => name === 'grad.factor')?.value ?? '';
    assert.ok(Math.abs(Number.parseFloat(said) - factor) < 1e-5 * factor, said);
    assert.match(said, /\(‖∂L\/∂\(h, c\)‖ .+ of the step after comes to .+\)$/);
    await step('continue', 2);
    assert.match((await top(2)).name, /^t = 0 /);
  });

  it('stops at a row, under a condition, after hits, and writes a logpoint', async () => {
    const { line } = await begin([]).then(() => top());
    const { client } = connected;
    const set = (breakpoints: DebugProtocol.SourceBreakpoint[]) =>
      client.setBreakpointsRequest({ source: { path: data }, breakpoints });
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
    const stopped = await step('continue');
    assert.equal(stopped.reason, 'breakpoint');
    assert.equal((await top()).line, line + 3);
    await set(
      Array.from({ length: window }, (_, i) => ({ line: line + i, condition: 't % 2 == 0 && t > 4' })),
    );
    await step('continue');
    assert.match((await top()).name, /^t = 6 /);
    await step('reverseContinue');
    assert.match((await top()).name, /^t = 0 /, 'nothing stops it on the way back');
    await set([{ line: line + 4, logMessage: 'at {t}: {h[0]}' }]);
    const written = client.waitForEvent('output');
    await step('continue');
    assert.match((await written).body.output, /^at 4: -?\d/);
    assert.match((await top()).name, new RegExp(`^t = ${window - 1} `));
  });

  it('stops where a filter or a condition of the person begins to hold', async () => {
    await begin();
    const { client } = connected;
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
    const stopped = await step('continue');
    assert.deepEqual([stopped.reason, stopped.text], ['exception', 'Vanished gradient']);
    assert.match((await top()).name, /^t = 7 /);
    const info = (await client.customRequest('exceptionInfo', { threadId: 1 })).body;
    assert.equal(info.exceptionId, 'Vanished gradient');
    await client.setExceptionBreakpointsRequest({ filters: ['largestLoss'] });
    await step('continue');
    assert.match(
      (await top()).name,
      new RegExp(`^t = ${window - 1} `),
      'many-to-one has its loss at the last step',
    );
  });

  it('has a value changed and all that follows computed anew, until a restart', async () => {
    await begin();
    for (let t = 0; t < 4; t++) {
      await step('next');
    }
    const { client } = connected;
    const read = async (expression: string) => Number(await evaluate(expression, (await top()).id));
    const set = async (name: string, value: string) => {
      const frame = await top();
      const [h] = await scope('State', frame.id);
      return client.setVariableRequest({ variablesReference: h.variablesReference, name, value });
    };
    const [before, output] = [await read('h[3]'), await read('y[0]@7')];
    await set('[3]', String(before));
    assert.deepEqual([await read('h[3]'), await read('y[0]@7')], [before, output], 'as it was, to the bit');
    const invalidated = client.waitForEvent('invalidated');
    const { body } = await set('[3]', 'h[3] + 0.5');
    await invalidated;
    assert.ok(Math.abs(Number(body.value) - (before + 0.5)) < 1e-6, body.value);
    assert.equal(Math.fround(await read('h[3]@-1')), at('l0.h', 3, 3), 'what came before stays');
    assert.notEqual(Math.fround(await read('h[0]@1')), at('l0.h', 5, 0));
    assert.notEqual(await read('y[0]@7'), output);
    const frame = await top();
    const gradient = await scope('Gradient', frame.id);
    await assert.rejects(
      client.setVariableRequest({
        variablesReference: gradient[0].variablesReference,
        name: '[3]',
        value: '1',
      }),
      /cannot be set; h, c, gates and inputs can/,
    );
    const again = stop();
    await client.restartRequest({});
    await again;
    assert.equal(Math.fround(await read('h[3]@4')), at('l0.h', 4, 3));
  });

  it('holds a whole gate open, from Variables and from Watch, and tells the window of the course', async () => {
    await begin();
    await step('next');
    await step('next');
    const { client } = connected;
    const frame = await top();
    const gates = await scope('Gates', frame.id);
    const f = gates.find(({ name }) => name === 'gate.f');
    assert.match(f?.value ?? '', /^\[8\] norm .*, mean [\d.]+, saturated \d+ %$/);
    const { variablesReference } = (await client.scopesRequest({ frameId: frame.id })).body.scopes[2];
    const told = client.waitForEvent('unroll.whatIf');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'gate.f', value: '1' });
    assert.match(body.value, /^\[8\] norm 2\.828, min 1, max 1, mean 1/);
    const { whatIf } = (await told).body;
    assert.equal(whatIf.changes.length, 1);
    assert.match(whatIf.changes[0].words, /^gate\.f at t = 2: 1 in all 8 units \(was 0\.\d+ to 0\.\d+\)$/);
    const kept = 'norm(c - (c@-1 + gate.i * gate.g)) < 1e-6';
    assert.equal(await evaluate(kept, frame.id), 'true', 'all of c is kept');
    const set = (expression: string, value: string) =>
      client.customRequest('setExpression', { expression, value, frameId: frame.id });
    const half = await set('h', 'h / 2');
    assert.match(half.body.value, /^\[8\] norm /);
    assert.equal(await evaluate('norm(h - gate.o * tanh(c) / 2) < 1e-6', frame.id), 'true');
    assert.equal((await set('h[5]', '0.25')).body.value, '0.25');
    assert.equal((await set('x["b"]', '-2')).body.value, '-2');
    assert.equal(await evaluate('x[1]', frame.id), '-2');
    const other = client.waitForEvent('unroll.whatIf');
    await set('h[5]', '0.5');
    const { changes } = (await other).body.whatIf;
    assert.equal(changes.length, 3, 'one for each vector');
    await assert.rejects(set('norm(h)', '1'), /this cannot be set; x, h, c and gates can/);
    await assert.rejects(set('y', '1'), /this cannot be set/);
    await assert.rejects(set('h[8]', '1'), /no such element to set; valid: 0 to 7/);
    await assert.rejects(
      set('h', 'x'),
      /a vector of 2 numbers cannot be set here; valid: a number, or a vector of 8/,
    );
    await assert.rejects(set('h[1]', 'h'), /valid: a number$/);
    const undone = client.waitForEvent('unroll.whatIf');
    const again = stop();
    await client.restartRequest({});
    assert.equal((await undone).body.whatIf, null);
    await again;
  });

  it('offers what can be asked at a place in the console', async () => {
    await begin();
    const { body } = await connected.client.completionsRequest({
      text: 'norm(gr',
      column: 8,
      frameId: (await top()).id,
    });
    assert.deepEqual(
      body.targets.map(({ label }) => label).filter((label) => label.startsWith('grad')),
      ['grad.h', 'grad.c', 'grad.factor'],
    );
  });

  it('stops where a value crosses what is said of it', async () => {
    await begin();
    const { client } = connected;
    const [h] = await scope('State', (await top()).id);
    const info = await client.dataBreakpointInfoRequest({
      variablesReference: h.variablesReference,
      name: '[2]',
    });
    assert.equal(info.body.dataId, 'h[2]');
    const values = Array.from({ length: window }, (_, t) => at('l0.h', t, 2));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const limit = (low + high) / 2;
    const crossing = values.findIndex((value, t) => t > 0 && value > limit && !(values[t - 1] > limit));
    await client.setDataBreakpointsRequest({
      breakpoints: [{ dataId: 'h[2]', condition: `h[2] > ${limit}` }],
    });
    const stopped = await step('continue');
    if (crossing < 0) {
      assert.equal(stopped.reason, 'step');
    } else {
      assert.equal(stopped.reason, 'data breakpoint');
      assert.match((await top()).name, new RegExp(`^t = ${crossing} `));
    }
  });

  it('says that the data was changed, and goes on where that is wanted', async () => {
    const text = readFileSync(data, 'utf8');
    try {
      writeFileSync(data, `${text}1,1\n`);
      const { client } = connected;
      const event = client.waitForEvent('unroll.dataChanged');
      await client.initializeRequest();
      await assert.rejects(client.launchRequest(launchWith({})), /is not what it was when this run began/);
      await event;
      await connected.close();
      connected = await connect([workspace.folder]);
      await begin([], { acceptChangedData: true });
      assert.match((await top()).name, /^t = 0 · /);
    } finally {
      writeFileSync(data, text);
    }
  });

  it('says where an expression is wrong, and what was meant', async () => {
    await begin();
    await assert.rejects(evaluate('norm(hh)', (await top()).id), /hh.*h.*character 6/s);
  });

  it('begins anew at a restart, and goes to a row', async () => {
    await begin();
    const { line } = await top();
    const { targets } = (
      await connected.client.gotoTargetsRequest({ source: { path: data }, line: line + 6 })
    ).body;
    assert.equal(targets.length, 1);
    const locations = await connected.client.customRequest('breakpointLocations', {
      ...{ source: { path: data }, line: line + 2, endLine: line + 4 },
    });
    assert.deepEqual(
      locations.body.breakpoints.map((each: DebugProtocol.BreakpointLocation) => each.line),
      [line + 2, line + 3, line + 4],
    );
    const stopped = stop();
    await connected.client.gotoRequest({ threadId: 1, targetId: targets[0].id });
    assert.equal((await stopped).reason, 'goto');
    assert.equal((await top()).line, line + 6);
    const again = stop();
    await connected.client.restartRequest({});
    assert.equal((await again).reason, 'entry');
    assert.equal((await top()).line, line);
  });

  it('refuses in one line what it cannot debug', async () => {
    const { client } = connected;
    await client.initializeRequest();
    await assert.rejects(
      client.launchRequest(launchWith({ sequence: 5000 })),
      /There is no sequence 5000; the validation set has 0 to \d+/,
    );
    await assert.rejects(
      client.launchRequest({ ...launchWith({}), ...{ sequence: 'one' } }),
      /"sequence" is "one"; valid: a whole number from 0/,
    );
  });
});
