/** A run that broke off on a value that is not finite. */
import { weightsUnchanged } from '../../engine/training';
import type { RunFacts } from './evidence';
import type { Examined } from './examine';
import { type Finding, measures } from './finding';
import { clipAt, learningRateTimes, lengthKeepingStart } from './fixes';
import { median } from './statistics';
import { count, plain } from './text';

/** Whether the run failed on such a value: a record keeps the reason of a failure as a line for people. */
export function brokeOff(record: RunFacts): record is RunFacts & { readonly error: string } {
  return record.status === 'failed' && (record.error?.includes(weightsUnchanged) ?? false);
}

export function nonFinite({ evidence, limits, updates }: Examined): Finding[] {
  const { record, config } = evidence;
  if (!brokeOff(record)) {
    return [];
  }
  const norms = updates.map(({ gradientNorm }) => gradientNorm);
  const usual = norms.length > 0 ? median(norms) : null;
  const last = norms.at(-1) ?? null;
  // The gradient had grown before it broke; otherwise a step that was too long led there.
  const grew = usual !== null && last !== null && last > limits.spike * usual;
  const { clip, optimizer } = config.training;
  const place = record.error.slice(0, record.error.indexOf(`; ${weightsUnchanged}`));
  const clipWords =
    clip === undefined
      ? 'nothing was clipped'
      : 'clipping was set, which lets a gradient that is not finite stop the run and never scales it';
  return [
    {
      rule: 'nonFinite',
      severity: 'error',
      sentence: `The run broke off after ${count(record.steps, 'update')} on a value that is not finite (${place}), at a learning rate of ${plain(optimizer.learningRate)}; ${clipWords}.`,
      evidence: measures({
        updates: [record.steps, 'updates'],
        learningRate: [optimizer.learningRate, '1'],
        lastGradientNorm: [last, '1'],
        medianGradientNorm: [usual, '1'],
        lastLoss: [updates.at(-1)?.loss, 'loss'],
        clipNorm: [clip?.norm, '1'],
        clipValue: [clip?.value, '1'],
      }),
      key: clip === undefined && grew ? ['training', 'clip'] : ['training', 'optimizer', 'learningRate'],
      fixes: [
        learningRateTimes(config, 0.1),
        ...(clip?.norm === undefined ? [clipAt(1)] : []),
        ...(config.model.init.gain > 1 ? lengthKeepingStart(config) : []),
      ],
    },
  ];
}
