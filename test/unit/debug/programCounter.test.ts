/** The position of the debugger, whatever way led there. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Pass, ProgramCounter } from '../../../src/debug/programCounter';

const steps = 9;
const operations = 4;
const moves = ['next', 'back', 'into', 'out', 'go', 'run', 'run back'] as const;

describe('the position of the debugger', () => {
  it('after any walk equals that of a jump to its step; where the step is complete, the next steps are the same', () => {
    const pass = fc.constantFrom<Pass>('forward', 'backward');
    const move = fc.record({ how: fc.constantFrom(...moves), to: fc.nat(steps - 1), pass });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), pass, (walk, looked) => {
        const counter = new ProgramCounter(steps, () => operations);
        for (const { how, to, pass: each } of walk) {
          take(counter, each, how, to);
        }
        const { step, operation } = counter.at(looked);
        assert.ok(step >= 0 && step < steps && (operation === null || operation < operations));
        assert.ok(looked === 'forward' || operation === null);
        counter.out(looked);
        const jumped = new ProgramCounter(steps, () => operations);
        jumped.go(looked, counter.at(looked).step);
        for (const how of ['next', 'back', 'back', 'into', 'next'] as const) {
          take(counter, looked, how, 0);
          take(jumped, looked, how, 0);
          assert.deepEqual(counter.at(looked), jumped.at(looked));
        }
      }),
    );
  });

  it('returns by a step back to where it came from, until the ends', () => {
    fc.assert(
      fc.property(fc.nat(steps - 2), fc.constantFrom<Pass>('forward', 'backward'), (start, pass) => {
        const counter = new ProgramCounter(steps, () => operations);
        counter.go(pass, pass === 'forward' ? start : steps - 1 - start);
        const from = counter.at(pass);
        assert.ok(counter.next(pass, 'forward'));
        assert.ok(counter.next(pass, 'reverse'));
        assert.deepEqual(counter.at(pass), from);
      }),
    );
    const counter = new ProgramCounter(steps, () => operations);
    assert.equal(counter.next('forward', 'reverse'), false);
    assert.deepEqual(counter.at('forward'), { step: 0, operation: null });
  });

  it('moves to the first stop on its way, else to the end', () => {
    const counter = new ProgramCounter(steps, () => operations);
    const odd = (step: number) => (step > 0 && step % 4 === 0 ? 'four' : undefined);
    assert.equal(counter.run('forward', 'forward', odd), 'four');
    assert.equal(counter.at('forward').step, 4);
    assert.equal(counter.run('forward', 'forward', odd), 'four');
    assert.equal(counter.run('forward', 'forward', odd), undefined);
    assert.equal(counter.at('forward').step, steps - 1);
    assert.equal(counter.run('backward', 'forward', odd), 'four');
    assert.equal(counter.at('backward').step, 4);
  });
});

function take(counter: ProgramCounter, pass: Pass, how: (typeof moves)[number], to: number): void {
  switch (how) {
    case 'next':
      counter.next(pass, 'forward');
      break;
    case 'back':
      counter.next(pass, 'reverse');
      break;
    case 'into':
      counter.into(pass);
      break;
    case 'out':
      counter.out(pass);
      break;
    case 'go':
      counter.go(pass, to);
      break;
    case 'run':
      counter.run(pass, 'forward', (step) => (step === to ? true : undefined));
      break;
    case 'run back':
      counter.run(pass, 'reverse', (step) => (step === to ? true : undefined));
  }
}
