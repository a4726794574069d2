/** Where the debugger stands, whatever way it came there. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Machine, type Pass } from '../../../src/debug/machine';

const steps = 9;
const operations = 4;
const moves = ['next', 'back', 'into', 'out', 'go', 'run', 'run back'] as const;

describe('the place of the debugger', () => {
  it('after any walk is that of a jump to its step: where it is done whole, the next steps are the same', () => {
    const pass = fc.constantFrom<Pass>('forward', 'backward');
    const move = fc.record({ how: fc.constantFrom(...moves), to: fc.nat(steps - 1), pass });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), pass, (walk, looked) => {
        const machine = new Machine(steps, () => operations);
        for (const { how, to, pass: each } of walk) {
          take(machine, each, how, to);
        }
        const { step, operation } = machine.at(looked);
        assert.ok(step >= 0 && step < steps && (operation === null || operation < operations));
        assert.ok(looked === 'forward' || operation === null);
        machine.out(looked);
        const jumped = new Machine(steps, () => operations);
        jumped.go(looked, machine.at(looked).step);
        for (const how of ['next', 'back', 'back', 'into', 'next'] as const) {
          take(machine, looked, how, 0);
          take(jumped, looked, how, 0);
          assert.deepEqual(machine.at(looked), jumped.at(looked));
        }
      }),
    );
  });

  it('goes back where it came from by a step back, until the ends', () => {
    fc.assert(
      fc.property(fc.nat(steps - 2), fc.constantFrom<Pass>('forward', 'backward'), (start, pass) => {
        const machine = new Machine(steps, () => operations);
        machine.go(pass, pass === 'forward' ? start : steps - 1 - start);
        const from = machine.at(pass);
        assert.ok(machine.next(pass, 'on'));
        assert.ok(machine.next(pass, 'back'));
        assert.deepEqual(machine.at(pass), from);
      }),
    );
    const machine = new Machine(steps, () => operations);
    assert.equal(machine.next('forward', 'back'), false);
    assert.deepEqual(machine.at('forward'), { step: 0, operation: null });
  });

  it('runs to the first step in its way that it is stopped at, else to the end', () => {
    const machine = new Machine(steps, () => operations);
    const odd = (step: number) => (step > 0 && step % 4 === 0 ? 'four' : undefined);
    assert.equal(machine.run('forward', 'on', odd), 'four');
    assert.equal(machine.at('forward').step, 4);
    assert.equal(machine.run('forward', 'on', odd), 'four');
    assert.equal(machine.run('forward', 'on', odd), undefined);
    assert.equal(machine.at('forward').step, steps - 1);
    assert.equal(machine.run('backward', 'on', odd), 'four');
    assert.equal(machine.at('backward').step, 4);
  });
});

function take(machine: Machine, pass: Pass, how: (typeof moves)[number], to: number): void {
  switch (how) {
    case 'next':
      machine.next(pass, 'on');
      break;
    case 'back':
      machine.next(pass, 'back');
      break;
    case 'into':
      machine.into(pass);
      break;
    case 'out':
      machine.out(pass);
      break;
    case 'go':
      machine.go(pass, to);
      break;
    case 'run':
      machine.run(pass, 'on', (step) => (step === to ? true : undefined));
      break;
    case 'run back':
      machine.run(pass, 'back', (step) => (step === to ? true : undefined));
  }
}
