/** The features that the first layer reads, in ONNX: scaled numbers, one-hot tokens, vectors of an embedding. */
import { elementTypes } from '../../formats/onnx/messages';
import { isScaled } from '../../notation/scaling';
import type { ExportedColumn, ExportedModel } from '../common/exportedModel';
import { ofColumns, typeOfColumns } from './columns';
import type { GraphBuilder } from './graphBuilder';

/** Adds `[…][I]`, from the inputs that `inputsOf` describes. */
export function addFeatures(graph: GraphBuilder, model: ExportedModel): string {
  const { spec, tokens, inputs, words, embeddings } = model;
  if (tokens) {
    return embeddings.length > 0
      ? addVectors(graph, model, 0, 'tokens')
      : addOneHot(graph, 'tokens', spec.inputSize);
  }
  const parts = [
    ...(inputs.length > 0 ? [addScaled(graph, inputs)] : []),
    ...words.map((_, k) => {
      const column = graph.constant(`words.column${k}`, [], BigInt64Array.of(BigInt(k)));
      const codes = graph.add(`words.codes${k}`, 'Gather', ['words', column], { axis: -1 });
      return addVectors(graph, model, k, codes);
    }),
  ];
  return parts.length === 1 ? parts[0] : graph.add('input.joined', 'Concat', parts, { axis: -1 });
}

/** Scales numbers as the network was trained on them: (x − offset)/scale, as float32. */
function addScaled(graph: GraphBuilder, columns: readonly ExportedColumn[]): string {
  if (!columns.some(({ scaling }) => isScaled(scaling))) {
    return 'x';
  }
  const shifted = graph.add('input.shifted', 'Sub', ['x', ofColumns(graph, 'input', 'offset', columns)]);
  const scaled = graph.add('input.scaled', 'Div', [shifted, ofColumns(graph, 'input', 'scale', columns)]);
  return typeOfColumns(columns) === 'float32'
    ? scaled
    : graph.add('input.float32', 'Cast', [scaled], { to: elementTypes.float32 });
}

/** Turns the numbers of tokens `[…]` into one-hot rows `[…][I]`. */
function addOneHot(graph: GraphBuilder, tokens: string, size: number): string {
  const depth = graph.constant('input.depth', [], BigInt64Array.of(BigInt(size)));
  const values = graph.constant('input.offAndOn', [2], Float32Array.of(0, 1));
  return graph.add('input.oneHot', 'OneHot', [tokens, depth, values], { axis: -1 });
}

/** Looks the vectors `[…][E]` of numbers of tokens up in the embedding `k`. */
function addVectors(
  graph: GraphBuilder,
  { embeddings, weights }: ExportedModel,
  k: number,
  codes: string,
): string {
  const weight = weights.get(embeddings[k]);
  if (!weight) {
    throw new Error(`the model has no weight "${embeddings[k]}"`);
  }
  const vectors = graph.constant(`embedding${k}.weight`, weight.shape, Float32Array.from(weight.values));
  return graph.add(`embedding${k}.vectors`, 'Gather', [vectors, codes], { axis: 0 });
}
