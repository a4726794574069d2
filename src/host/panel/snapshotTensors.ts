/** Reads the tensors of a snapshot from its files. */
import { nameInFile } from '../../notation/tensorNames';
import type { ProbeKey } from '../../protocol/pickedSequence';
import { InputError } from '../../run/files/inputError';
import { probePlace } from '../../run/files/snapshots';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { readWeights } from '../../run/files/traces';
import type { OpenTensors } from './tensorSender';

/** @param probe sequence whose trace is opened; null for the blocks of recurrent weights */
export function openSnapshot(folder: string, update: number, probe: ProbeKey | null): Promise<OpenTensors> {
  return probe === null ? openBlocks(folder, update) : openTrace(folder, update, probe);
}

async function openTrace(folder: string, update: number, probe: ProbeKey): Promise<OpenTensors> {
  const place = probePlace(folder, update, probe);
  const file = await OpenTensorFile.open(place.file, 'trace');
  return {
    size: async (name) => {
      const shape = file.layout.tensors.get(nameInFile(place.index, name))?.shape;
      if (shape === undefined) {
        throw new InputError(`the trace after ${update} updates has no tensor "${name}"`);
      }
      return shape.reduce((product, size) => product * size, 1);
    },
    read: (name, at, count) => file.read(nameInFile(place.index, name), at, count),
    close: () => file.close(),
  };
}

async function openBlocks(folder: string, update: number): Promise<OpenTensors> {
  const { blocks } = await readWeights(folder, update);
  const valuesOf = (name: string) => {
    const block = blocks.find((candidate) => candidate.name === name);
    if (!block) {
      throw new InputError(`the weights after ${update} updates have no block "${name}"`);
    }
    return block.values;
  };
  return {
    size: async (name) => valuesOf(name).length,
    read: async (name, at, count) => valuesOf(name).slice(at, at + count),
    close: async () => undefined,
  };
}
