/** How the comparison of training steps is told. */
import { gateBlocks, type Shape } from '../test/problem';
import { describeShape } from './peers/contender';
import type { Comparison } from './peers/interleave';
import type { TrainingNumbers } from './training';

export function trainingTables({
  ceilings,
  missing,
  comparisons,
  growth,
  vanishing,
}: TrainingNumbers): string {
  const ceiling = Math.max(
    ...ceilings.filter(({ threads }) => threads === 1).map(({ gigaflops }) => gigaflops),
  );
  const rows = comparisons.map((each) => {
    const [ours] = each.measured;
    const rate = operations(each.shape) / ours.milliseconds.median / 1e6;
    return [
      describeShape(each.shape),
      milliseconds(ours.milliseconds.median),
      `${rate.toFixed(1)} GFLOP/s, ${((100 * rate) / ceiling).toFixed(0)}%`,
      ...['PyTorch', 'TensorFlow.js', 'brain.js'].map((peer) => against(each, peer)),
    ];
  });
  const [first] = comparisons;
  return [
    `One training step (forward, backward through time, Adam) of one layer: ${first.measured.map(({ name }) => name).join('; ')}.`,
    'Medians of interleaved rounds; in brackets the ratio ours/theirs within rounds, below 1 where Unroll is faster.',
    ...ceilings.map(
      ({ arithmetic, threads, gigaflops }) =>
        `Ceiling of 128-bit ${arithmetic} in WebAssembly, ${threads} at once: ${gigaflops.toFixed(1)} GFLOP/s.`,
    ),
    ...missing.map((why) => `Not measured: ${why}`),
    '',
    aligned([['', 'Unroll', 'of the ceiling', 'PyTorch', 'TensorFlow.js', 'brain.js'], ...rows]),
    '',
    aligned([
      ['Growth', 'ms a step', 'µs per row and time step'],
      ...growth.map(({ shape, measured: [{ milliseconds: times }] }) => [
        describeShape(shape),
        milliseconds(times.median),
        ((1000 * times.median) / (shape.batch * shape.steps)).toFixed(2),
      ]),
    ]),
    '',
    `${describeShape(vanishing.shape)}, loss at the last step only: gradients that vanish take ${vanishing.ratios[0].ratio.median.toFixed(2)} of the time of others.`,
  ].join('\n');
}

/** Operations of a step: products with W_ih forward and for its gradient, with W_hh backward too. */
function operations({ cell, hidden: H, inputs: I, batch: B, steps: T }: Shape): number {
  return 2 * B * T * gateBlocks[cell] * H * (2 * I + 3 * H);
}

function against({ measured, ratios }: Comparison, peer: string): string {
  const index = measured.findIndex(({ name }) => name.startsWith(peer));
  if (index < 1) {
    return '';
  }
  const { ratio } = ratios[index - 1];
  return `${milliseconds(measured[index].milliseconds.median)} (${ratio.median.toPrecision(2)})`;
}

function milliseconds(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2)))
        .join(''),
    )
    .join('\n');
}
