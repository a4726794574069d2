/**
 * Values that a user sets, over the real protocol: the values that are recomputed, and the messages that the
 * panel receives.
 */
import assert from 'node:assert/strict';
import { Waves } from './waves';

describe('a value that is set', function () {
  this.timeout(30_000);
  const waves = new Waves();

  it('causes everything after it to be recomputed, until a restart', async () => {
    await waves.begin();
    await waves.steps(4, 'next');
    const { client } = waves;
    const read = async (expression: string) =>
      Number(await waves.evaluate(expression, (await waves.top()).id));
    const set = async (name: string, value: string) => {
      const frame = await waves.top();
      const [h] = await waves.scope('State', frame.id);
      return client.setVariableRequest({ variablesReference: h.variablesReference, name, value });
    };
    const [before, output] = [await read('h[3]'), await read('y[0]@7')];
    await set('[3]', String(before));
    assert.deepEqual([await read('h[3]'), await read('y[0]@7')], [before, output], 'as it was, to the bit');
    const invalidated = client.waitForEvent('invalidated');
    const { body } = await set('[3]', 'h[3] + 0.5');
    await invalidated;
    assert.ok(Math.abs(Number(body.value) - (before + 0.5)) < 1e-6, body.value);
    assert.equal(Math.fround(await read('h[3]@-1')), waves.at('l0.h', 3, 3), 'what came before stays');
    assert.notEqual(Math.fround(await read('h[0]@1')), waves.at('l0.h', 5, 0));
    assert.notEqual(await read('y[0]@7'), output);
    const frame = await waves.top();
    const gradient = await waves.scope('Gradient', frame.id);
    await assert.rejects(
      client.setVariableRequest({
        variablesReference: gradient[0].variablesReference,
        name: '[3]',
        value: '1',
      }),
      /cannot be set; h, c, gates and inputs can/,
    );
    const again = waves.stopped();
    await client.restartRequest({});
    await again;
    assert.equal(Math.fround(await read('h[3]@4')), waves.at('l0.h', 4, 3));
  });

  it('can be a whole gate, from Variables and from Watch, and the window receives each change', async () => {
    await waves.begin();
    await waves.step('next');
    await waves.step('next');
    const { client } = waves;
    const frame = await waves.top();
    const gates = await waves.scope('Gates', frame.id);
    const f = gates.find(({ name }) => name === 'gate.f');
    assert.match(f?.value ?? '', /^\[8\] norm .*, mean [\d.]+, saturated \d+ %$/);
    const { variablesReference } = (await client.scopesRequest({ frameId: frame.id })).body.scopes[2];
    const event = client.waitForEvent('unroll.whatIf');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'gate.f', value: '1' });
    assert.match(body.value, /^\[8\] norm 2\.828, min 1, max 1, mean 1/);
    const { whatIf } = (await event).body;
    assert.equal(whatIf.changes.length, 1);
    assert.match(whatIf.changes[0].words, /^gate\.f at t = 2: 1 in all 8 units \(was 0\.\d+ to 0\.\d+\)$/);
    const kept = 'norm(c - (c@-1 + gate.i * gate.g)) < 1e-6';
    assert.equal(await waves.evaluate(kept, frame.id), 'true', 'all of c is kept');
    const set = (expression: string, value: string) =>
      client.customRequest('setExpression', { expression, value, frameId: frame.id });
    const half = await set('h', 'h / 2');
    assert.match(half.body.value, /^\[8\] norm /);
    assert.equal(await waves.evaluate('norm(h - gate.o * tanh(c) / 2) < 1e-6', frame.id), 'true');
    assert.equal((await set('h[5]', '0.25')).body.value, '0.25');
    assert.equal((await set('x["b"]', '-2')).body.value, '-2');
    assert.equal(await waves.evaluate('x[1]', frame.id), '-2');
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
    const again = waves.stopped();
    await client.restartRequest({});
    assert.equal((await undone).body.whatIf, null);
    await again;
  });
});
