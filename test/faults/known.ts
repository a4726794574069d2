/** Known misses and false alarms, each with its reason. Every other one fails the command. */
import type { Rule } from '../../src/notation/findings';

export interface Known {
  readonly rule: Rule;
  /** A case's name. */
  readonly name: string;
  readonly why: string;
}

/** Cases whose planted fault is not found with any seed. */
export const missed: readonly Known[] = [];

/** Healthy cases in which a rule warns. */
export const alarms: readonly Known[] = [];
