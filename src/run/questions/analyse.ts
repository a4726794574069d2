/**
 * The analysis of one layer of one trace of a run. It takes up to some seconds, so it never runs on an
 * editor's thread.
 */
import { type LayerAnalysis, layerAnalysis } from '../../analysis/layerAnalysis';
import { FormatError } from '../../formats/safetensors';
import type { AnalysedLayer } from '../../protocol/worker';
import { readRun } from '../files/folder';
import { InputError } from '../files/inputError';
import { probePlace, weightsFileOf } from '../files/snapshots';
import { readTensorFile } from '../files/tensorFile';
import { readTraces } from '../files/traces';

/**
 * @param folder of the run
 * @throws InputError with one line where there is no such trace, or no such layer in it
 */
export async function analyseLayer(
  folder: string,
  { update, probe, layer }: AnalysedLayer,
): Promise<LayerAnalysis> {
  const { config, record } = await readRun(folder);
  const { file, index } = probePlace(folder, update, probe);
  const { probes } = await readTraces(file);
  const watched = probes[index];
  if (watched === undefined) {
    throw new InputError(`${file}: there is no sequence ${index}; it watches ${probes.length}`);
  }
  const checkpoint = await readTensorFile(await weightsFileOf(folder, update), 'checkpoint');
  const { targetKind } = record.signals;
  try {
    return layerAnalysis({ config, targetKind, step: update, tensors: watched.tensors, checkpoint }, layer);
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
  }
}
