/** Decides whether the rules work as intended: which faults they miss, and where they warn without reason. */
import { alarms, missed } from './known';
import { alarmsIn, isAlarm, runsWith, type Tally } from './tally';

/** Returns a line for each failure of a rule that is not known. */
export function faultsOfRules(tally: Tally): string[] {
  const misses = tally.planted.flatMap((diagnosed) => {
    const { rule, name } = diagnosed.one;
    return runsWith([diagnosed], rule, isAlarm) > 0 || missed.some((known) => known.name === name)
      ? []
      : [`${rule} is never found in ${name}`];
  });
  const falseAlarms = tally.healthy.flatMap((diagnosed) => {
    const { name } = diagnosed.one;
    return [...alarmsIn([diagnosed])].flatMap(([rule, runs]) =>
      alarms.some((known) => known.name === name && known.rule === rule)
        ? []
        : [`${rule} warns of the healthy ${name} in ${runs} of ${diagnosed.outcomes.length} runs`],
    );
  });
  return [...misses, ...falseAlarms];
}
