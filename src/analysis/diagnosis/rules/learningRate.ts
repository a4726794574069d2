/**
 * A learning rate that is too high or too low, judged by the curve of the loss and the size of the updates.
 */
import type { Config } from '../../../config/schema';
import { apart, quantity, significant, smallPercent } from '../../../notation/numbers';
import { batchLosses } from '../evidence/batchLosses';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, measures } from '../evidence/finding';
import { learningRateOf, lowerRates, usualRate } from '../evidence/fixes';
import { fewestPoints, median, type Stretch, stretches, trend } from '../evidence/statistics';
import { updateRatio } from '../evidence/updateSize';

const key = ['training', 'optimizer', 'learningRate'];
/** Number of stretches of a curve whose means are compared. */
const parts = 10;

export function learningRate(examined: Examined): Finding[] {
  const { updates, limits } = examined;
  const losses = batchLosses(examined);
  if (updates.length < limits.fewestUpdates || losses.length < 2 * parts) {
    return [];
  }
  return tooHigh(examined, losses) ?? tooLow(examined, losses) ?? [];
}

function tooHigh(examined: Examined, losses: readonly number[]): Finding[] | null {
  const { evidence, updates } = examined;
  const { config } = evidence;
  const rate = config.training.optimizer.learningRate;
  const curve = stretches(losses, parts);
  const why =
    earlyRise(examined, losses) ??
    givenBack(examined, curve) ??
    unsteady(examined, losses) ??
    firstUpdate(examined);
  if (why === null) {
    return null;
  }
  return [
    {
      rule: 'learningRateTooHigh',
      severity: why.harmless ? 'information' : 'warning',
      sentence: `The learning rate of ${significant(rate)} is too high: ${why.words}.`,
      evidence: measures({
        learningRate: [rate, '1'],
        ...why.evidence,
        updateOverWeights: [updateRatio(config, evidence.checkpoint, updates), '1'],
      }),
      key,
      fixes: lowerRates(config),
    },
  ];
}

interface Why {
  readonly words: string;
  /** Whether the losses show no harm. */
  readonly harmless?: boolean;
  readonly evidence: Readonly<Record<string, readonly [number, string]>>;
}

/**
 * Checks whether the first updates, before anything was learnt, made the loss larger. The first batch may be an
 * easy one, so the loss has to be a multiple of the baseline too, and for more than a few batches.
 */
function earlyRise({ evidence, limits, progress, updates }: Examined, losses: readonly number[]): Why | null {
  // Where not every update is logged, or the run was resumed, the first loss is not in the metrics.
  if (updates[0].step !== 1 || progress.beatsBaseline) {
    return null;
  }
  const early = losses.slice(1, Math.max(6, Math.ceil(losses.length / 5)));
  const count = Math.max(1, Math.floor(early.length / 5));
  const highest = Math.max(
    ...Array.from({ length: count }, (_, i) =>
      median(
        early.slice(Math.floor((i * early.length) / count), Math.floor(((i + 1) * early.length) / count)),
      ),
    ),
  );
  return highest >= limits.earlyRise * Math.max(losses[0], evidence.record.baseline.loss)
    ? {
        words: `the first updates raised the loss from ${significant(losses[0])} to ${significant(highest)}`,
        evidence: { firstLoss: [losses[0], 'loss'], earlyLoss: [highest, 'loss'] },
      }
    : null;
}

/** Checks whether the loss had fallen and has risen again, by more than its noise. */
function givenBack({ limits }: Examined, curve: readonly Stretch[]): Why | null {
  const [first] = curve;
  const last = curve[curve.length - 1];
  const lowest = curve.reduce((low, next) => (next.mean < low.mean ? next : low));
  const gained = first.mean - lowest.mean;
  const lost = last.mean - lowest.mean;
  const noise = limits.noise * Math.hypot(last.standardError, lowest.standardError);
  const [low, high] = apart(lowest.mean, last.mean);
  return lost > noise && lost > limits.givenBack * gained
    ? {
        words: `the loss had come down to ${low} and is up at ${high} again`,
        evidence: {
          firstLoss: [first.mean, 'loss'],
          lowestLoss: [lowest.mean, 'loss'],
          lastLoss: [last.mean, 'loss'],
        },
      }
    : null;
}

/**
 * Checks whether the loss stays above the baseline, has not fallen far, and is thrown about there by more
 * than its noise.
 */
function unsteady({ evidence, limits }: Examined, losses: readonly number[]): Why | null {
  const later = losses.slice(Math.floor(losses.length / 2));
  const { baseline } = evidence.record;
  const usual = median(later);
  const curve = stretches(later, parts);
  const lowest = curve.reduce((least, next) => (next.mean < least.mean ? next : least));
  const highest = curve.reduce((most, next) => (next.mean > most.mean ? next : most));
  const [low, high] = [lowest.mean, highest.mean];
  const noise = limits.noise * Math.hypot(lowest.standardError, highest.standardError);
  const falls = trend(curve.map(({ mean }) => mean)) <= -limits.steadiness;
  const isThrown = low > 0 && high >= limits.unsteady * low && high - low > noise && !falls;
  // A loss that has fallen from its start to almost nothing may jump from batch to batch.
  const isStuck = usual > baseline.loss && usual > limits.slowFall * losses[0];
  return isThrown && isStuck
    ? {
        words: `in the later half the loss is thrown about between ${significant(low)} and ${significant(high)}, above the ${baseline.name} of ${significant(baseline.loss)}`,
        evidence: {
          lowestLoss: [low, 'loss'],
          highestLoss: [high, 'loss'],
          baseline: [baseline.loss, 'loss'],
        },
      }
    : null;
}

/**
 * Checks whether the first update moved each weight by more than its own size, so that nothing was left of the
 * start. The adaptive optimizers change every weight by the learning rate, whatever its gradient is, and a
 * model may beat its baseline even so, but far less well than it could.
 */
function firstUpdate({ evidence, limits, progress, updates }: Examined): Why | null {
  const { data, model, training } = evidence.config;
  const [first] = updates;
  if (training.optimizer.name === 'sgd' || first.step !== 1) {
    return null;
  }
  // Standard deviation of U(−1/√H, 1/√H), and of the elements of an orthogonal matrix.
  const spread = 1 / Math.sqrt(model.init.recurrent === 'uniform' ? 3 * model.hiddenSize : model.hiddenSize);
  const ratio = first.learningRate / spread;
  return ratio >= limits.largestUpdate
    ? {
        words: `the first update alone moved each weight by ${significant(first.learningRate)}, ${significant(ratio)} times the usual size of a weight at the start`,
        // What can be reached is known for the generated tasks only.
        harmless: data.kind === 'task' && progress.learnt,
        evidence: { firstUpdateOverWeights: [ratio, '1'] },
      }
    : null;
}

/** Offers higher rates: as far as the size of the updates allows, but not beyond the usual rate. */
function higherRates(config: Config, ratio: number | null): Fix[] {
  const rate = config.training.optimizer.learningRate;
  const times = ratio === null || ratio > 5e-5 ? 10 : ratio > 1.5e-5 ? 30 : 100;
  const highest = Math.max(10 * rate, usualRate(config));
  const first = Math.min(highest, times * rate);
  return [learningRateOf(first), learningRateOf(3 * rate)];
}

/**
 * Checks whether the loss falls steadily without flattening out, has not fallen far, and the updates are
 * small.
 */
function tooLow(
  { evidence, limits, updates, progress }: Examined,
  losses: readonly number[],
): Finding[] | null {
  const { config } = evidence;
  const trainLosses = progress.epochs.map(({ trainLoss }) => trainLoss);
  // An epoch's loss is over the same sequences each time, so it lacks the noise of batches.
  const byEpoch = trainLosses.length >= fewestPoints;
  const parted = stretches(losses, 2 * parts);
  const curve = byEpoch ? trainLosses : parted.map(({ mean }) => mean);
  const [first, middle, last] = [curve[0], curve[Math.floor(curve.length / 2)], curve[curve.length - 1]];
  const fallen = first - last;
  const noise = byEpoch
    ? 0
    : limits.noise * Math.hypot(parted[parts].standardError, parted[2 * parts - 1].standardError);
  const ratio = updateRatio(config, evidence.checkpoint, updates);
  // Where the weights have hardly moved, a loss that flattens out means nothing: what is learnt most quickly,
  // such as the frequencies of classes, comes first.
  const moved = Math.max(fallen / first, (ratio ?? Number.POSITIVE_INFINITY) * updates.length);
  const stands = moved < limits.barelyMoved;
  const isSlow =
    trend(curve) <= -limits.steadiness &&
    (stands || middle - last >= limits.steadyFall * (first - middle)) &&
    middle - last > noise &&
    fallen <= limits.slowFall * first &&
    (ratio === null || ratio < limits.smallUpdate);
  if (!isSlow) {
    return null;
  }
  const rate = config.training.optimizer.learningRate;
  const [start, end] = apart(first, last);
  const beside = ratio === null ? '' : `, with updates of ${significant(ratio)} times the weights`;
  return [
    {
      rule: 'learningRateTooLow',
      severity: progress.beatsBaseline ? 'information' : 'warning',
      sentence: `The learning rate of ${significant(rate)} is too low: over ${quantity(updates.length, 'update')} the loss fell by ${smallPercent(fallen / first)}, from ${start} to ${end}, and falls steadily still${beside}.`,
      evidence: measures({
        learningRate: [rate, '1'],
        firstLoss: [first, 'loss'],
        lastLoss: [last, 'loss'],
        laterOverEarlierFall: [(middle - last) / (first - middle), '1'],
        updateOverWeights: [ratio, '1'],
      }),
      key,
      fixes: higherRates(config, ratio),
    },
  ];
}
