/** The tables of numbers behind the loss charts. Pure. */
import type { ComparedRun } from '../../../src/protocol/comparison';
import type { Metric } from '../../../src/protocol/run';
import type { NumberTable } from '../../export/figure';
import { rowTable } from '../../export/numberTables';
import type { LossHistory } from '../../state/lossHistory';

const columns = ['loss', 'gradient norm', 'learning rate', 'training', 'validation'] as const;

/** Returns a row for each logged update and epoch: update, epoch, and the values known for them. */
export function lossNumbers({ updates, epochs }: LossHistory): NumberTable {
  const [step, loss, norm, rate] = ['step', 'loss', 'gradientNorm', 'learningRate'].map((name) =>
    updates.column(name),
  );
  const [last, epoch, training, validation] = ['step', 'epoch', 'training', 'validation'].map((name) =>
    epochs.column(name),
  );
  const rows: { step: number; heads: string[]; values: (number | null)[] }[] = [];
  for (let u = 0, e = 0; u < step.length || e < last.length; ) {
    if (u < step.length && !(e < last.length && last[e] < step[u])) {
      const values = [loss[u], norm[u], rate[u], null, null];
      rows.push({ step: step[u], heads: [String(step[u]), ''], values });
      u++;
    } else {
      const values = [null, null, null, training[e], validation[e]];
      rows.push({ step: last[e], heads: [String(last[e]), String(epoch[e])], values });
      e++;
    }
  }
  return rowTable(
    ['update', 'epoch'],
    columns,
    rows.map(({ heads, values }) => ({ heads, values: values.map(known) })),
  );
}

/** Returns the rows of several runs, one run after the other. */
export function comparedNumbers(
  runs: readonly ComparedRun[],
  metrics: readonly (readonly Metric[])[],
): NumberTable {
  const rows = metrics.flatMap((curve, r) =>
    curve.map((metric) => {
      const heads = [
        runs[r]?.label ?? '',
        String(metric.step),
        metric.event === 'epoch' ? String(metric.epoch) : '',
      ];
      const losses =
        metric.event === 'epoch'
          ? [null, metric.trainLoss, metric.validationLoss]
          : [metric.loss, null, null];
      return { heads, values: [metric.seconds, ...losses] };
    }),
  );
  return rowTable(['run', 'update', 'epoch'], ['seconds', 'loss', 'training', 'validation'], rows);
}

function known(value: number | null): number | null {
  return value === null || Number.isNaN(value) ? null : value;
}
