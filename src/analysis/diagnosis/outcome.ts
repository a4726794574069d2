/**
 * Judges whether a fix that was tried helps, by comparing two short trainings that differ only in the fix.
 */
import type { Rule } from '../../notation/findings';
import { quantity, significant } from '../../notation/numbers';
import type { Finding } from './evidence/finding';

/** The result of a training with or without the fix. */
export interface Tried {
  readonly findings: readonly Finding[];
  /** Horizon of credit and the largest possible distance, in steps; null where neither is known. */
  readonly reach: { readonly horizon: number; readonly span: number } | null;
  /**
   * The loss in units of the training's own baseline, since a fix may change the unit of the loss; null
   * before there is a loss.
   */
  readonly lossOfBaseline: number | null;
  /** Whether the training broke off on a value that is not finite. */
  readonly failed: boolean;
  /** Number of updates done. */
  readonly updates: number;
}

export interface TrialOutcome {
  readonly verdict: 'helped' | 'didNotHelp' | 'cannotTell';
  /** A sentence that states what changed, with numbers. */
  readonly sentence: string;
}

/**
 * The measure that a fix has to reduce, by rule. A rule that is not listed judges the config or the curve of
 * the loss, so its fix is judged by the loss.
 */
const measured: Partial<Record<Rule, { readonly name: string; readonly words: string }>> = {
  explodingGradient: { name: 'growth', words: 'the growth of the gradient on its way back' },
  saturatedState: { name: 'flat', words: 'the share of units and steps with a flat tanh' },
  deadReLU: { name: 'deadShare', words: 'the share of dead units' },
  gradientClipping: { name: 'clippedShare', words: 'the share of clipped updates' },
};

/** Smallest relative change that counts; smaller ones are the noise of a short training. */
const noticeable = 0.05;

export function outcomeOf(finding: Finding, asItIs: Tried, fixed: Tried): TrialOutcome {
  if (fixed.failed) {
    return {
      verdict: 'didNotHelp',
      sentence: `With the fix the training broke off after ${quantity(fixed.updates, 'update')}.`,
    };
  }
  if (asItIs.failed) {
    return {
      verdict: 'helped',
      sentence: `As it is, the training broke off after ${quantity(asItIs.updates, 'update')}; with the fix it went on to ${quantity(fixed.updates, 'update')}.`,
    };
  }
  const evidence = evidenceChange(finding, asItIs, fixed);
  const loss = lossChange(asItIs, fixed);
  const sentence = `${[evidence?.words, loss.words].filter(Boolean).join('; ')}.`;
  if (evidence === null) {
    return { verdict: loss.verdict, sentence };
  }
  if (!evidence.better) {
    // Clipping prevents the harm but leaves the gradient as it is, so its effect is visible in the loss only.
    return { verdict: finding.rule === 'explodingGradient' ? loss.verdict : 'didNotHelp', sentence };
  }
  // Better evidence with a worse loss is no help yet; a longer training may show otherwise.
  return { verdict: loss.worse ? 'cannotTell' : 'helped', sentence };
}

interface Change {
  readonly better: boolean;
  readonly words: string;
}

/**
 * The change of the rule's own evidence; null where the loss is the only evidence, or neither training shows
 * the fault.
 */
function evidenceChange(finding: Finding, asItIs: Tried, fixed: Tried): Change | null {
  const { rule } = finding;
  if (rule === 'vanishingGradient') {
    return reachChange(asItIs, fixed);
  }
  const before = sameIn(asItIs.findings, finding);
  const after = sameIn(fixed.findings, finding);
  if (rule === 'saturatedGate') {
    return before === undefined ? null : saturationChange(finding, before, after);
  }
  const measure = measured[rule];
  if (measure === undefined || before === undefined) {
    return null;
  }
  if (after === undefined) {
    return { better: true, words: `${measure.words} is no longer noticeable` };
  }
  const [was, is] = [measureOf(before, measure.name), measureOf(after, measure.name)];
  if (was === undefined || is === undefined) {
    return null;
  }
  return {
    better: is < was * (1 - noticeable),
    words: `${measure.words} is ${against(significant(is), significant(was))}`,
  };
}

function reachChange(asItIs: Tried, fixed: Tried): Change | null {
  if (asItIs.reach === null || fixed.reach === null) {
    return null;
  }
  const [was, is] = [asItIs.reach.horizon, fixed.reach.horizon];
  return {
    better: is > was + Math.max(1, was * noticeable),
    words:
      is === was
        ? `the gradient reaches ${quantity(is, 'step')} back (of ${significant(fixed.reach.span)}), with the fix as without`
        : `the gradient reaches ${quantity(is, 'step')} back instead of ${significant(was)} (of ${significant(fixed.reach.span)})`,
  };
}

function saturationChange({ gate }: Finding, before: Finding, after: Finding | undefined): Change {
  if (after === undefined) {
    return { better: true, words: `gate ${gate ?? ''} is no longer saturated` };
  }
  const share = (of: Finding) => (measureOf(of, 'belowTenth') ?? 0) + (measureOf(of, 'aboveNineTenths') ?? 0);
  const [was, is] = [share(before), share(after)];
  return {
    better: is < was * (1 - noticeable),
    words: `gate ${gate ?? ''} is saturated at ${against(`${significant(100 * is)} %`, `${significant(100 * was)} %`)}`,
  };
}

/** Compares two values in words; values that are equal in three digits are stated once. */
function against(is: string, was: string, unit = ''): string {
  return is === was ? `${is}${unit}, with the fix as without` : `${is}${unit} instead of ${was}`;
}

/** The finding of the same rule at the same place. */
function sameIn(findings: readonly Finding[], { rule, layer, gate }: Finding): Finding | undefined {
  const of = findings.filter((finding) => finding.rule === rule);
  return (
    of.find((finding) => finding.layer === layer && finding.gate === gate) ??
    of.find(() => gate === undefined)
  );
}

function measureOf({ evidence }: Finding, name: string): number | undefined {
  return evidence.find((measure) => measure.name === name)?.value;
}

function lossChange(
  asItIs: Tried,
  fixed: Tried,
): { readonly verdict: TrialOutcome['verdict']; readonly worse: boolean; readonly words: string } {
  const [was, is] = [asItIs.lossOfBaseline, fixed.lossOfBaseline];
  if (was === null || is === null) {
    return { verdict: 'cannotTell', worse: false, words: 'there is no loss to compare yet' };
  }
  const words = `after ${quantity(fixed.updates, 'update')} the loss is ${against(significant(is), significant(was), ' of the baseline')}`;
  return {
    verdict: is < was * (1 - noticeable) ? 'helped' : 'didNotHelp',
    worse: is > was * (1 + noticeable),
    words,
  };
}
