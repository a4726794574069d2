/** Exploding gradient: it grows on its way back (Pascanu, Mikolov and Bengio 2013). */
import { quantity, significant } from '../../../notation/numbers';
import { layerText } from '../../../notation/tensorNames';
import type { Examined } from '../evidence/examine';
import { type Finding, measures, type Severity } from '../evidence/finding';
import { clipAt, gatedCell, learningRateTimes, lengthKeepingStart } from '../evidence/fixes';
import { stepsBack } from '../evidence/reach';
import { median } from '../evidence/statistics';

import { brokeOff } from './nonFinite';

export function exploding(examined: Examined): Finding[] {
  const { evidence, limits, reach, lyapunov, updates } = examined;
  const { config } = evidence;
  const norms = updates.map(({ gradientNorm }) => gradientNorm);
  const spikes = countSpikes(norms, limits.spike);
  const grown = reach !== null && reach.growth >= limits.creditExploded;
  const chaotic = lyapunov !== null && lyapunov.exponent * lyapunov.steps >= Math.log(limits.chaoticGrowth);
  if (!grown && !(chaotic && spikes >= limits.spikes)) {
    return [];
  }
  const typical = norms.length > 0 ? median(norms) : null;
  const { gain } = config.model.init;
  return [
    {
      rule: 'explodingGradient',
      severity: severityOf(examined),
      sentence:
        reach !== null && grown
          ? `The gradient explodes: in ${layerText(reach.layer)} it is ${significant(reach.growth)} times as long ${quantity(reach.growthAt, 'step')} before the target as at the target.`
          : `The gradient explodes: small changes of the state grow ${significant(Math.exp(lyapunov?.exponent ?? 0))}-fold a step in ${layerText(lyapunov?.layer ?? 'l0')}, and ${quantity(spikes, 'update')} had a gradient over ${significant(limits.spike)} times the usual norm.`,
      evidence: measures({
        growth: [reach?.growth, '1'],
        growthDistance: [reach?.growthAt, 'steps'],
        largestLyapunovExponent: [lyapunov?.exponent, '1/step'],
        spikes: [spikes, 'updates'],
        medianGradientNorm: [typical, '1'],
        largestGradientNorm: [norms.length > 0 ? norms.reduce((a, b) => Math.max(a, b)) : null, '1'],
        lossOfBaseline: [examined.progress.ofBaseline, '1'],
      }),
      ...(reach !== null && grown
        ? { steps: stepsBack(reach, 0, reach.growthAt), layer: reach.layer }
        : { layer: lyapunov?.layer }),
      key:
        gain > 1
          ? ['model', 'init', 'gain']
          : config.training.clip === undefined
            ? ['training', 'clip']
            : ['model', 'cell'],
      // Clipping limits the harm and leaves the growth, so a start that causes it comes first.
      fixes: [
        ...(gain > 1 ? lengthKeepingStart(config) : []),
        ...(config.training.clip?.norm === undefined
          ? clipAt(config, typical !== null && typical <= largestNorm ? typical : null)
          : []),
        ...(gain > 1 ? [] : lengthKeepingStart(config)),
        ...gatedCell(config),
        learningRateTimes(config, 0.3),
      ],
    },
  ];
}

/** The severity. Clipping is a remedy: a model that learns with it needs no other. */
function severityOf({ evidence, progress }: Examined): Severity {
  if (brokeOff(evidence.record)) {
    return 'error';
  }
  return evidence.config.training.clip !== undefined && progress.beatsBaseline ? 'information' : 'warning';
}

/** Largest median norm that is still a measure of the gradients to be kept. */
const largestNorm = 10;
/** Number of neighbouring updates whose median is the usual norm there. */
const around = 100;

function countSpikes(norms: readonly number[], factor: number): number {
  let spikes = 0;
  for (let from = 0; from < norms.length; from += around) {
    const near = norms.slice(from, from + around);
    const usual = median(near);
    spikes += near.filter((norm) => norm > factor * usual).length;
  }
  return spikes;
}
