/** Makes the tables of docs/planted-faults.md. */
import type { Rule } from '../../src/notation/findings';
import { significant } from '../../src/notation/numbers';
import type { Case } from './case';
import { cells } from './case';
import { canBeLearnt, type Effect } from './fixed';
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
    '## The first fix',
    '',
    ...fixesTable(tally),
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

/** Returns one line for each fault and fix whose effect was tried, and a line with the sums. */
function fixesTable({ planted }: Tally): string[] {
  const tried = planted.flatMap(({ one, outcomes }) =>
    outcomes.flatMap(({ fixed }) => (fixed ? [{ one, fixed }] : [])),
  );
  const lines = new Map<string, typeof tried>();
  for (const each of tried) {
    const key = `\`${each.fixed.rule}\` | ${each.one.name} | ${each.fixed.title}`;
    lines.set(key, [...(lines.get(key) ?? []), each]);
  }
  const count = (among: typeof tried, effect: Effect) =>
    String(among.filter(({ fixed }) => fixed.effect === effect).length);
  const cellsOf = (among: typeof tried) => [
    ...(['better', 'same', 'worse', 'failed'] as const).map((effect) => count(among, effect)),
    String(among.filter(({ fixed }) => fixed.stillFound).length),
  ];
  const learnable = tried.filter(({ one }) => canBeLearnt(one));
  const share = (part: number, of: number) => `${part} of ${of} (${Math.round((100 * part) / of)} %)`;
  const helped = learnable.filter(({ fixed }) => fixed.effect === 'better').length;
  return [
    `Where the task can be learnt, the first fix was better in ${share(helped, learnable.length)} of the runs.`,
    '',
    ...markdown(
      [
        'rule',
        'config',
        'first fix',
        'better',
        'within 2 %',
        'worse',
        'broke off',
        'still found',
        'loss of baseline',
      ],
      [...lines].map(([key, among]) => [
        ...key.split(' | '),
        ...cellsOf(among),
        among
          .map(({ fixed: { losses } }) =>
            losses.map((loss) => (loss === null ? '–' : significant(loss))).join(' → '),
          )
          .join(', '),
      ]),
    ),
  ];
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
