/** A run that broke off on a value that is not finite. */
import { placeText } from '../../../engine/nonFinite';
import { weightsUnchanged } from '../../../engine/training';
import { quantity, significant } from '../../../notation/numbers';
import type { RunFacts } from '../evidence/evidence';
import type { Examined } from '../evidence/examine';
import { type Finding, measures } from '../evidence/finding';
import { clipAt, gatedCell, isFarTooHigh, lengthKeepingStart, lowerRates } from '../evidence/fixes';
import { median } from '../evidence/statistics';
import { inputs } from './inputs';

/**
 * Whether the run failed on a value that is not finite; older records hold the reason only as a line for
 * people.
 */
export function brokeOff({ status, nonFinite: place, error }: RunFacts): boolean {
  return status === 'failed' && (place !== undefined || (error?.includes(weightsUnchanged) ?? false));
}

export function nonFinite(examined: Examined): Finding[] {
  const { evidence, limits, updates } = examined;
  const { record, config } = evidence;
  if (!brokeOff(record)) {
    return [];
  }
  const norms = updates.map(({ gradientNorm }) => gradientNorm);
  const usual = norms.length > 0 ? median(norms) : null;
  const last = norms.at(-1) ?? null;
  // Whether the gradient had grown before training broke off; otherwise an update that was too large led
  // there.
  const grew = usual !== null && last !== null && last > limits.spike * usual;
  const { clip, optimizer } = config.training;
  // The engine checks the gradient before it is clipped, so clipping neither makes such a value nor hides it.
  const clipText =
    clip === undefined
      ? 'nothing was clipped'
      : 'clipping was set, which lets a gradient that is not finite stop the run and never scales it';
  return [
    {
      rule: 'nonFinite',
      severity: 'error',
      sentence: `The run broke off after ${quantity(record.steps, 'update')} on a value that is not finite (${whereOf(record)}), at a learning rate of ${significant(optimizer.learningRate)}; ${clipText}.`,
      evidence: measures({
        updates: [record.steps, 'updates'],
        learningRate: [optimizer.learningRate, '1'],
        lastGradientNorm: [last, '1'],
        medianGradientNorm: [usual, '1'],
        lastLoss: [updates.at(-1)?.loss, 'loss'],
        clipNorm: [clip?.norm, '1'],
        clipValue: [clip?.value, '1'],
      }),
      ...placeOf(record),
      ...causeOf(examined, grew),
    },
  ];
}

/**
 * The key that it concerns, and what may prevent it. Before the first update, neither learning rate nor
 * clipping has had any effect: the start or the inputs are at fault.
 */
function causeOf(examined: Examined, grew: boolean): Pick<Finding, 'key' | 'fixes'> {
  const { config, record } = examined.evidence;
  const { clip } = config.training;
  const { gain } = config.model.init;
  const unscaled = inputs(examined).filter(({ severity }) => severity === 'warning');
  const scaling = unscaled.flatMap(({ fixes }) => fixes);
  if (record.steps === 0) {
    // A ReLU network of gain 1 may still grow with its first updates, which nothing else limits.
    const start = lengthKeepingStart(config).map((only) =>
      config.model.activation === 'relu' && clip === undefined
        ? { title: `${only.title}, and clip the gradient to norm 1`, edits: [...only.edits, clipEdit] }
        : only,
    );
    return {
      key:
        gain <= 1 && scaling.length > 0
          ? ['data', 'normalize']
          : ['model', 'init', gain > 1 ? 'gain' : 'recurrent'],
      fixes:
        gain > 1
          ? [...start, ...scaling, ...gatedCell(config)]
          : [...scaling, ...start, ...gatedCell(config)],
    };
  }
  const clipping = clip?.norm === undefined ? clipAt(config, null) : [];
  const start = gain > 1 ? lengthKeepingStart(config) : [];
  const isClip = clip === undefined && grew && !isFarTooHigh(config);
  return isClip
    ? { key: ['training', 'clip'], fixes: [...start, ...clipping, ...lowerRates(config), ...scaling] }
    : {
        key: ['training', 'optimizer', 'learningRate'],
        fixes: [...start, ...lowerRates(config), ...clipping, ...scaling],
      };
}

const clipEdit = { key: ['training', 'clip', 'norm'], value: 1 } as const;

/** The place in words: `gate f of unit 3 is NaN at step 17, layer 0`. */
function whereOf({ nonFinite: place, error = '' }: RunFacts): string {
  if (place === undefined) {
    return error.slice(0, error.indexOf(`; ${weightsUnchanged}`));
  }
  const when = place.during === 'update' ? `update ${place.update}` : 'validation';
  return `${placeText(place)}, in the ${place.pass} pass of ${when}`;
}

/** The place for the finding. An output has no layer, and its index is not that of a unit. */
function placeOf({ nonFinite: place }: RunFacts): Pick<Finding, 'steps' | 'layer' | 'unit' | 'gate'> {
  if (place === undefined) {
    return {};
  }
  const { layer, step, unit, what } = place;
  return {
    ...(step === undefined ? {} : { steps: { from: step, to: step } }),
    ...(layer === undefined ? {} : { layer, unit, ...(isState(what) ? {} : { gate: what }) }),
  };
}

function isState(what: string): boolean {
  return what === 'h' || what === 'c';
}
