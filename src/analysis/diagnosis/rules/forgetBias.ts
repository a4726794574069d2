/**
 * The forget gate's bias of an LSTM. Its effective value is b_ih + b_hh; about 1 holds the gate open (f =
 * 0.73) from the start, so that a gradient gets through before the gate has learnt anything (Gers,
 * Schmidhuber and Cummins 2000; Jozefowicz, Zaremba and Sutskever 2015).
 */

import { gateBlocks } from '../../../notation/cells';
import { significant, smallPercent } from '../../../notation/numbers';
import { layerText, parseLayerName, parseWeightName, weightName } from '../../../notation/tensorNames';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures } from '../evidence/finding';
import { openForgetGate } from '../evidence/fixes';
import { lagOf } from '../evidence/lag';
import { stretchOf } from '../evidence/statistics';

/** The forget gate's part of both bias vectors, in one layer and direction. */
interface ForgetBias {
  /** Name of the layer, as in a trace. */
  readonly layer: string;
  readonly ih: readonly number[];
  readonly hh: readonly number[];
  /** Mean of b_ih + b_hh over the units. */
  readonly mean: number;
}

const key = ['model', 'init', 'forgetBias'];
/** Largest bias that anybody sets: beyond 20, a gate in Float32 is 1 − 2·10⁻⁹, or its opposite. */
const largestBias = 20;

export function forgetBias(examined: Examined): Finding[] {
  const { model, task } = examined.evidence.config;
  // A single step has no memory to keep.
  if (model.cell !== 'lstm' || task.shape === 'one-to-one') {
    return [];
  }
  const layers = forgetBiases(examined);
  // Where updates were far too large, the biases are of the size of these, and not of a setting.
  if (layers.some(({ mean }) => !(Math.abs(mean) <= largestBias))) {
    return [];
  }
  const doubled = layers.filter((layer) => isDoubled(examined, layer));
  if (doubled.length > 0) {
    return doubled.map((layer) => doubledFinding(layer));
  }
  return onlyFirst(examined, layers) ?? missing(examined, layers);
}

/** The forget biases of all layers, in PyTorch's order i, f, g, o. */
function forgetBiases({ evidence: { checkpoint, config } }: Examined): ForgetBias[] {
  const H = config.model.hiddenSize;
  const first = gateBlocks.lstm.indexOf('f') * H;
  return [...checkpoint.tensors].flatMap(([name, { values }]): ForgetBias[] => {
    const parsed = parseWeightName(name);
    const layer = parsed?.kind === 'bias_ih' ? parsed.layer : undefined;
    const other = layer && checkpoint.tensors.get(weightName('bias_hh', layer));
    if (!layer || !other) {
      return [];
    }
    const ih = [...values.subarray(first, first + H)];
    const hh = [...other.values.subarray(first, first + H)];
    const mean = ih.reduce((sum, value, u) => sum + value + hh[u], 0) / H;
    return [{ layer, ih, hh, mean }];
  });
}

/**
 * Whether the same bias was set in both vectors. Both have the same gradient, so training moves both alike:
 * vectors that were set to the same number stay equal, whatever was learnt since. Vectors that started near
 * zero and learnt a bias are equal too, but a learnt bias differs from unit to unit, while a set one does
 * not.
 */
function isDoubled({ limits }: Examined, { ih, hh }: ForgetBias): boolean {
  const [a, b] = [stretchOf(ih), stretchOf(hh)];
  const spread = a.standardError * Math.sqrt(ih.length);
  return (
    Math.min(a.mean, b.mean) >= limits.forgetBiasGiven &&
    Math.abs(a.mean - b.mean) < limits.sameBias * a.mean &&
    spread < limits.evenBias * a.mean
  );
}

function doubledFinding({ layer, ih, hh, mean }: ForgetBias): Finding {
  const [a, b] = [stretchOf(ih).mean, stretchOf(hh).mean];
  return {
    rule: 'forgetGateBias',
    severity: 'warning',
    sentence: `The forget-gate bias of ${layerText(layer)} counts twice: bias_ih has ${significant(a)} and bias_hh ${significant(b)}, which makes ${significant(mean)}.`,
    evidence: measures({ biasIh: [a, '1'], biasHh: [b, '1'], sum: [mean, '1'] }),
    layer,
    gate: 'f',
    key,
    fixes: [fix('Start anew with forget bias 1 on one of the vectors', ['model.init.forgetBias', 1])],
  };
}

function onlyFirst({ limits, progress }: Examined, layers: readonly ForgetBias[]): Finding[] | null {
  const first = layers.filter(({ layer }) => depthOf(layer) === 0);
  const bare = layers.filter(({ layer, mean }) => depthOf(layer) > 0 && mean < limits.forgetBiasMissing);
  if (bare.length === 0 || first.some(({ mean }) => mean < limits.forgetBiasGiven)) {
    return null;
  }
  return bare.map(({ layer, mean }) => ({
    rule: 'forgetGateBias',
    severity: progress.learnt ? 'information' : 'warning',
    sentence: `The forget-gate bias was given to the first layer only: it is ${significant(first[0].mean)} in ${layerText(first[0].layer)} and ${significant(mean)} in ${layerText(layer)}.`,
    evidence: measures({ firstLayer: [first[0].mean, '1'], thisLayer: [mean, '1'] }),
    layer,
    gate: 'f',
    key,
    fixes: [fix('Start anew with forget bias 1 in every layer', ['model.init.forgetBias', 1])],
  }));
}

/**
 * Finds that no forget bias was set: a warning where the task has a lag and is not learnt; elsewhere a
 * default worth knowing.
 */
function missing(
  { evidence: { config }, limits, progress, reach }: Examined,
  layers: readonly ForgetBias[],
): Finding[] {
  const { bias, init } = config.model;
  const given = bias && (init.forgetBias ?? 0) >= limits.forgetBiasMissing;
  const lowest = layers.reduce<ForgetBias | null>(
    (low, layer) => (low === null || layer.mean < low.mean ? layer : low),
    null,
  );
  if (given || (lowest !== null && lowest.mean >= limits.forgetBiasMissing)) {
    return [];
  }
  const now = lowest === null ? 'there are no biases' : `its mean is ${significant(lowest.mean)} now`;
  const set = init.forgetBias ?? 0;
  const start =
    lowest === null || set === 0
      ? `has no bias to start with (${now}), so at first each step keeps about half`
      : `starts with a bias of ${significant(set)} (${now}), so at first each step keeps about ${smallPercent(1 / (1 + Math.exp(-set)))}`;
  return [
    {
      rule: 'forgetGateBias',
      severity: lagOf(config) !== null && !progress.learnt ? 'warning' : 'information',
      sentence: `The forget gate ${start} of the cell's memory, where a bias of 1 keeps 73 %.`,
      evidence: measures({
        forgetBias: [init.forgetBias ?? 0, '1'],
        meanNow: [lowest?.mean, '1'],
        horizon: [reach?.horizon, 'steps'],
      }),
      ...(lowest === null ? {} : { layer: lowest.layer }),
      gate: 'f',
      key,
      fixes: openForgetGate(config),
    },
  ];
}

/** Index of a layer from its name: 0 for `l0`, `l0_reverse` and `decoder.l0`. */
function depthOf(layer: string): number {
  return parseLayerName(layer)?.layer ?? Number.NaN;
}
