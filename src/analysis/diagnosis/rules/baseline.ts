/** A run that is no better than a baseline that needs no memory or no learning. */
import { apart, quantity, smallPercent } from '../../../notation/numbers';
import type { Tensors } from '../../layers/layerTrace';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures } from '../evidence/finding';
import { gatedCell, learningRateTimes } from '../evidence/fixes';
import { lagOf } from '../evidence/lag';
import { fewestPoints, trend } from '../evidence/statistics';
import { updateRatio } from '../evidence/updateSize';
import { vanishing } from './vanishing';

export function noBetterThanBaseline(examined: Examined): Finding[] {
  const { evidence, limits, progress } = examined;
  const { steps } = evidence.record;
  const { standard, ofBaseline, epochs } = progress;
  if (!progress.hadTime || standard === null || ofBaseline === null || ofBaseline < limits.noBetter) {
    return [];
  }
  // A loss that is below the standard and still falling, in the later half as well, only needs more time.
  const losses = epochs.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss);
  const later = losses.slice(-Math.max(fewestPoints, Math.ceil(losses.length / 2)));
  const falls = [losses, later].every((curve) => trend(curve) <= -limits.steadiness);
  if (ofBaseline < 1 && losses.length >= fewestPoints && falls) {
    return [];
  }
  const [best, baseline] = apart(standard.best, standard.loss);
  const outside = outsideRange(examined);
  const { words, key, fixes } =
    outside > limits.mixedShare ? rangeCause(examined, outside) : causeOf(examined);
  return [
    {
      rule: 'noBetterThanBaseline',
      severity: 'warning',
      sentence: `After ${quantity(steps, 'update')} the model is no better than the ${standard.name}: its best ${standard.set} loss is ${best}, against ${baseline}${words}.`,
      evidence: measures({
        bestLoss: [standard.best, 'loss'],
        baseline: [standard.loss, 'loss'],
        lossOfBaseline: [ofBaseline, '1'],
        updates: [steps, 'updates'],
        epochs: [epochs.length, 'epochs'],
        targetsOutside: [outside > 0 ? outside : null, '1'],
      }),
      key,
      fixes,
    },
  ];
}

interface Cause extends Pick<Finding, 'key' | 'fixes'> {
  /** The text after the sentence; empty where the losses are all that is known. */
  readonly words: string;
}

/** Share of the watched targets that no output can reach, because the output function ends at 0 and 1. */
function outsideRange({ evidence: { config, record }, probes }: Examined): number {
  const { output } = config.task;
  if (record.signals.targetKind !== 'values' || output === undefined || output === 'identity') {
    return 0;
  }
  const targets = probes.flatMap(knownTargets);
  return targets.length > 0 ? targets.filter((value) => value < 0 || value > 1).length / targets.length : 0;
}

/** The targets of a trace, in which a step without one has NaN. */
function knownTargets(tensors: Tensors): number[] {
  return [...(tensors.get('target')?.values ?? [])].filter(Number.isFinite);
}

function rangeCause({ evidence }: Examined, outside: number): Cause {
  return {
    words: `; its outputs are limited to 0 to 1 (${evidence.config.task.output}), and ${smallPercent(outside)} of the watched targets lie outside`,
    key: ['task', 'output'],
    fixes: [fix('Use outputs without a limit', ['task.output', 'identity'])],
  };
}

/**
 * What may help, as far as the run shows it. Where it shows nothing, and the data is a file, there may be nothing
 * to learn: the inputs of noise or of a random walk do not determine what follows.
 */
function causeOf(examined: Examined): Cause {
  const { config, record, checkpoint } = examined.evidence;
  const { limits, progress } = examined;
  const { epochs } = progress;
  const isTask = config.data.kind === 'task';
  const forgets = lagOf(config) !== null || (isTask && vanishing(examined).length > 0);
  const ratio = updateRatio(config, checkpoint, examined.updates);
  const losses = epochs.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss);
  const [first, middle, last] = [0, Math.floor(losses.length / 2), losses.length - 1].map((e) => losses[e]);
  // A loss that flattens out gets nowhere with twice the time.
  const stillFalls =
    losses.length >= fewestPoints &&
    trend(losses) <= -limits.steadiness &&
    middle - last >= limits.steadyFall * (first - middle);
  const rates: Fix[] =
    ratio === null
      ? []
      : ratio < smallRatio
        ? [learningRateTimes(config, 3)]
        : ratio > largeRatio
          ? [learningRateTimes(config, 0.3)]
          : [];
  const more = 2 * config.training.epochs;
  const longer = stillFalls || isTask ? [fix(`Train for ${more} epochs`, ['training.epochs', more])] : [];
  const cells = forgets ? gatedCell(config) : [];
  const fixes = [...cells, ...rates, ...longer];
  return {
    words:
      fixes.length === 0 || !isTask
        ? `; nothing in the run shows why, and ${record.signals.targetKind === 'values' ? 'as in a random walk ' : ''}the inputs may not determine the target`
        : '',
    key: isTask ? ['model', 'cell'] : ['data', 'inputs'],
    fixes,
  };
}

/** Ratios of update to weights that are far from the healthy 10⁻³ (see `smallUpdate`). */
const smallRatio = 3e-4;
const largeRatio = 1e-2;
