/** What is left: misses and false alarms that are known, each with its reason. Everything else fails the command. */
import type { Rule } from '../../src/notation/findings';

export interface Known {
  readonly rule: Rule;
  /** A case's name. */
  readonly name: string;
  readonly why: string;
}

/** Cases in which a planted fault is not found in any seed. */
export const missed: readonly Known[] = [];

/** Healthy cases that a rule warns of. */
export const alarms: readonly Known[] = [];
