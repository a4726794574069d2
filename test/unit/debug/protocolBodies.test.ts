/** Lines and columns of the protocol, for clients that count from 1 and for those that count from 0. */
import assert from 'node:assert/strict';
import { callStack } from '../../../src/debug/frames';
import { ProtocolBodies } from '../../../src/debug/protocolBodies';
import { smallRuntime } from './smallRuntime';

describe('the bodies of the protocol', () => {
  for (const [first, client] of [
    [1, {}],
    [0, { linesStartAt1: false, columnsStartAt1: false }],
  ] as const) {
    it(`count lines and columns from ${first}`, () => {
      const runtime = smallRuntime();
      const bodies = new ProtocolBodies(client);
      const [top] = callStack(runtime, 'forward', 0, 1);
      const { line, column, source } = bodies.frame(top, runtime.rows);
      assert.deepEqual([line, column, source?.path], [10 + first, first, '/data/small.csv']);
      const breakpoint = bodies.breakpoint({ breakpoint: undefined, why: 'none', line: 12 });
      const position = bodies.position({ line: 12, column: 3 });
      assert.deepEqual([breakpoint.line, breakpoint.column], [12 + first, undefined]);
      assert.deepEqual(position, { line: 12 + first, column: 3 + first });
      const request = bodies.lineRequest({ ...position, condition: 'h[0] > 1' });
      assert.deepEqual(request, { line: 12, column: 3, condition: 'h[0] > 1' });
      assert.equal(bodies.output('text', 2, runtime.rows).body.line, 12 + first);
    });
  }
});
