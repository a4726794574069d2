/**
 * The findings of a diagnosis as the panel shows them: their names, and the section that shows each. Pure.
 */
import type { Finding, Measure, Severity } from '../../src/analysis/diagnosis/evidence/finding';
import type { Rule } from '../../src/notation/findings';
import { measureName, measureValue, ruleTitles } from '../../src/notation/findings';
import { count } from '../../src/notation/numbers';
import type { PanelView } from '../../src/protocol/panel';
import type { DatedFinding, Diagnosis } from '../../src/protocol/run';
import { memoize } from '../base/memoize';
import type { Band } from '../drawing/matrix';

const views: Readonly<Record<Rule, PanelView>> = {
  vanishingGradient: 'gradients',
  explodingGradient: 'gradients',
  truncation: 'gradients',
  saturatedGate: 'gates',
  saturatedState: 'states',
  deadReLU: 'states',
  inputsNotScaled: 'states',
  forgetGateBias: 'weights',
  nonFinite: 'loss',
  gradientClipping: 'loss',
  noBetterThanBaseline: 'loss',
  learningRateTooHigh: 'loss',
  learningRateTooLow: 'loss',
  overfitting: 'loss',
  leakingTarget: 'loss',
  carriedState: 'states',
  paddedSteps: 'states',
};

/** A finding and its index in the diagnosis, by which the host identifies it. */
export interface Numbered {
  readonly finding: DatedFinding;
  readonly index: number;
}

export function nameOf({ rule }: Finding): string {
  return ruleTitles[rule];
}

/** The section whose figure shows the finding. */
export function viewOf({ rule }: Finding): PanelView {
  return views[rule] ?? 'loss';
}

export function severityWord(severity: Severity): string {
  return { error: 'Error', warning: 'Warning', information: 'Information' }[severity];
}

export const numbered = memoize((diagnosis: Diagnosis): readonly Numbered[] =>
  diagnosis.findings.map((finding, index) => ({ finding, index })),
);

export function findingsOf(diagnosis: Diagnosis | null, view: string): readonly Numbered[] {
  return diagnosis ? numbered(diagnosis).filter(({ finding }) => viewOf(finding) === view) : [];
}

/** The steps that the findings on gradients refer to, in the layer in view. */
export function gradientBands(diagnosis: Diagnosis | null, layer: string): readonly Band[] {
  return findingsOf(diagnosis, 'gradients').flatMap(({ finding: { steps, severity, layer: own } }) =>
    steps && (own === undefined || own === layer) ? [{ from: steps.from, to: steps.to + 1, severity }] : [],
  );
}

/** Text of a measure, such as `horizon: 12 steps`. */
export function measureText(measure: Measure): string {
  return `${measureName(measure)}: ${measureValue(measure)}`;
}

/** Number of findings by severity, such as `2 warnings, 1 note`. */
export function countText(diagnosis: Diagnosis): string {
  const words = { error: 'error', warning: 'warning', information: 'note' } as const;
  return (['error', 'warning', 'information'] as const)
    .flatMap((severity) => {
      const many = diagnosis.findings.filter((finding) => finding.severity === severity).length;
      return many === 0 ? [] : [`${count(many)} ${words[severity]}${many === 1 ? '' : 's'}`];
    })
    .join(', ');
}
