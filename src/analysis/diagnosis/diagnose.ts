/** The diagnosis: every rule on the evidence of one run. A rule's file says what it looks for; docs/diagnosis.md has all of them. */
import { noBetterThanBaseline } from './baseline';
import { carriedState } from './carriedState';
import { clipping } from './clipping';
import { deadReLU } from './deadReLU';
import type { RunEvidence } from './evidence';
import { type Examined, examine } from './examine';
import { exploding } from './exploding';
import type { Finding, Severity } from './finding';
import { forgetBias } from './forgetBias';
import { inputs } from './inputs';
import { leakingTarget } from './leakingTarget';
import { learningRate } from './learningRate';
import { nonFinite } from './nonFinite';
import { overfitting } from './overfitting';
import { paddedSteps } from './paddedSteps';
import type { Reach } from './reach';
import { saturated } from './saturated';
import { type Thresholds, thresholds } from './thresholds';
import { truncation } from './truncation';
import { vanishing } from './vanishing';

/** What broke first comes first; causes stand before the losses that they lead to. */
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

/** What was found, and how far back credit goes where that is known. */
export interface Diagnosed {
  /** The gravest first. */
  readonly findings: readonly Finding[];
  readonly reach: Reach | null;
}

/**
 * Pure: the same evidence gives the same findings.
 * @throws FormatError where traces or weights are not those of the config's model
 */
export function diagnose(evidence: RunEvidence, limits: Thresholds = thresholds): Diagnosed {
  const examined = examine(evidence, limits);
  const findings = rules
    .flatMap((rule) => rule(examined))
    .toSorted((left, right) => order.indexOf(left.severity) - order.indexOf(right.severity));
  return { findings, reach: examined.reach };
}
