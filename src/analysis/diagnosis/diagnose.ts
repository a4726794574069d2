/**
 * The diagnosis: applies every rule to the evidence of one run. A rule's file states what it looks for;
 * docs/diagnosis.md describes all of them.
 */

import { withoutContradictions } from './contradictions';
import type { RunEvidence } from './evidence/evidence';
import { type Examined, examine } from './evidence/examine';
import type { Finding, Severity } from './evidence/finding';
import type { Reach } from './evidence/reach';
import { type Thresholds, thresholds } from './evidence/thresholds';
import { noBetterThanBaseline } from './rules/baseline';
import { carriedState } from './rules/carriedState';
import { clipping } from './rules/clipping';
import { deadReLU } from './rules/deadReLU';
import { exploding } from './rules/exploding';
import { forgetBias } from './rules/forgetBias';
import { inputs } from './rules/inputs';
import { leakingTarget } from './rules/leakingTarget';
import { learningRate } from './rules/learningRate';
import { nonFinite } from './rules/nonFinite';
import { overfitting } from './rules/overfitting';
import { paddedSteps } from './rules/paddedSteps';
import { saturated } from './rules/saturated';
import { truncation } from './rules/truncation';
import { vanishing } from './rules/vanishing';

/**
 * The rules in the order of their findings: failures first, and causes before the losses to which they lead.
 */
const rules: readonly ((examined: Examined) => Finding[])[] = [
  nonFinite,
  leakingTarget,
  carriedState,
  paddedSteps,
  vanishing,
  exploding,
  truncation,
  forgetBias,
  saturated,
  deadReLU,
  inputs,
  learningRate,
  clipping,
  overfitting,
  noBetterThanBaseline,
];

const order: readonly Severity[] = ['error', 'warning', 'information'];

/** The findings, and how far back credit reaches where that is known. */
export interface Diagnosed {
  /** The findings, the gravest first. */
  readonly findings: readonly Finding[];
  readonly reach: Reach | null;
}

/**
 * A pure function: the same evidence gives the same findings.
 * @throws FormatError where traces or weights are not those of the config's model
 */
export function diagnose(evidence: RunEvidence, limits: Thresholds = thresholds): Diagnosed {
  const examined = examine(evidence, limits);
  const rate = evidence.config.training.optimizer.learningRate;
  const found = rules.flatMap((rule) => rule(examined));
  const findings = withoutContradictions(found, rate).toSorted(
    (left, right) => order.indexOf(left.severity) - order.indexOf(right.severity),
  );
  return { findings, reach: examined.reach };
}
