/**
 * Sequences that continue from one series, patient or name into the next: the state of one is carried into
 * another.
 */

import type { CrossedBreaks } from '../../../data/common/dataset';
import { quantity, smallPercent } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures } from '../evidence/finding';

export function carriedState({ evidence, limits }: Examined): Finding[] {
  const { config, record } = evidence;
  const breaks = record.facts?.breaks;
  if (breaks === undefined) {
    return [];
  }
  return [
    {
      rule: 'carriedState',
      severity: breaks.sequences >= limits.mixedShare ? 'warning' : 'information',
      sentence: sentenceOf(breaks),
      evidence: measures({
        crossingSequences: [breaks.sequences, '1'],
        breaks: [breaks.count, 'breaks'],
        firstLine: [breaks.line, 'line'],
      }),
      key: config.data.kind === 'text' ? ['data', 'sequences'] : ['data', 'window'],
      fixes: fixesOf(breaks),
    },
  ];
}

function sentenceOf({ by, column, count: breaks, line, sequences }: CrossedBreaks): string {
  const share = `${smallPercent(sequences)} of the training sequences`;
  if (by === 'lines') {
    return `Each line seems to stand alone, like a name in a list, but ${share} read on from one line into the next: the state of one is carried into another.`;
  }
  const what =
    by === 'jumps'
      ? `where "${column}" changes and the values leap`
      : column === undefined
        ? 'where the dates go back'
        : `where "${column}" changes and the dates go back`;
  return `${share} go on into another series, at ${quantity(breaks, 'place')} ${what} (the first in line ${line}): the state of one is carried into the next.`;
}

function fixesOf({ by, column }: CrossedBreaks): Fix[] {
  if (by === 'lines') {
    return [
      fix(
        'Make each line a sequence of its own',
        ['data.sequences', 'line'],
        ['data.window', null],
        ['data.stride', null],
      ),
    ];
  }
  return column === undefined ? [] : [fix(`Keep each "${column}" apart`, ['data.group', column])];
}
