/** What is debugged: a sequence that was run, and can be run again with values changed. */
import type { Intervention, Recording } from '../protocol/recording';
import type { RecorderProgress } from '../run/questions/recorder';
import type { Launch } from './launch';

export interface Debuggee {
  readonly recording: Recording;
  /** The same sequence, with these values set in place of what was computed or fed; none: as it was. */
  change(interventions: readonly Intervention[]): Recording;
}

/**
 * @param progress called often; may throw to cancel
 * @throws Error with one line where there is no such model, data or sequence
 */
export type Open = (launch: Launch, progress: (progress: RecorderProgress) => void) => Promise<Debuggee>;
