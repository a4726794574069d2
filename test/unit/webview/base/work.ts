/** Sliced work, done at once. */
import type { SlicedWork } from '../../../../webview/base/scheduler';

export function finish<Value>(work: SlicedWork<Value>): Value {
  for (;;) {
    const next = work.next();
    if (next.done) {
      return next.value;
    }
  }
}
