/**
 * Saturated gates and states: where a sigmoid or tanh is flat, no gradient passes to its input (Karpathy,
 * Johnson and Li 2015).
 */
import type { Config } from '../../../config/schema';
import { carryGate, gateBlocks } from '../../../notation/cells';
import { smallPercent } from '../../../notation/numbers';
import { layerText } from '../../../notation/tensorNames';
import type { LayerTrace } from '../../layers/layerTrace';
import { type Saturation, saturation } from '../../layers/saturation';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures, type Severity } from '../evidence/finding';
import { isFarTooHigh, learningRateTimes, lowerRates } from '../evidence/fixes';
import type { WatchedLayer } from '../evidence/reach';
import { mean } from '../evidence/statistics';
import { inputs } from './inputs';

export function saturated(examined: Examined): Finding[] {
  return examined.layers.flatMap((layer) => {
    const found = layer.traces.map(saturation);
    return [...gates(examined, layer, found), ...states(examined, layer, found)];
  });
}

/**
 * The gate that carries the state, and the end at which it keeps the state. The other gates should not be
 * saturated at either end.
 */
function carryOf({ cell, variant }: Config['model']): { gate: string; end: 'left' | 'right' } | null {
  const gate = carryGate[cell];
  return gate && { gate, end: cell === 'gru' && variant === 'original' ? 'left' : 'right' };
}

function gates(examined: Examined, layer: WatchedLayer, found: readonly Saturation[]): Finding[] {
  const { limits } = examined;
  const { model } = examined.evidence.config;
  const carry = carryOf(model);
  return (found[0]?.gates ?? []).flatMap(({ gate }, g): Finding[] => {
    const left = mean(found.map(({ gates: own }) => meanOf(own[g].left)));
    const right = mean(found.map(({ gates: own }) => meanOf(own[g].right)));
    const carries = carry?.gate === gate ? carry.end : null;
    const counted = carries === 'right' ? left : carries === 'left' ? right : left + right;
    const stuck =
      carries === null
        ? 0
        : mean(layer.traces.map((trace) => stuckShare(trace, gate, carries, limits.stuckOpen)));
    const isStuck = stuck >= limits.stuckShare;
    if (counted < limits.saturated && !isStuck) {
      return [];
    }
    const what = isStuck
      ? `keeps over ${smallPercent(limits.stuckOpen)} of the state at ${smallPercent(stuck)} of units and steps`
      : `is saturated at ${smallPercent(counted)} of units and steps (below 0.1 at ${smallPercent(left)}, above 0.9 at ${smallPercent(right)})`;
    return [
      {
        rule: 'saturatedGate',
        severity: severityOf(examined),
        sentence: `Gate ${gate} of ${layerText(layer.name)} ${what}; there, next to no gradient reaches its weights.`,
        evidence: measures({
          belowTenth: [left, '1'],
          aboveNineTenths: [right, '1'],
          ...(carries === null ? {} : { stuckOpen: [stuck, '1'] as const }),
        }),
        layer: layer.name,
        gate,
        ...causeOf(examined, gate),
      },
    ];
  });
}

function states(examined: Examined, layer: WatchedLayer, found: readonly Saturation[]): Finding[] {
  return (found[0]?.tanh ?? []).flatMap(({ of }, n): Finding[] => {
    const perUnit = found.map(({ tanh }) => tanh[n].flat);
    const flat = mean(perUnit.map(meanOf));
    if (flat < examined.limits.saturated) {
      return [];
    }
    const name = of === 'c' ? 'The output tanh(c)' : of === 'h' ? 'The state h' : `The candidate ${of}`;
    return [
      {
        rule: 'saturatedState',
        severity: severityOf(examined),
        sentence: `${name} of ${layerText(layer.name)} is flat (tanh′ below 0.05) at ${smallPercent(flat)} of units and steps, so the gradient through it is cut at each of them.`,
        evidence: measures({
          flat: [flat, '1'],
          units: [perUnit[0].filter((_, u) => perUnit.every((own) => own[u] === 1)).length, 'units'],
        }),
        layer: layer.name,
        ...(of === 'h' || of === 'c' ? {} : { gate: of }),
        ...causeOf(examined, of),
      },
    ];
  });
}

/** The severity: a model that learns may be saturated only because it has become confident. */
function severityOf({ progress }: Examined): Severity {
  return progress.beatsBaseline ? 'information' : 'warning';
}

/**
 * The causes in the config that may drive a gate there: start values, unscaled inputs, or updates that are
 * too large.
 */
function causeOf(examined: Examined, gate: string): { key: readonly string[]; fixes: readonly Fix[] } {
  const { config } = examined.evidence;
  const { gain, forgetBias } = config.model.init;
  const causes: { key: readonly string[]; fix: Fix }[] = [];
  if (gate === 'f' && forgetBias !== undefined && Math.abs(forgetBias) > largeBias) {
    causes.push({
      key: ['model', 'init', 'forgetBias'],
      fix: fix('Start with forget bias 1', ['model.init.forgetBias', 1]),
    });
  }
  if (gain > 1) {
    causes.push({ key: ['model', 'init', 'gain'], fix: fix('Start with gain 1', ['model.init.gain', 1]) });
  }
  // Zeros and ones, or numbers that were scaled before, are no cause.
  for (const { key, severity, fixes } of inputs(examined)) {
    causes.push(...(severity === 'warning' ? fixes.map((scaling) => ({ key, fix: scaling })) : []));
  }
  const isHigh = isFarTooHigh(config);
  const rate = {
    key: ['training', 'optimizer', 'learningRate'],
    fix: isHigh ? lowerRates(config)[0] : learningRateTimes(config, 0.3),
  };
  const [first] = [...causes, rate];
  return { key: first.key, fixes: [...causes, rate].map((cause) => cause.fix) };
}

/** Bias from which a gate is saturated by it alone: σ(2.2) = 0.9. */
const largeBias = Math.log(9);

/** Share of units and steps at which a carry gate keeps more than `open` of the state. */
function stuckShare(
  { kind, steps: T, hiddenSize: H, gates: values }: LayerTrace,
  gate: string,
  end: 'left' | 'right',
  open: number,
): number {
  const letters = gateBlocks[kind.cell];
  const g = letters.indexOf(gate);
  let stuck = 0;
  for (let t = 0; t < T; t++) {
    for (let u = 0; u < H; u++) {
      const value = values[(t * letters.length + g) * H + u];
      stuck += (end === 'right' ? value : 1 - value) > open ? 1 : 0;
    }
  }
  return stuck / (T * H);
}

function meanOf(values: Float64Array): number {
  return mean([...values]);
}
