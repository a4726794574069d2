/** The interface of what prints a training: the progress bar, or lines of JSON. */
import type { RunEvent } from '../protocol/run';

/** Shows a training's events to people or programs. */
export interface Reporter {
  take(event: RunEvent): void;
}
