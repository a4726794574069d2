/** Prints the comparison of training steps. */
import { measurement } from '../src/notation/numbers';
import { aligned } from '../src/speed/lines';
import { describeShape, operations } from '../src/speed/problem';
import type { Comparison, Measured } from './peers/interleave';
import type { TrainingNumbers } from './training';

export function trainingTables({ ceilings, comparisons, growth, vanishing }: TrainingNumbers): string {
  const ceiling = Math.max(
    ...ceilings.filter(({ threads }) => threads === 1).map(({ gigaflops }) => gigaflops),
  );
  const rows = comparisons.map((each) => {
    const [ours, second] = each.measured;
    const together = isTogether(second) ? second : undefined;
    const rate = operations(each.shape) / ours.milliseconds.median / 1e6;
    return [
      describeShape(each.shape),
      milliseconds(ours.milliseconds.median),
      `${((100 * rate) / ceiling).toFixed(0)}%`,
      together ? milliseconds(together.milliseconds.median) : '',
      time(each, 'PyTorch'),
      ratio(each, ours, 'PyTorch'),
      together ? ratio(each, together, 'PyTorch') : '',
      time(each, 'TensorFlow.js'),
      time(each, 'brain.js'),
    ];
  });
  const [first] = comparisons;
  return [
    `One training step (forward, backward through time, Adam) of one layer: ${first.measured.map(({ name }) => name).join('; ')}.`,
    'Medians of interleaved rounds; ratios are ours/theirs within rounds, below 1 where Unroll is faster.',
    ...ceilings.map(
      ({ arithmetic, threads, gigaflops }) =>
        `Ceiling of 128-bit ${arithmetic} in WebAssembly, ${threads} at once: ${gigaflops.toFixed(1)} GFLOP/s.`,
    ),
    '',
    ...aligned([
      ...[
        [
          '',
          'Unroll',
          'of the ceiling',
          '2 threads',
          'PyTorch',
          'ratio',
          '2 threads',
          'TensorFlow.js',
          'brain.js',
        ],
      ],
      ...rows,
    ]),
    '',
    ...aligned([
      ['Growth', 'ms per step', 'µs per row and time step'],
      ...growth.map(({ shape, measured: [{ milliseconds: times }] }) => [
        describeShape(shape),
        milliseconds(times.median),
        ((1000 * times.median) / (shape.batch * shape.steps)).toFixed(2),
      ]),
    ]),
    '',
    `${describeShape(vanishing.shape)}, loss at the last step only: steps with vanishing gradients take ${vanishing.ratios[0].ratio.median.toFixed(2)} of the time of others.`,
  ].join('\n');
}

/** Returns whether the contender is Unroll with helper threads. */
export function isTogether({ name }: Measured): boolean {
  return name.startsWith('Unroll') && !name.endsWith(' 1 thread');
}

function time({ measured }: Comparison, peer: string): string {
  const found = measured.find(({ name }) => name.startsWith(peer));
  return found ? milliseconds(found.milliseconds.median) : '';
}

function ratio({ ratios }: Comparison, { name }: Measured, peer: string): string {
  const found = ratios.find(({ of, by }) => of === name && by.startsWith(peer));
  return found ? found.ratio.median.toPrecision(2) : '';
}

function milliseconds(value: number): string {
  return `${measurement(value)} ms`;
}
