/** Removes what one finding of a run says against another. */
import { type Finding, ratesOf } from './evidence/finding';

/**
 * Findings whose fixes agree: beside a learning rate that is too high none offers a higher one or the same, and
 * beside one that is too low none a lower one; beside either, a loss that is no better than its baseline offers
 * no rate of its own.
 */
export function withoutContradictions(findings: readonly Finding[], rate: number): Finding[] {
  const has = (rule: Finding['rule']) => findings.some((finding) => finding.rule === rule);
  const [tooHigh, tooLow] = [has('learningRateTooHigh'), has('learningRateTooLow')];
  return findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.filter((fix) =>
      ratesOf(fix).every(
        (offered) =>
          !(tooHigh && offered >= rate) &&
          !(tooLow && offered <= rate) &&
          !((tooHigh || tooLow) && finding.rule === 'noBetterThanBaseline'),
      ),
    ),
  }));
}
