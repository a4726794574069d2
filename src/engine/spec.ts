/**
 * The specification of a network, from its config and data: sizes and choices, nothing that changes in
 * training.
 */
import type { Config } from '../config/schema';
import { DataError, type Dataset, type SequenceShape, type TargetKind } from '../data/common/dataset';
import type { CellName } from '../notation/cells';
import type { Cell } from './cells/cell';
import { gruCudnn, gruOriginal } from './cells/gru';
import { lstm } from './cells/lstm';
import { rnnRelu, rnnTanh } from './cells/rnn';
import type { LossName, OutputName } from './loss';

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
  /** Number of features of the data. */
  readonly inputSize: number;
  readonly outputSize: number;
  /**
   * Number of features that the first layer reads: those of the data, and for `one-to-many` the previous
   * output as well.
   */
  readonly networkInputSize: number;
  readonly loss: LossName;
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

/** @throws DataError when loss and targets do not go together */
export function networkSpec(
  config: Config,
  dataset: Pick<Dataset, 'shape' | 'targetKind' | 'inputSize' | 'outputSize'>,
): NetworkSpec {
  const { model, task } = config;
  const loss = task.loss ?? lossOf[dataset.targetKind];
  if ((loss === 'crossEntropy') !== (dataset.targetKind === 'classes')) {
    throw new DataError(
      `task.loss: ${loss} does not fit these targets, which are ${dataset.targetKind}; use ${lossOf[dataset.targetKind]}`,
      ['task', 'loss'],
    );
  }
  const output = task.output ?? outputOf[loss];
  const { inputSize, outputSize } = dataset;
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
    outputSize,
    networkInputSize: dataset.shape === 'one-to-many' ? inputSize + outputSize : inputSize,
    loss,
    output,
    teacherForcing: task.teacherForcing,
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
