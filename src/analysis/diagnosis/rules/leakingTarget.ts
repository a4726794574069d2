/**
 * An input that knows the target: a copy of it in other units, or a value computed from it before it is
 * known.
 */

import type { CloseInput } from '../../../data/common/dataset';
import { smallPercent } from '../../../notation/numbers';
import type { RunEvidence } from '../evidence/evidence';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures } from '../evidence/finding';

export function leakingTarget({ evidence, limits }: Examined): Finding[] {
  const { record } = evidence;
  const leaks = (record.facts?.closeInputs ?? []).filter(
    ({ explained, byHistory }) =>
      explained >= limits.targetKnown && 1 - explained <= limits.leftByLeak * (1 - byHistory),
  );
  const [worst] = leaks;
  if (worst === undefined) {
    return [];
  }
  const columns = [...new Set(leaks.map(({ column }) => column))];
  const others = columns.length - 1;
  return [
    {
      rule: 'leakingTarget',
      severity: 'warning',
      sentence: `${sentenceOf(worst, record.signals.targetKind)}${others > 0 ? `; ${others} more of the inputs do too` : ''}: the network needs no memory, and fails where the target is not known yet.`,
      evidence: measures({
        explained: [worst.explained, '1'],
        explainedByLastTarget: [worst.byHistory, '1'],
        leakingInputs: [columns.length, 'inputs'],
        input: [record.signals.inputs.indexOf(worst.input), 'index'],
      }),
      key: ['data', 'inputs'],
      fixes: fixesOf(evidence, columns),
    },
  ];
}

function sentenceOf({ input, target, explained, byHistory }: CloseInput, kind: string): string {
  return kind === 'classes'
    ? `The input "${input}" knows the target: the class of "${target}" at the same step explains ${digits(explained)} of it`
    : `The input "${input}" knows the target: a straight line through it explains ${digits(explained)} of "${target}" at the same step, where the last known target explains ${smallPercent(byHistory)}`;
}

/** A share with two decimals, because shares near 1 differ in what is missing. */
function digits(share: number): string {
  return `${Math.floor(share * 10_000) / 100} %`;
}

function fixesOf({ config: { data }, record }: RunEvidence, leaking: readonly string[]): Fix[] {
  if (data.kind !== 'table' && data.kind !== 'records') {
    return [];
  }
  // Without a list, every column of numbers is read, under its own name.
  const read = data.inputs ?? record.signals.inputs;
  const left = read.filter((column) => !leaking.includes(column));
  const names = leaking.map((column) => `"${column}"`).join(', ');
  return [
    ...(left.length > 0 ? [fix(`Leave ${names} out of the inputs`, ['data.inputs', left])] : []),
    ...(data.kind === 'table' && data.horizon === 0
      ? [fix('Predict the row after the last that is read', ['data.horizon', 1])]
      : []),
  ];
}
