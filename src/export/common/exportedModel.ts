/** A trained model as it is exported: its network, its weights, and what its numbers mean. */
import type { Config, DataConfig } from '../../config/schema';
import type { TargetKind } from '../../data/common/dataset';
import type { TrainedData } from '../../data/common/trainedData';
import { readWeights } from '../../engine/checkpoint';
import { heap } from '../../engine/memory';
import { Parameters } from '../../engine/parameters';
import { cellOf, type NetworkSpec, networkSpec } from '../../engine/spec';
import type { NamedTensor, TensorFile } from '../../formats/safetensors';
import { isScaled, type Scaling } from '../../notation/scaling';
import type { RunRecord } from '../../protocol/run';

export interface ExportedModel {
  /** The name of its config, and of its run's folder. */
  readonly name: string;
  readonly run: string;
  /** The version of Unroll that exports it. */
  readonly version: string;
  readonly spec: NetworkSpec;
  readonly data: DataConfig;
  /** How the data was read; null for the generated tasks. */
  readonly trained: TrainedData | null;
  readonly targetKind: TargetKind;
  /** What each input step is one of, where it is given by its number: characters, or a task's symbols. */
  readonly tokens: readonly string[] | null;
  /** Inputs that are numbers; with tokens and no embedding, one for each token. */
  readonly inputs: readonly ExportedColumn[];
  /** Columns of words that are read through an embedding each, after the numbers. */
  readonly words: readonly ExportedWords[];
  /** Names of the weights `[V][E]` of the embeddings: of the tokens, or of each of `words`. */
  readonly embeddings: readonly string[];
  /** What is predicted: columns, or classes. */
  readonly outputs: readonly ExportedColumn[];
  /** The weights by their names in a checkpoint, in the order of the layers. */
  readonly weights: ReadonlyMap<string, NamedTensor>;
}

export interface ExportedColumn {
  readonly name: string;
  readonly scaling: Scaling;
}

/** A column in which each word is given by its number. */
export interface ExportedWords {
  readonly name: string;
  readonly tokens: readonly string[];
}

/** What is known of a run. */
export interface RunOfModel {
  /** The name of its folder. */
  readonly run: string;
  readonly config: Config;
  readonly record: RunRecord;
  readonly trained: TrainedData | null;
  readonly checkpoint: TensorFile;
}

/** @throws FormatError where the checkpoint is not of this model */
export function exportedModel(
  { run, config, record, trained, checkpoint }: RunOfModel,
  version: string,
): ExportedModel {
  const { inputs, outputs, inputScaling, outputScaling, targetKind } = record.signals;
  const embedded = embeddedInputs(config, trained);
  const vectors = embedded.length * (config.model.embedding?.size ?? 0);
  const numbers = inputs.slice(0, inputs.length - vectors);
  const spec = networkSpec(config, {
    shape: config.task.shape,
    targetKind,
    inputSize: numbers.length,
    outputSize: outputs.length,
    embedded,
  });
  const weights = new Parameters(cellOf(spec), spec, 'float32', heap);
  readWeights(checkpoint, spec, weights);
  return {
    name: record.name,
    run,
    version,
    spec,
    data: config.data,
    trained,
    targetKind,
    tokens: tokensOf(config.data, trained, inputs),
    words: embedded.filter(({ kind }) => kind === 'word'),
    embeddings: weights.embeddings.map(({ name }) => name),
    inputs: numbers.map((name, i) => ({ name, scaling: inputScaling[i] })),
    outputs: (classesOf(trained) ?? outputs).map((name, i) => ({ name, scaling: outputScaling[i] })),
    weights: new Map(weights.all.map(({ name, value: { shape, values } }) => [name, { shape, values }])),
  };
}

/**
 * Whether 32 bits hold the raw numbers of some columns well enough. Scaled, a number near the offset is off by
 * up to |offset|·2⁻²⁴/scale, which is to stay below 4·10⁻⁶.
 */
export function fitsFloat32(columns: readonly ExportedColumn[]): boolean {
  return columns.every(({ scaling }) => !isScaled(scaling) || Math.abs(scaling.offset) <= 64 * scaling.scale);
}

/** The inputs that the network reads through an embedding: a text, or every column of words. */
function embeddedInputs({ model }: Config, trained: TrainedData | null) {
  return (model.embedding ? (trained?.inputs ?? []) : []).flatMap((source) =>
    source.kind === 'word' || source.kind === 'tokens' ? [source] : [],
  );
}

/** A text is read token by token, and so are the tasks that consist of symbols. */
function tokensOf(
  data: DataConfig,
  trained: TrainedData | null,
  inputs: readonly string[],
): readonly string[] | null {
  const source = trained?.inputs.find(({ kind }) => kind === 'tokens');
  if (source && 'tokens' in source) {
    return source.tokens;
  }
  const isOfSymbols =
    data.kind === 'task' && (data.generate === 'copy' || data.generate === 'temporal-order');
  return isOfSymbols ? inputs : null;
}

/** The classes as the data spells them; names for people show a line break as a sign. */
function classesOf(trained: TrainedData | null): readonly string[] | undefined {
  const source = trained?.targets.find(({ kind }) => kind === 'tokens' || kind === 'word');
  return source && 'tokens' in source ? source.tokens : undefined;
}
