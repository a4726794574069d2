/** The interface of the progress bar, the plain lines and the JSON lines, which print a training. */
import type { RunEvent } from '../protocol/run';

/** Shows a training's events to people or programs. */
export interface Reporter {
  take(event: RunEvent): void;
}
