/** Sliced work, done at once. */
import type { Work } from '../../../../webview/base/scheduler';

export function finish<Value>(work: Work<Value>): Value {
  for (;;) {
    const next = work.next();
    if (next.done) {
      return next.value;
    }
  }
}
