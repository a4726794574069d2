/** The helper thread of a layer that is measured; layerStep.ts starts it. */
import { workerData } from 'node:worker_threads';
import { sharedKernels } from '../engine/kernels/webAssembly';
import { type HelperSetup, serve } from '../engine/threads/helper';
import { Layer, type LayerSettings } from './layer';

export interface LayerHelperSetup extends Pick<HelperSetup, 'board' | 'helpers' | 'index' | 'kernels'> {
  readonly settings: LayerSettings;
}

const setup: LayerHelperSetup = workerData;

serve(setup, (interrupt) => {
  const layer = new Layer(setup.settings, sharedKernels(setup.kernels), interrupt);
  return ({ section, of }) => {
    layer.take({ index: setup.index + 1, of });
    layer.do(section);
  };
});
