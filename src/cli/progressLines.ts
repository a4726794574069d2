/** The progress of a training as plain lines, one an epoch: for files, pipes and logs. */
import { clock } from '../notation/durations';
import type { RunEvent, RunRecord } from '../protocol/run';
import type { Reporter } from './reporter';
import { closing, losses, metricsText, opening } from './text';

export class ProgressLines implements Reporter {
  private record: RunRecord | undefined;

  constructor(private readonly say: (line: string) => void) {}

  take(event: RunEvent): void {
    switch (event.event) {
      case 'started':
        this.record = event.record;
        opening(event).forEach(this.say);
        break;
      case 'epoch':
        if (this.record) {
          const { plannedEpochs, baseline, signals } = this.record;
          const numbers = losses(event.trainLoss, event.validationLoss, baseline, event.freeTrainLoss);
          const metrics = metricsText(event.metrics, signals.token);
          const parts = [numbers, metrics, clock(event.seconds)].filter((part) => part !== '');
          this.say(`epoch ${event.epoch}/${plannedEpochs}: ${parts.join(', ')}`);
        }
        break;
      case 'finished':
        closing(event, this.record?.signals.token).forEach(this.say);
        break;
      case 'loading':
      case 'step':
      case 'trace':
        break;
    }
  }
}
