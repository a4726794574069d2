/** The inputs, the outputs and the metadata of an ONNX file: what its user gives and gets. */
import type { OnnxValue } from '../../formats/onnx/model';
import { isScaled } from '../../notation/scaling';
import type { ExportedColumn, ExportedModel } from '../common/exportedModel';
import { typeOfColumns } from './columns';

/** The inputs of the data: numbers in their own units, and tokens or words by their numbers. */
export function inputsOf({ spec, tokens, inputs, words }: ExportedModel): readonly OnnxValue[] {
  const single = spec.shape === 'one-to-one' || spec.shape === 'one-to-many';
  const places = single ? ['batch'] : ['batch', 'time'];
  if (tokens) {
    const about = 'Each token by its place, from 0, in the list "inputs" of the metadata.';
    return [{ name: 'tokens', type: 'int64', shape: places, about }];
  }
  const numbers: OnnxValue = {
    name: 'x',
    type: typeOfColumns(inputs),
    shape: [...places, inputs.length],
    about: 'The columns of the list "inputs" of the metadata, in the units of the data.',
  };
  const codes: OnnxValue = {
    name: 'words',
    type: 'int64',
    shape: [...places, words.length],
    about:
      'The word of each column of the list "words" of the metadata, by its place, from 0, in its "tokens".',
  };
  return [...(inputs.length > 0 ? [numbers] : []), ...(words.length > 0 ? [codes] : [])];
}

export const stepsInput: OnnxValue = {
  name: 'steps',
  type: 'int64',
  shape: [],
  about: 'How many steps are generated.',
};

/** What is predicted: numbers in the units of the data, or probabilities. */
export function outputOf({ spec, targetKind, outputs }: ExportedModel): OnnxValue {
  const { shape, outputSize } = spec;
  const places =
    shape === 'many-to-many'
      ? ['batch', 'time']
      : shape === 'many-to-one' || shape === 'one-to-one'
        ? ['batch']
        : ['batch', 'steps'];
  return targetKind === 'values'
    ? {
        name: 'prediction',
        type: typeOfColumns(outputs),
        shape: [...places, outputSize],
        about: 'The columns of the list "outputs" of the metadata, in the units of the data.',
      }
    : {
        name: 'probabilities',
        type: typeOfColumns(outputs),
        shape: [...places, outputSize],
        about:
          targetKind === 'classes'
            ? 'The probability of each class of the list "outputs" of the metadata.'
            : 'The probability that each column of the list "outputs" of the metadata is 1.',
      };
}

/** Lists are JSON. The scaling is inside of the graph; it is here for people. */
export function metadataOf(model: ExportedModel): Record<string, string> {
  const { name, run, spec, tokens, inputs, words, outputs, targetKind } = model;
  const scalings = (columns: readonly ExportedColumn[]) =>
    columns.some(({ scaling }) => isScaled(scaling)) ? columns.map(({ scaling }) => scaling) : [];
  const lists = {
    inputs: tokens ?? inputs.map((column) => column.name),
    ...(words.length > 0
      ? { words: words.map((column) => ({ name: column.name, tokens: column.tokens })) }
      : {}),
    outputs: outputs.map((column) => column.name),
    inputScaling: scalings(inputs),
    outputScaling: scalings(outputs),
  };
  return {
    config: name,
    run,
    shape: spec.shape,
    cell: spec.cell,
    targetKind,
    ...Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, JSON.stringify(list)])),
  };
}
