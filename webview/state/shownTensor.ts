/** The values of the tensor that a figure draws, as the panel holds them. Pure. */
import { blockOfGate } from '../../src/notation/cells';
import { storedTensor } from '../../src/notation/tensorNames';
import type { PanelProbe, SnapshotTensor } from '../../src/protocol/panel';
import type { ShownTensor } from '../export/figureOwner';
import { probeAt } from './picks';
import type { State } from './state';

/** Returns undefined where the panel has no values of the tensor. */
export function tensorOf(
  { trace, weights }: Pick<State, 'trace' | 'weights'>,
  { probe, name }: SnapshotTensor,
): ShownTensor | undefined {
  if (probe === null) {
    const block = weights?.blocks.find((candidate) => candidate.name === name);
    return block?.values ? { values: block.values, shape: [block.size, block.size] } : undefined;
  }
  const watched = probeAt(trace?.probes ?? [], probe);
  return watched && (wholeTensor(watched, name) ?? intoGate(watched, name));
}

function wholeTensor({ tensors }: PanelProbe, name: string): ShownTensor | undefined {
  const tensor = tensors.find((candidate) => candidate.name === name);
  const [rows = 0, size = 1] = tensor?.shape ?? [];
  return tensor?.values ? { values: tensor.values, shape: [rows, size] } : undefined;
}

/** The preactivation of one gate, `l0.preactivation.f`: some columns of the preactivations of all gates. */
function intoGate(probe: PanelProbe, name: string): ShownTensor | undefined {
  const { whole: of, gate } = storedTensor(name);
  const whole = wholeTensor(probe, of);
  const block = blockOfGate(gate);
  if (!whole || !block) {
    return undefined;
  }
  const [rows, all] = whole.shape;
  const size = all / block.letters.length;
  const first = block.index * size;
  const values = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const at = row * all + first;
    values.set(whole.values.subarray(at, at + size), row * size);
  }
  return { values, shape: [rows, size] };
}
