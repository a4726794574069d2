/** Makes the tables of docs/planted-faults.md. */
import type { Rule } from '../../src/notation/findings';
import type { Case } from './case';
import { cells } from './case';
import { alarms, type Known, missed } from './known';
import { alarmsIn, type Diagnosed, isAlarm, plantedOf, runsOf, runsWith, type Tally } from './tally';

export function tables(tally: Tally): string {
  return [
    '## Found, and false alarms',
    '',
    ...rulesTable(tally),
    '',
    '## What is planted',
    '',
    ...plantedTable(tally),
    '',
    '## Healthy',
    '',
    ...healthyTable(tally),
    '',
    '## Known exceptions',
    '',
    ...exceptions(),
  ].join('\n');
}

function rulesTable(tally: Tally): string[] {
  const rules = [...new Set(tally.planted.map(({ one }) => one.rule))];
  const runs = runsOf(tally.healthy);
  return markdown(
    ['rule', 'RNN', 'LSTM', 'GRU', 'false alarms', 'healthy, as information'],
    rules.map((rule) => [
      `\`${rule}\``,
      ...cells.map((cell) => {
        const planted = plantedOf(tally, rule, cell);
        return planted.length > 0 ? `${runsWith(planted, rule, isAlarm)} of ${runsOf(planted)}` : '–';
      }),
      `${runsWith(tally.healthy, rule, isAlarm)} of ${runs}`,
      String(runsWith(tally.healthy, rule, (finding) => !isAlarm(finding))),
    ]),
  );
}

/** Returns one line for each fault, with its cells together. */
function plantedTable({ planted }: Tally): string[] {
  const names = new Map<string, Diagnosed<Tally['planted'][number]['one']>[]>();
  for (const each of planted) {
    const { name, rule, what } = each.one;
    const key = [rule, name.replace(/-(rnn|lstm|gru)$/, ''), what].join('|');
    names.set(key, [...(names.get(key) ?? []), each]);
  }
  return markdown(
    ['rule', 'config', 'what is planted', 'found', 'other warnings, in runs'],
    [...names.values()].map((together) => {
      const [{ one }] = together;
      const others = [...alarmsIn(together)].filter(([rule]) => rule !== one.rule);
      return [
        `\`${one.rule}\``,
        one.name.replace(/-(rnn|lstm|gru)$/, ''),
        one.what,
        `${runsWith(together, one.rule, isAlarm)} of ${runsOf(together)}`,
        others.map(([rule, runs]) => `\`${rule}\` ${runs}`).join(', '),
      ];
    }),
  );
}

function healthyTable({ healthy }: Tally): string[] {
  return markdown(
    ['config', 'what it is', 'warnings, in runs', 'information'],
    healthy.map((each) => [
      each.one.name,
      each.one.what,
      [...alarmsIn([each])].map(([rule, runs]) => `\`${rule}\` ${runs}`).join(', '),
      [...informed(each)].map((rule) => `\`${rule}\``).join(', '),
    ]),
  );
}

function informed({ outcomes }: Diagnosed<Case>): Set<Rule> {
  return new Set(
    outcomes.flatMap(({ findings }) =>
      findings.filter((finding) => !isAlarm(finding)).map(({ rule }) => rule),
    ),
  );
}

function exceptions(): string[] {
  const lines = (known: readonly Known[], what: string) =>
    known.map(({ rule, name, why }) => [`\`${rule}\``, name, what, why]);
  const left = [...lines(missed, 'missed'), ...lines(alarms, 'false alarm')];
  return left.length > 0 ? markdown(['rule', 'config', 'what happens', 'why'], left) : ['None.'];
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
