/** The values that the debugger shows, over the real protocol, against the trace that the run records. */
import assert from 'node:assert/strict';
import { VariableStore } from '../../../src/debug/variableStore';
import { smallRuntime } from './smallRuntime';
import { rows, Waves } from './waves';

describe('the values of a sequence under the debugger', function () {
  this.timeout(30_000);
  const waves = new Waves();

  it('shows the values of the trace at every frame, in the data’s unit and as they are fed', async () => {
    await waves.begin();
    await waves.step('next');
    await waves.step('next');
    const [frame, , lowest] = (await waves.stack()).stackFrames;
    assert.equal(Math.fround(Number(await waves.evaluate('h[3]', frame.id))), waves.at('l0.h', 2, 3));
    assert.equal(Math.fround(Number(await waves.evaluate('c[7]', lowest.id))), waves.at('l0.c', 0, 7));
    assert.equal(Math.fround(Number(await waves.evaluate('h[3]@-2', frame.id))), waves.at('l0.h', 0, 3));
    const input = await waves.scope('Input', frame.id);
    const [raw] = rows[frame.line - 2].split(',');
    assert.match(input.find(({ name }) => name === 'a')?.value ?? '', new RegExp(`^${Number(raw)} \\(fed `));
    const state = await waves.scope('State', frame.id);
    assert.deepEqual(
      state.map(({ name }) => name),
      ['h', 'c'],
    );
    const [h] = state;
    assert.equal(h.indexedVariables, 8);
    const page = await waves.client.variablesRequest({
      variablesReference: h.variablesReference,
      filter: 'indexed',
      start: 2,
      count: 3,
    });
    assert.deepEqual(
      page.body.variables.map(({ name }) => name),
      ['[2]', '[3]', '[4]'],
    );
    assert.equal(Math.fround(Number(page.body.variables[1].value)), waves.at('l0.h', 2, 3));
  });

  it('offers completions at a position in the console', async () => {
    await waves.begin();
    const { body } = await waves.client.completionsRequest({
      text: 'norm(gr',
      column: 8,
      frameId: (await waves.top()).id,
    });
    assert.deepEqual(
      body.targets.map(({ label }) => label).filter((label) => label.startsWith('grad')),
      ['grad.h', 'grad.c', 'grad.factor'],
    );
  });

  it('reports where an expression is wrong, and suggests the likely name', async () => {
    await waves.begin();
    await assert.rejects(waves.evaluate('norm(hh)', (await waves.top()).id), /hh.*h.*character 6/s);
  });
});

describe('the store of variables', () => {
  const frame = { pass: 'forward', step: 2 } as const;

  it('lists the elements of a vector in pages, and forgets them two stops later', () => {
    const store = new VariableStore(smallRuntime());
    const { reference, value } = store.evaluate('h', frame);
    assert.equal(value, '[2] 2, 2.1');
    const page = store.variables(reference, { filter: 'indexed', start: 1, count: 5 });
    assert.deepEqual(
      page.map(({ name, value, expression }) => [name, value, expression]),
      [['[1]', '2.1', 'h[1]']],
    );
    assert.deepEqual(store.variables(reference, { filter: 'named' }), []);
    store.age();
    assert.equal(store.variables(reference).length, 2, 'a client may still ask for what it shows');
    store.age();
    assert.deepEqual(store.variables(reference), []);
    assert.equal(store.find(reference, '[0]'), undefined);
  });

  it('finds the child that has a name, whatever page it is on', () => {
    const store = new VariableStore(smallRuntime());
    const state = store.scopes(frame).find(({ name }) => name === 'State');
    assert.ok(state);
    const [h] = store.variables(state.reference);
    const found = store.find(h.reference, '[1]');
    assert.deepEqual(found?.variable?.target, { tensor: 'l0.h', unit: 1 });
    assert.equal(found?.frame.step, 2);
    assert.equal(store.find(h.reference, '[2]')?.variable, undefined);
  });
});
