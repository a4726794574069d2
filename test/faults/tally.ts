/** Counts the findings in each case. */
import type { Finding } from '../../src/analysis/diagnosis/evidence/finding';
import type { Rule } from '../../src/notation/findings';
import type { Case, Cell, Planted } from './case';
import type { Outcome } from './trained';

export interface Diagnosed<C extends Case> {
  readonly one: C;
  readonly outcomes: readonly Outcome[];
}

export interface Tally {
  readonly planted: readonly Diagnosed<Planted>[];
  readonly healthy: readonly Diagnosed<Case>[];
}

export const isAlarm = ({ severity }: Finding) => severity !== 'information';

/** Number of runs in which a rule has a finding that `counts`. */
export function runsWith(
  diagnosed: readonly Diagnosed<Case>[],
  rule: Rule,
  counts: (finding: Finding) => boolean,
): number {
  return diagnosed.reduce(
    (sum, { outcomes }) =>
      sum + outcomes.filter(({ findings }) => findings.some((f) => f.rule === rule && counts(f))).length,
    0,
  );
}

export function runsOf(diagnosed: readonly Diagnosed<Case>[]): number {
  return diagnosed.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
}

export function plantedOf({ planted }: Tally, rule: Rule, cell?: Cell): Diagnosed<Planted>[] {
  return planted.filter(
    ({ one }) => one.rule === rule && (cell === undefined || one.settings.model.cell === cell),
  );
}

/** Rules that warn in some of the runs, with the number of these runs. */
export function alarmsIn(diagnosed: readonly Diagnosed<Case>[]): Map<Rule, number> {
  const rules = new Set(
    diagnosed.flatMap(({ outcomes }) =>
      outcomes.flatMap(({ findings }) => findings.filter(isAlarm).map(({ rule }) => rule)),
    ),
  );
  return new Map([...rules].map((rule) => [rule, runsWith(diagnosed, rule, isAlarm)]));
}
