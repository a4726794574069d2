/** A first config for a data file or a task: sensible values, with a comment where a newcomer would ask. */
import { kindOfFile } from './kind';
import { presetOf } from './presets';
import type { ModelConfig, TaskConfig, TaskData } from './schema';

export interface Suggestion {
  /** A data file, relative to the config; or the task to generate. */
  readonly file?: string;
  readonly generate?: TaskData['generate'];
  readonly cell: ModelConfig['cell'];
  /** Columns or fields to predict, and to read. */
  readonly targets?: readonly string[];
  readonly inputs?: readonly string[];
  /** The kind of the data where the file's name does not say it. */
  readonly as?: 'records';
  /** The other keys of a table. */
  readonly table?: SuggestedTable;
  /** How inputs and targets line up, where that is not the default of the data. */
  readonly shape?: TaskConfig['shape'];
  /** Text: whether each line is a sequence of its own. */
  readonly lines?: boolean;
}

/** The keys of `data` for a table; those that are left out keep their defaults. */
export interface SuggestedTable {
  readonly layout?: 'wide';
  readonly columns?: Readonly<Record<string, 'class'>>;
  readonly group?: string;
  readonly missingValues?: readonly number[];
  readonly window: number;
  readonly horizon: number;
  readonly validation: number;
  readonly split?: 'random';
  /** Sentences on how the file is read, which become a comment. */
  readonly notes: readonly string[];
}

/** @returns the text of `<name>.unroll.json`, which parses without a problem */
export function suggestConfig(suggestion: Suggestion): string {
  const preset = suggestion.generate && presetOf(suggestion.generate);
  return `{
${preset ? wrapped(`${preset.name}: ${preset.about} What to look for: ${preset.look}`) : ''}  // What the network learns from. Hover over any key for what it does; leave a key out for its default.
  "data": {
${dataLines(suggestion)
  .map((line) => `    ${line}`)
  .join('\n')}
  },
${suggestion.shape === undefined ? '' : `  "task": { "shape": ${JSON.stringify(suggestion.shape)} },\n`}  "model": {
    "cell": "${suggestion.cell}", // rnn, lstm or gru
    "hiddenSize": ${preset?.hiddenSize ?? (isText(suggestion) ? 64 : 32)}${initOf(suggestion.cell)}
  },
  "training": {
    "epochs": ${preset?.epochs ?? 20},
    "batchSize": 32,
    "optimizer": { "name": "adam", "learningRate": 0.003 },
    "clip": { "norm": 1 }, // keeps exploding gradients in bounds
    "seed": 1
  },
  // The sequence of the validation set whose states and gradients are shown.
  "probe": { "sequences": [0] }
}
`;
}

function dataLines(suggestion: Suggestion): string[] {
  const { file = '', generate, targets = [], inputs = [], as, lines, table } = suggestion;
  if (generate) {
    return [
      `"generate": ${JSON.stringify(generate)},`,
      `"length": ${presetOf(generate).length}, // ${generate === 'copy' ? 'steps of the delay' : 'steps'}`,
      '"count": 5000',
    ];
  }
  const found = kindOfFile(file);
  const kind = table ? 'table' : as ? as : 'kind' in found ? found.kind : 'text';
  const name = `"file": ${JSON.stringify(file)},`;
  switch (kind) {
    case 'table':
      return [name, ...tableLines(suggestion)];
    case 'records':
      return [
        name,
        ...(as ? [`"as": "${as}", // a sequence in each object`] : []),
        `"inputs": ${JSON.stringify(inputs)},`,
        `"targets": ${JSON.stringify(targets)},`,
        '"validation": 0.2',
      ];
    case 'text':
      return [
        name,
        `"sequences": "${lines ? 'line' : 'stream'}", // "stream": the whole file; "line": each line on its own`,
        ...(lines ? [] : ['"window": 100, // characters in one sequence']),
        '"validation": 0.1',
      ];
  }
}

/** The keys of a table, each with a comment where a newcomer would ask. */
function tableLines({ inputs = [], targets = [], table }: Suggestion): string[] {
  const { layout, columns, group, missingValues, window, horizon, validation, split, notes } =
    table ?? usualTable;
  const list = (values: readonly (string | number)[]) => JSON.stringify(values).replaceAll(',', ', ');
  return [
    ...(notes.length > 0
      ? wrappedLines(`How the file was read: ${notes.join(' ')}`).map((line) => `// ${line}`)
      : []),
    ...(layout ? [`"layout": "${layout}", // one series in each row, called "value"`] : []),
    ...(inputs.length > 0 ? [`"inputs": ${JSON.stringify(inputs)},`] : []),
    `"targets": ${JSON.stringify(targets)},`,
    ...(columns ? [`"columns": ${JSON.stringify(columns)}, // each different number is a class`] : []),
    ...(group === undefined
      ? []
      : [
          `"group": ${JSON.stringify(group)}, // the series of each row; no sequence crosses from one into another`,
        ]),
    ...(missingValues ? [`"missingValues": ${list(missingValues)}, // there is no value`] : []),
    `"window": ${window}, // rows in one sequence`,
    `"horizon": ${horizon}, // how many rows ahead the target lies${horizon === 0 ? '; 0: in the last row of the sequence' : ''}`,
    ...(split ? [`"split": "${split}", // whole series are kept for validation`] : []),
    `"validation": ${validation}${validation === 0 ? ' // too few rows to keep some of them for validation' : ''}`,
  ];
}

const usualTable: SuggestedTable = { window: 30, horizon: 1, validation: 0.2, notes: [] };

function isText({ file = '' }: Suggestion): boolean {
  const found = kindOfFile(file);
  return file !== '' && 'kind' in found && found.kind === 'text';
}

function initOf(cell: ModelConfig['cell']): string {
  return cell === 'lstm' ? ',\n    "init": { "forgetBias": 1 } // remember at first' : '';
}

/** The text as lines of a comment inside the config. */
function wrapped(text: string): string {
  return wrappedLines(text)
    .map((line) => `  // ${line}\n`)
    .join('');
}

function wrappedLines(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.replace(/\p{Cc}+/gu, ' ').split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < widestComment) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

const widestComment = 100;
