/** A trained model as a folder for PyTorch, which needs nothing else than torch. */
import type { TrainedSource } from '../../data/common/trainedData';
import { encodeSafetensors, type NamedTensor } from '../../formats/safetensors';
import type { ExportedModel } from '../common/exportedModel';
import { modelModule } from './modelModule';
import { predictScript } from './predictScript';

/** What stands for a missing value in any table. */
const missingWords = ['', 'NA', 'NaN', 'null', '?'];

/** @returns the files by their names */
export function pytorchFiles(model: ExportedModel): ReadonlyMap<string, string | Uint8Array> {
  return new Map<string, string | Uint8Array>([
    ['model.py', modelModule(model)],
    ['predict.py', predictScript(model)],
    ['model.json', `${JSON.stringify(about(model), null, 2)}\n`],
    ['weights.safetensors', encodeSafetensors(namedWeights(model))],
  ]);
}

/** The weights as model.py calls them; the names of columns may be none for a module. */
function namedWeights({
  weights,
  embeddings,
  tokens,
}: ExportedModel): readonly (readonly [string, NamedTensor])[] {
  return [...weights].map(([name, tensor]) => {
    const k = tokens ? -1 : embeddings.indexOf(name);
    return [k < 0 ? name : `embeddings.${k}.weight`, tensor];
  });
}

/** What model.json states: the meaning of the numbers, and what `predict.py` needs to read a file. */
function about(model: ExportedModel) {
  const { name, run, version, spec, data, trained, targetKind, tokens, inputs, outputs } = model;
  return {
    format: 'unroll pytorch 1',
    name,
    run,
    unroll: version,
    shape: spec.shape,
    targetKind,
    inputs: trained?.inputs.map(withoutScaling) ?? [taskSource('inputs', tokens)],
    targets: trained?.targets.map(withoutScaling) ?? [{ name: 'targets' }],
    ...(data.kind === 'table'
      ? { group: data.group ?? null, missing: [...missingWords, ...(data.missingValues ?? []).map(String)] }
      : {}),
    ...(tokens ? { tokens } : { inputScaling: inputs.map(({ scaling }) => scaling) }),
    outputs: outputs.map((column) => column.name),
    outputScaling: outputs.map(({ scaling }) => scaling),
  };
}

/** The sequences of a generated task have no names of their own. */
function taskSource(name: string, tokens: readonly string[] | null) {
  return tokens ? { kind: 'tokens', name, tokens, unknown: false } : { kind: 'number', name };
}

/** The scaling of all columns stands in a list of its own. */
function withoutScaling(source: TrainedSource) {
  return source.kind === 'number' ? { kind: source.kind, name: source.name } : source;
}
