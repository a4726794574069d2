/** A first config for a data file or a task: sensible values, with a comment where a newcomer would ask. */
import { kindOfFile } from './kind';
import { presetOf } from './presets';
import type { ModelConfig, TaskData } from './schema';

export interface Suggestion {
  /** A data file, relative to the config; or the task to generate. */
  readonly file?: string;
  readonly generate?: TaskData['generate'];
  readonly cell: ModelConfig['cell'];
  /** Columns or fields to predict. */
  readonly targets?: readonly string[];
  /** All columns of the table, as far as they are known. */
  readonly columns?: readonly {
    readonly name: string;
    readonly kind: 'number' | 'date' | 'word' | 'field';
  }[];
  /** Fields of JSONL records to read. */
  readonly inputs?: readonly string[];
  /** Text: whether each line is a sequence of its own. */
  readonly lines?: boolean;
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
  "model": {
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
  const { file = '', generate, targets = [], inputs = [], lines } = suggestion;
  if (generate) {
    return [
      `"generate": ${JSON.stringify(generate)},`,
      `"length": ${presetOf(generate).length}, // ${generate === 'copy' ? 'steps of the delay' : 'steps'}`,
      '"count": 5000',
    ];
  }
  const found = kindOfFile(file);
  const kind = 'kind' in found ? found.kind : 'text';
  const name = `"file": ${JSON.stringify(file)},`;
  switch (kind) {
    case 'table':
      return [
        name,
        ...columnLine(suggestion),
        `"targets": ${JSON.stringify(targets)},`,
        '"window": 30, // rows in one sequence',
        '"horizon": 1, // how many rows ahead the target lies',
        '"validation": 0.2',
      ];
    case 'records':
      return [
        name,
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

/** The line with the numeric columns and the first date column, which gives the time of the year. */
function columnLine({ columns }: Suggestion): string[] {
  if (!columns) {
    return [];
  }
  const date = columns.find(({ kind }) => kind === 'date');
  const chosen = columns
    .filter((column) => column.kind === 'number' || column === date)
    .map(({ name }) => name);
  return chosen.length > 0 ? [`"inputs": ${JSON.stringify(chosen)},`] : [];
}

function isText({ file = '' }: Suggestion): boolean {
  const found = kindOfFile(file);
  return file !== '' && 'kind' in found && found.kind === 'text';
}

function initOf(cell: ModelConfig['cell']): string {
  return cell === 'lstm' ? ',\n    "init": { "forgetBias": 1 } // remember at first' : '';
}

/** The text as lines of a comment inside the config. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < widestComment) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => `  // ${line}\n`).join('');
}

const widestComment = 100;
