/** The places where a run through a sequence stops, without any protocol. */
import assert from 'node:assert/strict';
import { Breakpoints } from '../../../src/debug/breakpoints';
import { parseHits } from '../../../src/debug/stopConditions';
import { smallRuntime, steps } from './smallRuntime';

const noLog = () => assert.fail('nothing is logged');

describe('stop conditions', () => {
  it('stop where the condition of a data breakpoint begins to hold, in either direction', () => {
    const runtime = smallRuntime();
    new Breakpoints(runtime).setOnData([{ dataId: 'h[0]', condition: 'h[0] >= 2 && h[0] <= 4' }]);
    const reason = runtime.run('forward', 'forward', noLog);
    assert.equal(reason?.text, 'h[0] >= 2 && h[0] <= 4 from here on');
    assert.equal(runtime.programCounter.at('forward').step, 2);
    assert.equal(runtime.run('forward', 'forward', noLog), undefined);
    assert.equal(runtime.programCounter.at('forward').step, steps - 1);
    assert.match(runtime.run('forward', 'reverse', noLog)?.text ?? '', / up to here$/);
    assert.equal(runtime.programCounter.at('forward').step, 4);
  });

  it('count hits, until a restart', () => {
    const runtime = smallRuntime();
    const steps = new Set([1, 2, 3, 4]);
    const breakpoint = { id: 1, steps, condition: undefined, hits: parseHits('% 2'), log: undefined };
    runtime.stopConditions.lines = [breakpoint];
    const stops = () => {
      const found: number[] = [];
      while (runtime.run('forward', 'forward', noLog)) {
        found.push(runtime.programCounter.at('forward').step);
      }
      return found;
    };
    assert.deepEqual(stops(), [2, 4]);
    runtime.restart();
    assert.deepEqual(stops(), [2, 4]);
  });

  it('log instead of stopping', () => {
    const runtime = smallRuntime();
    new Breakpoints(runtime).setOnLines([{ line: 13, logMessage: 'h is {h[0]}' }]);
    const logged: string[] = [];
    assert.equal(
      runtime.run('forward', 'forward', (text, step) => logged.push(`${step}: ${text}`)),
      undefined,
    );
    assert.deepEqual(logged, ['3: h is 3']);
  });

  it('use the values that were set', () => {
    const runtime = smallRuntime();
    const [problem] = new Breakpoints(runtime).setFilters([{ filterId: 'nonFinite' }]);
    assert.equal(problem, undefined);
    runtime.set([{ name: 'l0.h', step: 2, unit: 1, value: Number.NaN }]);
    assert.equal(runtime.run('forward', 'forward', noLog)?.kind, 'exception');
    assert.equal(runtime.programCounter.at('forward').step, 2);
  });

  it('take a hit count with an operator, and no other text', () => {
    assert.deepEqual(parseHits('5'), { operator: '>=', count: 5 });
    assert.deepEqual(parseHits(' = 3 '), { operator: '==', count: 3 });
    assert.deepEqual(parseHits('%2'), { operator: '%', count: 2 });
    for (const text of ['0', '-1', 'often', '1.5', '> x']) {
      assert.throws(() => parseHits(text), /is not a hit count; valid: a number from 1/);
    }
  });
});
