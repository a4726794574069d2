/** A description of an exported model for people, which stands in its files. */
import { joinNames } from '../../data/common/joinNames';
import { plural } from '../../notation/numbers';
import type { ExportedColumn, ExportedModel } from './exportedModel';

/** Names that are listed; files hold the rest. */
const mostNames = 12;

/** `LSTM of 2 layers with 32 units each` */
function layersText({ spec }: ExportedModel): string {
  const { cell, layers, hiddenSize, bidirectional, activation, variant } = spec;
  const kind = {
    rnn: `${activation === 'relu' ? 'ReLU ' : ''}RNN`,
    lstm: 'LSTM',
    gru: `GRU (${variant})`,
  }[cell];
  return `${bidirectional ? 'bidirectional ' : ''}${kind}, ${plural(layers, 'layer')} of ${plural(hiddenSize, 'unit')}`;
}

/** Some sentences: what the model is, what it reads, and what it returns. */
export function aboutModel(model: ExportedModel): string {
  const { name, run, version, spec, tokens, inputs, words, outputs, targetKind } = model;
  const places = {
    'one-to-one': ['for a single step', 'for it'],
    'one-to-many': ['for the first step', 'for each of as many steps as "steps" asks for'],
    'many-to-one': ['for each step of a sequence', 'after the last step'],
    'many-to-many': ['for each step of a sequence', 'after each step'],
    'encoder-decoder': [
      'for each step of a sequence',
      'for each of as many steps as "steps" asks for, each of which reads the output of the one before',
    ],
  }[spec.shape];
  const read = tokens
    ? `the number of a token, counted from 0: ${listed(tokens)}`
    : [
        ...(inputs.length > 0 ? [`${listed(names(inputs))}, in the units of the data`] : []),
        ...words.map((column) => `the number of a word of ${listed([column.name])}, from 0`),
      ].join('; ');
  const returned = {
    values: `${listed(names(outputs))}, in the units of the data`,
    binary: `the probability that each of these is 1: ${listed(names(outputs))}`,
    classes: `the probability of each class: ${listed(names(outputs))}`,
  }[targetKind];
  return [
    `Model "${name}" (${layersText(model)}), written by Unroll ${version} from run ${run}.`,
    `It reads, ${places[0]}: ${read}.`,
    `It returns, ${places[1]}: ${returned}.`,
    'All sequences of a batch have the same length.',
  ].join('\n');
}

function listed(names: readonly string[]): string {
  return joinNames(
    names.map((name) => JSON.stringify(name)),
    mostNames,
  );
}

function names(columns: readonly ExportedColumn[]): readonly string[] {
  return columns.map(({ name }) => name);
}
