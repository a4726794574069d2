/** Prints the times of the analysis of a watched sequence. */
import { measurement } from '../src/notation/numbers';
import { aligned } from '../src/speed/lines';
import type { AnalysisNumbers } from './analysis';

export function analysisTable(numbers: readonly AnalysisNumbers[]): string {
  return [
    'One watched sequence of 200 steps, 200 targets and 128 units; an epoch has 10,000 of them, on one thread. Seconds.',
    ...aligned([
      [
        '',
        'an epoch',
        'credit',
        'σ of each step',
        'Lyapunov',
        'spectrum, modes',
        'analysis',
        'first',
        'ratio',
        'quartiles',
        'rounds',
      ],
      ...numbers.map(({ name, rounds, epoch, parts, analysis, firstAnalysis, ratio }) => [
        name,
        ...[epoch, parts.credit, parts.jacobians, parts.lyapunov, parts.spectrum, analysis].map(
          ({ median }) => measurement(median),
        ),
        measurement(firstAnalysis),
        ratio.median.toFixed(3),
        `${ratio.lower.toFixed(3)} to ${ratio.upper.toFixed(3)}`,
        String(rounds),
      ]),
    ]),
    'Medians; the ratio of analysis and epoch is taken within rounds. The first analysis runs before its code is optimised.',
  ].join('\n');
}
