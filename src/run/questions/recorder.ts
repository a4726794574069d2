/** Records a sequence with the weights of a run, or of a file, for the debugger. */
import type { SetName } from '../../data/common/dataset';
import { featuresRead } from '../../engine/spec';
import { FormatError } from '../../formats/safetensors';
import { gateBlocks } from '../../notation/cells';
import { isScaled, type Scaling } from '../../notation/scaling';
import { layerNamesIn } from '../../notation/tensorNames';
import type { Intervention, RecordedColumn, RecordedTensor, Recording } from '../../protocol/recording';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { type Observation, observe } from './observation';
import { type ChosenSequence, numberedSequence, sequenceOfLine, watchedSet } from './sequenceChoice';

export interface RecorderRequest {
  /** Absolute folder of a run; null: the config itself and the data as it is now. */
  readonly run: string | null;
  /** Absolute path of its config, to which the data file's path is relative. */
  readonly config: string;
  /** Absolute path of a file of weights. */
  readonly checkpoint: string;
  readonly roots: readonly string[];
  /** Null: the set that is watched in training. */
  readonly set: SetName | null;
  /** Null: the sequence of the line, or else the first that the config watches. */
  readonly sequence: number | null;
  /** Zero-based line of the data file. */
  readonly line: number | null;
  /** Whether data that differs from the training data is accepted. */
  readonly acceptsChangedData: boolean;
}

/** Progress on the way to a recording: bytes of the data file, or steps of layers forwards and backwards. */
export interface RecorderProgress {
  readonly doing: 'reading' | 'computing';
  readonly done: number;
  readonly total: number;
}

export interface Recorder {
  readonly recording: Recording;
  /**
   * Computes the same sequence with values set, and everything that follows from them anew
   * (src/engine/intervene.ts).
   * @throws RangeError where there is no such value
   */
  change(interventions: readonly Intervention[]): Recording;
}

/**
 * @param progress called often; may throw to cancel
 * @throws InputError with one line where run, data, weights or sequence cannot be used
 */
export async function openRecorder(
  request: RecorderRequest,
  progress: (progress: RecorderProgress) => void,
): Promise<Recorder> {
  const { run, config: configFile, checkpoint, roots, acceptsChangedData } = request;
  const observation = await observe(
    { folder: run, config: configFile, roots },
    (done, total) => progress({ doing: 'reading', done, total }),
    acceptsChangedData,
  );
  const { config, dataset, observer, file } = observation;
  const weights = await readTensorFile(checkpoint, 'checkpoint');
  try {
    observer.take(weights);
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${checkpoint}: ${error.message}`) : error;
  }
  const { set: name, sequence } = await wanted(request, observation);
  const set = dataset[name];
  const total = observer.tracedSteps(name, sequence);
  let done = 0;
  const { tensors, label, stepLabels } = observer.trace(name, sequence, [], () => {
    progress({ doing: 'computing', done: Math.min(done++, total), total });
  });
  const x = tensors.get('x');
  const read = featuresRead(config, dataset);
  const inputs = columnsOf(read.names, read.scaling);
  const outputs = columnsOf(dataset.outputNames, dataset.targetScaling);
  const places = new Int32Array(2 * (x?.shape[0] ?? 0)).fill(-1);
  for (let step = 0; step < set.inputSteps(sequence); step++) {
    const place = set.position?.(sequence, step);
    if (place) {
      places.set([place.line, place.column], 2 * step);
    }
  }
  const recording: Recording = {
    run,
    set: name,
    sequence,
    label,
    step: Number(weights.metadata.step ?? 0),
    watched: watchedPlace(observation, name, sequence),
    kind: config.model,
    gates: gateBlocks[config.model.cell],
    hiddenSize: config.model.hiddenSize,
    layers: layerNamesIn(tensors.keys()),
    steps: x?.shape[0] ?? set.inputSteps(sequence),
    outputSteps: set.outputSteps(sequence),
    tensors: float32(tensors),
    interventions: [],
    weights: float32(weights.tensors),
    inputs: x?.shape[1] === inputs.length ? inputs : [...inputs, ...outputs],
    outputs,
    classes: dataset.targetKind === 'classes' ? dataset.outputNames : null,
    stepLabels,
    file: file ?? null,
    places: file === undefined ? null : places,
    dataChanged: observation.dataChanged,
  };
  return {
    recording,
    change: (interventions) =>
      interventions.length === 0
        ? recording
        : {
            ...recording,
            interventions,
            tensors: float32(observer.trace(name, sequence, interventions).tensors),
          },
  };
}

async function wanted(
  { set, sequence, line }: RecorderRequest,
  observation: Observation,
): Promise<ChosenSequence> {
  const { config, dataset, file } = observation;
  return sequence === null && line !== null
    ? sequenceOfLine(observation, file ?? '', line)
    : numberedSequence(dataset, {
        by: 'sequence',
        set,
        sequence: sequence ?? config.probe.sequences[0] ?? 0,
      });
}

function watchedPlace({ config, dataset }: Observation, set: SetName, sequence: number): number | null {
  const place = set === watchedSet(dataset) ? config.probe.sequences.indexOf(sequence) : -1;
  return place >= 0 ? place : null;
}

function float32(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: unknown }>,
) {
  const found = new Map<string, RecordedTensor>();
  for (const [name, { shape, values }] of tensors) {
    if (values instanceof Float32Array) {
      found.set(name, { shape, values });
    }
  }
  return found;
}

function columnsOf(names: readonly string[], scalings: readonly Scaling[]): readonly RecordedColumn[] {
  return names.map((name, index) => {
    const scaling = scalings[index];
    return { name, scaling: isScaled(scaling) ? scaling : null };
  });
}
