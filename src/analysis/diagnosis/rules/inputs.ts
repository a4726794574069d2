/**
 * Inputs that are fed unscaled and are far from mean 0 and deviation 1 (LeCun, Bottou, Orr and Müller 1998).
 */
import { significant } from '../../../notation/numbers';
import { isScaled } from '../../../notation/scaling';
import type { Tensors } from '../../layers/layerTrace';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures } from '../evidence/finding';

interface Column {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

export function inputs({ evidence, limits, probes }: Examined): Finding[] {
  const { config, record } = evidence;
  const { data } = config;
  // Characters and the generated tasks are fed in a suitable form; numbers are unscaled only where the config
  // switches scaling off.
  if ((data.kind !== 'table' && data.kind !== 'records') || data.normalize !== 'none') {
    return [];
  }
  const { inputs: read, inputScaling, embeddings = [] } = record.signals;
  // Components of an embedding are weights, and no inputs of the data.
  const names = read.slice(0, read.length - embeddings.reduce((sum, { size }) => sum + size, 0));
  const columns = names.flatMap((name, i): Column[] => {
    const values = column(probes, i);
    const own = inputScaling[i];
    const asItIs = !isScaled(own);
    // Zeros and ones are a word's place, and need no scaling.
    return asItIs && values.some((value) => value !== 0 && value !== 1)
      ? [{ name, ...spreadOf(values) }]
      : [];
  });
  const large = columns.filter(
    ({ mean, deviation }) => Math.abs(mean) > limits.largeInput || deviation > limits.largeInput,
  );
  const small = columns.filter(
    ({ mean, deviation }) => deviation > 0 && Math.max(Math.abs(mean), deviation) < limits.smallInput,
  );
  const size = ({ mean, deviation }: Column) => Math.max(Math.abs(mean), deviation);
  const [worst] = (large.length > 0 ? large : small).toSorted((left, right) =>
    large.length > 0 ? size(right) - size(left) : size(left) - size(right),
  );
  if (worst === undefined) {
    return [];
  }
  const others = large.length + small.length - 1;
  return [
    {
      rule: 'inputsNotScaled',
      severity: large.length > 0 ? 'warning' : 'information',
      sentence: `Inputs are not scaled: "${worst.name}" is fed with mean ${significant(worst.mean)} and deviation ${significant(worst.deviation)} in the watched sequences${others > 0 ? `, and ${others} more of ${names.length} are far off too` : ''}, where 0 and 1 suit the weights.`,
      evidence: measures({
        mean: [worst.mean, '1'],
        deviation: [worst.deviation, '1'],
        largeInputs: [large.length, 'inputs'],
        smallInputs: [small.length, 'inputs'],
        input: [names.indexOf(worst.name), 'index'],
      }),
      key: ['data', 'normalize'],
      fixes: [fix('Scale the inputs to mean 0 and deviation 1', ['data.normalize', 'standard'])],
    },
  ];
}

function column(probes: readonly Tensors[], i: number): number[] {
  return probes.flatMap((tensors) => {
    const x = tensors.get('x');
    const width = x?.shape[1] ?? 0;
    return i < width ? [...(x?.values ?? [])].filter((_, j) => j % width === i) : [];
  });
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
