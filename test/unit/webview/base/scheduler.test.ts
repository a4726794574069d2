import assert from 'node:assert/strict';
import { Scheduler, type SlicedWork, type Waiter } from '../../../../webview/base/scheduler';

/** Writes its name at each slice. */
function* worker(name: string, stretches: number, log: string[]): SlicedWork<string> {
  for (let k = 0; k < stretches; k++) {
    log.push(name);
    yield;
  }
  return name;
}

describe('slices of work', () => {
  it('do visible work first, whatever was requested before, and the rest after it', () => {
    const log: string[] = [];
    const later: (() => void)[] = [];
    const scheduler = new Scheduler((run) => later.push(run), 1000);
    const waiter = (seen: boolean): Waiter => ({ seen, wake: () => undefined });
    for (const [name, seen] of [
      ['below', false],
      ['seen', true],
    ] as const) {
      const done = (value: string) => log.push(`${value} done`);
      scheduler.add(worker(name, 2, log), new Set([waiter(seen)]), done);
    }
    assert.deepEqual(log, []);
    later.shift()?.();
    assert.deepEqual(log, ['seen', 'seen', 'seen done', 'below', 'below', 'below done']);
    assert.equal(later.length, 0);
  });

  it('do urgent work before earlier requests', () => {
    const log: string[] = [];
    const later: (() => void)[] = [];
    const scheduler = new Scheduler((run) => later.push(run), 1000);
    const seen = new Set<Waiter>([{ seen: true, wake: () => undefined }]);
    scheduler.add(worker('fact', 1, log), seen, () => undefined);
    scheduler.add(worker('figure', 1, log), seen, () => undefined, { urgent: true });
    later.shift()?.();
    assert.deepEqual(log, ['figure', 'fact']);
  });

  it('leave the rest for later when their time is over', () => {
    const log: string[] = [];
    const later: (() => void)[] = [];
    const scheduler = new Scheduler((run) => later.push(run), 0);
    scheduler.add(worker('a', 3, log), new Set(), () => log.push('done'));
    for (let turn = 0; turn < 10 && later.length > 0; turn++) {
      const before = log.length;
      later.shift()?.();
      assert.ok(log.length - before <= 1);
    }
    assert.deepEqual(log, ['a', 'a', 'a', 'done']);
  });
});
