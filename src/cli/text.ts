/** Numbers and outcomes of a training, in the words of the command line. */
import type { Config } from '../config/schema';
import type { RunEvent, RunRecord } from '../protocol/run';
import { engineText } from '../run/training/engineText';

type Started = Extract<RunEvent, { event: 'started' }>;
type Finished = Extract<RunEvent, { event: 'finished' }>;

/** Four significant digits: `0.01234`, `1.2e-7`. */
export function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `8.2 s`, `3:07`, `1:02:45` */
export function duration(seconds: number): string {
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  const two = (count: number) => String(count).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `reading weather.csv: 12.0 of 100.0 MB` */
export function loading({ file, bytes, totalBytes }: Extract<RunEvent, { event: 'loading' }>): string {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  return `reading ${file}: ${megabytes(bytes)} of ${megabytes(totalBytes)} MB`;
}

/** What is trained, where it is kept, and what reading the data did. */
export function opening({ run, record, config, resumed }: Started): readonly string[] {
  const engine = engineText(record);
  return [
    `${record.name}: ${modelText(config)}, ${record.parameters} weights, ${record.plannedEpochs} epochs, ${record.plannedSteps} updates, seed ${record.seed}`,
    ...(engine === undefined ? [] : [engine]),
    `${resumed ? `going on after update ${record.steps} in` : 'run folder'} ${run}`,
    ...record.notes.map((note) => `note: ${note}`),
  ];
}

/** `loss 0.1234, validation 0.1456, naive forecast 0.2` */
export function losses(
  trainLoss: number | null,
  validationLoss: number | null,
  baseline: RunRecord['baseline'] | null,
): string {
  return [
    ...(trainLoss === null ? [] : [`loss ${number(trainLoss)}`]),
    ...(validationLoss === null ? [] : [`validation ${number(validationLoss)}`]),
    ...(baseline === null ? [] : [`${baseline.name} ${number(baseline.loss)}`]),
  ].join(', ');
}

/** `completed after 1260 updates in 8.2 s: loss …`; of a failure nothing, since stderr tells it. */
export function closing(finished: Finished): readonly string[] {
  const { status, steps, seconds, trainLoss, validationLoss, baseline } = finished;
  if (status === 'failed') {
    return [];
  }
  const word = { completed: 'completed', stoppedEarly: 'stopped early', cancelled: 'cancelled' }[status];
  const numbers = losses(trainLoss, validationLoss, baseline);
  return [
    `${word} after ${steps} updates in ${duration(seconds)}${numbers === '' ? '' : `: ${numbers}`}`,
    ...(status === 'cancelled' && finished.run !== null ? [`go on with: --resume ${finished.run}`] : []),
  ];
}

function modelText({ model }: Config): string {
  const layers = model.layers === 1 ? '' : `${model.layers} layers of `;
  return `${model.bidirectional ? 'bidirectional ' : ''}${model.cell.toUpperCase()}, ${layers}${model.hiddenSize} units`;
}
