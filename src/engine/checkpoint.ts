/**
 * Writes a training as tensors and metadata, and reads it back: enough to continue to the same bits, and to
 * load into PyTorch.
 */
import { FormatError, type NamedTensor, type TensorFile } from '../formats/safetensors';
import type { Optimizer } from './optimizer';
import type { Parameters } from './parameters';
import type { NetworkSpec } from './spec';
import type { Floats, Tensor } from './tensor';

/** The position of a training. */
export interface Position {
  /** Updates done. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  /** Batches of the current epoch that are done; their number once only validation is left. */
  readonly batch: number;
  /** Steps of the current batch that are done (truncated backpropagation). */
  readonly from: number;
  /** Sum of the losses of all target steps of the current epoch, and their number, or their weight. */
  readonly lossSum: number;
  readonly targetCount: number;
  /** Training loss of the last whole epoch. */
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Best value so far of what early stopping monitors; by default the validation loss. */
  readonly best: number | null;
  /** Validation loss of the epoch with that value. */
  readonly bestLoss: number | null;
  readonly epochsSinceBest: number;
  /** The update after which the last trace was recorded. */
  readonly lastTrace: number | null;
}

/** A training before its first update. */
export const startPosition: Position = {
  step: 0,
  epoch: 0,
  batch: 0,
  from: 0,
  lossSum: 0,
  targetCount: 0,
  trainLoss: null,
  validationLoss: null,
  best: null,
  bestLoss: null,
  epochsSinceBest: 0,
  lastTrace: null,
};

/**
 * Tensors: weights by their names, `optimizer.<kind>.<weight>`, `carried.<layer>.h|c` in the middle of a
 * batch, and `best.<weight>` with early stopping. Metadata: `cell`, `activation`, `variant`, `step`, `epoch`,
 * `position`.
 */
export function writeCheckpoint(
  spec: NetworkSpec,
  weights: Parameters,
  optimizer: Optimizer,
  position: Position,
  carried: ReadonlyMap<string, NamedTensor>,
  best: ReadonlyMap<string, Floats> | null,
): TensorFile {
  const tensors = new Map<string, NamedTensor>();
  for (const { name, value } of weights.all) {
    tensors.set(name, copy(value));
  }
  for (const [name, state] of optimizer.state) {
    tensors.set(name, copy(state));
  }
  for (const [name, state] of carried) {
    tensors.set(`carried.${name}`, state);
  }
  for (const { name, value } of best ? weights.all : []) {
    const values = best?.get(name);
    if (values) {
      tensors.set(`best.${name}`, { shape: value.shape, values: values.slice() });
    }
  }
  return {
    tensors,
    metadata: {
      format: 'unroll checkpoint 1',
      cell: spec.cell,
      activation: spec.activation,
      variant: spec.variant,
      step: String(position.step),
      epoch: String(position.epoch),
      position: JSON.stringify(position),
    },
  };
}

/**
 * Restores a training.
 * @throws FormatError when the file is not a checkpoint of such a model and optimizer; then nothing was
 * changed
 */
export function readCheckpoint(
  file: TensorFile,
  spec: NetworkSpec,
  weights: Parameters,
  optimizer: Optimizer,
): {
  position: Position;
  carried: ReadonlyMap<string, NamedTensor>;
  best: ReadonlyMap<string, Floats> | null;
} {
  checkFunction(file, spec);
  const position = readPosition(file.metadata.position);
  const targets: [Tensor, NamedTensor][] = [];
  for (const tensor of [...weights.all.map(({ value }) => value), ...optimizer.state.values()]) {
    targets.push([tensor, tensorLike(file, tensor.name, tensor.shape)]);
  }
  const carried = new Map<string, NamedTensor>();
  for (const [name, tensor] of file.tensors) {
    if (name.startsWith('carried.')) {
      carried.set(name.slice('carried.'.length), tensor);
    }
  }
  let best: Map<string, Floats> | null = null;
  if ([...file.tensors.keys()].some((name) => name.startsWith('best.'))) {
    best = new Map();
    for (const { name, value } of weights.all) {
      const values = value.values.slice();
      values.set(tensorLike(file, `best.${name}`, value.shape).values);
      best.set(name, values);
    }
  }
  for (const [tensor, { values }] of targets) {
    tensor.values.set(values);
  }
  return { position, carried, best };
}

/**
 * Checks that weights belong to the same function: the same shapes also fit another activation function, or the
 * other GRU. A file that does not say what it is of, such as one from elsewhere, is taken as it is.
 */
function checkFunction({ metadata }: TensorFile, spec: NetworkSpec): void {
  const differ = (key: 'cell' | 'activation' | 'variant') => {
    const found = metadata[key];
    if (found !== undefined && found !== spec[key]) {
      throw new FormatError(
        `the checkpoint is of a model with ${key} "${found}", the config has "${spec[key]}"`,
      );
    }
  };
  differ('cell');
  if (spec.cell === 'rnn') {
    differ('activation');
  }
  if (spec.cell === 'gru') {
    differ('variant');
  }
}

/**
 * Reads only the weights, from a checkpoint or a kept snapshot.
 * @throws FormatError when the file is not of such a model; then nothing was changed
 */
export function readWeights(file: TensorFile, spec: NetworkSpec, weights: Parameters): void {
  checkFunction(file, spec);
  const found = weights.all.map(({ value }) => ({ value, ...tensorLike(file, value.name, value.shape) }));
  for (const { value, values } of found) {
    value.values.set(values);
  }
}

function copy(tensor: Tensor): NamedTensor {
  return { shape: tensor.shape, values: tensor.values.slice() };
}

/** Returns a tensor of a file. @throws FormatError where it is missing or has another shape */
export function tensorLike(file: TensorFile, name: string, shape: readonly number[]): NamedTensor {
  const tensor = file.tensors.get(name);
  if (!tensor) {
    throw new FormatError(`the checkpoint has no tensor "${name}", which this model and optimizer need`);
  }
  if (tensor.shape.join() !== shape.join()) {
    throw new FormatError(
      `the checkpoint's "${name}" has shape [${tensor.shape.join(', ')}], this model's has [${shape.join(', ')}]`,
    );
  }
  return tensor;
}

const counts = ['step', 'epoch', 'batch', 'from', 'lossSum', 'targetCount', 'epochsSinceBest'] as const;
const optional = ['trainLoss', 'validationLoss', 'best', 'lastTrace'] as const;

function readPosition(json: string | undefined): Position {
  if (json === undefined) {
    throw new FormatError('the checkpoint does not state the position of its training (metadata "position")');
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FormatError(`the checkpoint's metadata "position" is not JSON (${String(error)})`);
  }
  if (!isPosition(value)) {
    throw new FormatError('the checkpoint\'s metadata "position" lacks a number');
  }
  // Older checkpoints monitor the loss, and state it once.
  return { ...startPosition, ...value, bestLoss: value.bestLoss ?? value.best };
}

type StoredPosition = Omit<Position, 'bestLoss'> & { readonly bestLoss?: number | null };

function isPosition(value: unknown): value is StoredPosition {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const entries = new Map<string, unknown>(Object.entries(value));
  const isLoss = (loss: unknown) => loss === null || Number.isFinite(loss);
  return (
    counts.every((key) => Number.isFinite(entries.get(key))) &&
    optional.every((key) => isLoss(entries.get(key))) &&
    isLoss(entries.get('bestLoss') ?? null)
  );
}
