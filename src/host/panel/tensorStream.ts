/** Sends a moment's tensors to the page in parts, the most urgent first, never more than it takes. */

import { elementsOf } from '../../notation/shape';
import { nameInFile } from '../../notation/tensorNames';
import type { HostToPanel, WantedTensor } from '../../protocol/panel';
import type { ProbeKey } from '../../protocol/pickedSequence';
import { InputError } from '../../run/files/inputError';
import { probePlace } from '../../run/files/snapshots';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { readWeights } from '../../run/files/traces';

/** Elements in one message, 2 MB: neither side is held up for long by one. */
export const partElements = 500_000;

export class TensorStream {
  private wanted: readonly WantedTensor[] = [];
  private busy = false;

  /**
   * @param folder of the run
   * @param post resolves when the page has the message
   * @param fail hears why a tensor could not be read
   */
  constructor(
    private readonly folder: string,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** What is wanted now, in this order; what was wanted before is dropped, but for the part that is on its way. */
  async want(wanted: readonly WantedTensor[]): Promise<void> {
    this.wanted = wanted;
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      for (let next = this.wanted.at(0); next; next = this.wanted.at(0)) {
        await this.sendAllOf(next.update, next.probe);
      }
    } catch (error) {
      this.wanted = [];
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  /** Everything that is wanted of one file, as long as nothing else goes before. */
  private async sendAllOf(update: number, probe: ProbeKey | null): Promise<void> {
    if (probe === null) {
      await this.sendBlocks(update);
      return;
    }
    const place = probePlace(this.folder, update, probe);
    const file = await OpenTensorFile.open(place.file, 'trace');
    try {
      for (let next = this.nextOf(update, probe); next; next = this.nextOf(update, probe)) {
        const name = nameInFile(place.index, next.name);
        const shape = file.layout.tensors.get(name)?.shape;
        if (shape === undefined) {
          throw new InputError(`the trace after ${update} updates has no tensor "${next.name}"`);
        }
        await this.sendParts(next, elementsOf(shape), (at, count) => file.read(name, at, count));
      }
    } finally {
      await file.close();
    }
  }

  private async sendBlocks(update: number): Promise<void> {
    const { blocks } = await readWeights(this.folder, update);
    for (let next = this.nextOf(update, null); next; next = this.nextOf(update, null)) {
      const { name } = next;
      const block = blocks.find((candidate) => candidate.name === name);
      if (!block) {
        throw new InputError(`the weights after ${update} updates have no block "${name}"`);
      }
      const { values } = block;
      await this.sendParts(next, values.length, async (at, count) => values.slice(at, at + count));
    }
  }

  private async sendParts(
    tensor: WantedTensor,
    elements: number,
    read: (at: number, count: number) => Promise<Float32Array>,
  ): Promise<void> {
    for (let at = 0; at < elements || at === 0; at += partElements) {
      const values = await read(at, partElements);
      if (!this.wanted.includes(tensor) && !this.wanted.some((other) => isSame(other, tensor))) {
        return;
      }
      await this.post({ type: 'part', ...tensor, at, values });
    }
    this.wanted = this.wanted.filter((other) => !isSame(other, tensor));
  }

  private nextOf(update: number, probe: ProbeKey | null): WantedTensor | undefined {
    const [next] = this.wanted;
    return next?.update === update && next.probe === probe ? next : undefined;
  }
}

function isSame(one: WantedTensor, other: WantedTensor): boolean {
  return one.update === other.update && one.probe === other.probe && one.name === other.name;
}
