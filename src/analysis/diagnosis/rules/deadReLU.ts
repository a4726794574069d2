/**
 * ReLU units that are zero at every step of every watched sequence: no gradient reaches their weights any
 * more.
 */
import { smallPercent } from '../../../notation/numbers';
import { layerText } from '../../../notation/tensorNames';
import { deadUnits } from '../../layers/saturation';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures } from '../evidence/finding';
import { isFarTooHigh, learningRateTimes, lengthKeepingStart, lowerRates } from '../evidence/fixes';

export function deadReLU(examined: Examined): Finding[] {
  const { evidence, limits, layers, progress } = examined;
  const { config } = evidence;
  // A rate far above the usual kills units; at a usual one, the start or the inputs did.
  const isHigh = isFarTooHigh(config);
  return layers.flatMap((layer): Finding[] => {
    const dead = deadUnits(layer.traces);
    const { hiddenSize } = layer.traces[0];
    const share = dead.length / hiddenSize;
    if (dead.length === 0 || share < limits.deadNoted) {
      return [];
    }
    const sequences =
      layer.traces.length === 1 ? 'the watched sequence' : `${layer.traces.length} watched sequences`;
    return [
      {
        rule: 'deadReLU',
        severity: share >= limits.deadFault && !progress.beatsBaseline ? 'warning' : 'information',
        sentence: `${dead.length} of ${hiddenSize} ReLU units (${smallPercent(share)}) of ${layerText(layer.name)} are zero at every step of ${sequences}, so they learn nothing there.`,
        evidence: measures({
          dead: [dead.length, 'units'],
          units: [hiddenSize, 'units'],
          deadShare: [share, '1'],
          probes: [layer.traces.length, 'sequences'],
        }),
        layer: layer.name,
        ...(dead.length === 1 ? { unit: dead[0] } : {}),
        key: ['model', 'activation'],
        fixes: [
          ...(isHigh ? lowerRates(config).slice(0, 1) : []),
          ...lengthKeepingStart(config),
          fix('Use tanh', ['model.activation', 'tanh']),
          ...(isHigh ? [] : [learningRateTimes(config, 0.3)]),
        ],
      },
    ];
  });
}
