/**
 * The specification of a network, from its config and data: sizes and choices, nothing that changes in
 * training.
 */
import type { Config } from '../config/schema';
import { DataError, type Dataset, type SequenceShape, type TargetKind } from '../data/common/dataset';
import type { CellName } from '../notation/cells';
import { type Scaling, unscaled } from '../notation/scaling';
import { embeddingName } from '../notation/tensorNames';
import type { Cell } from './cells/cell';
import { gruCudnn, gruOriginal } from './cells/gru';
import { lstm } from './cells/lstm';
import { rnnRelu, rnnTanh } from './cells/rnn';
import type { LossName, OutputName } from './loss';

/** One embedding: a vector of E learnt numbers for each of V tokens of an input. */
export interface EmbeddingSpec {
  /** `embedding.weight`, or `embedding.<input>.weight` where there are several. */
  readonly name: string;
  /** V */
  readonly tokens: number;
  /** E */
  readonly size: number;
}

export interface NetworkSpec {
  readonly shape: SequenceShape;
  readonly cell: CellName;
  readonly activation: 'tanh' | 'relu';
  readonly variant: 'original' | 'cudnn';
  readonly hiddenSize: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly bias: boolean;
  readonly dropout: number;
  /** Number of features of the data, in which an embedded input counts as its E components. */
  readonly inputSize: number;
  /** The embeddings whose vectors follow the features that are numbers; absent where there are none. */
  readonly embeddings?: readonly EmbeddingSpec[];
  readonly outputSize: number;
  /**
   * Number of features that the first layer reads: those of the data, and for `one-to-many` the previous
   * output as well.
   */
  readonly networkInputSize: number;
  readonly loss: LossName;
  /** The weight of each class in cross-entropy; absent where all are 1. */
  readonly classWeights?: readonly number[];
  /** g2, the output function. */
  readonly output: OutputName;
  /** Whether the decoder reads the true previous target while training. */
  readonly teacherForcing: boolean;
}

const lossOf: Record<TargetKind, LossName> = {
  values: 'mse',
  binary: 'binaryCrossEntropy',
  classes: 'crossEntropy',
};
const outputOf: Record<LossName, OutputName> = {
  mse: 'identity',
  binaryCrossEntropy: 'sigmoid',
  crossEntropy: 'softmax',
};

/** What a network has to know of its data. */
export type ReadData = Pick<
  Dataset,
  'shape' | 'targetKind' | 'inputSize' | 'outputSize' | 'embedded' | 'classWeights'
>;

/** @throws DataError when loss and targets do not go together */
export function networkSpec(config: Config, dataset: ReadData): NetworkSpec {
  const { model, task } = config;
  const loss = task.loss ?? lossOf[dataset.targetKind];
  if ((loss === 'crossEntropy') !== (dataset.targetKind === 'classes')) {
    throw new DataError(
      `task.loss: ${loss} does not fit these targets, which are ${dataset.targetKind}; use ${lossOf[dataset.targetKind]}`,
      ['task', 'loss'],
    );
  }
  const output = task.output ?? outputOf[loss];
  const { outputSize } = dataset;
  const embeddings = embeddingsOf(config, dataset);
  const inputSize = embeddings.reduce((sum, { size }) => sum + size, dataset.inputSize);
  return {
    shape: dataset.shape,
    cell: model.cell,
    activation: model.activation,
    variant: model.variant,
    hiddenSize: model.hiddenSize,
    layers: model.layers,
    bidirectional: model.bidirectional,
    bias: model.bias,
    dropout: model.dropout,
    inputSize,
    ...(embeddings.length > 0 ? { embeddings } : {}),
    outputSize,
    networkInputSize: dataset.shape === 'one-to-many' ? inputSize + outputSize : inputSize,
    loss,
    ...(dataset.classWeights ? { classWeights: dataset.classWeights } : {}),
    output,
    teacherForcing: task.teacherForcing,
  };
}

function embeddingsOf(
  { model }: Pick<Config, 'model'>,
  { embedded = [] }: Pick<Dataset, 'embedded'>,
): EmbeddingSpec[] {
  const { size } = model.embedding ?? {};
  return size === undefined
    ? []
    : embedded.map(({ name, tokens }) => ({
        name: embeddingName(embedded.length > 1 ? name : ''),
        tokens: tokens.length,
        size,
      }));
}

/** The features of the data as the first layer reads them: numbers first, then each embedding's components. */
export function featuresRead(
  config: Pick<Config, 'model'>,
  dataset: Dataset,
): {
  readonly names: readonly string[];
  readonly scaling: readonly Scaling[];
  readonly embeddings: readonly EmbeddingSpec[];
} {
  const { inputNames, inputScaling, embedded = [] } = dataset;
  const embeddings = embeddingsOf(config, dataset);
  const components = embeddings.flatMap(({ size }, k) =>
    Array.from({ length: size }, (_, j) => `${embedded[k].name || 'embedding'}[${j}]`),
  );
  return {
    names: [...inputNames, ...components],
    scaling: [...inputScaling, ...components.map(() => unscaled)],
    embeddings,
  };
}

export function cellOf(spec: Pick<NetworkSpec, 'cell' | 'activation' | 'variant'>): Cell {
  switch (spec.cell) {
    case 'rnn':
      return spec.activation === 'relu' ? rnnRelu : rnnTanh;
    case 'lstm':
      return lstm;
    case 'gru':
      return spec.variant === 'cudnn' ? gruCudnn : gruOriginal;
  }
}
