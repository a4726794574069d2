/** What a run's folder holds for the views: traces of probes, and recurrent weights. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { recurrentBlocks } from '../analysis/blocks';
import { decodeSafetensors, FormatError, type TensorFile } from '../formats/safetensors';
import type { PanelProbe, PanelTensor, WeightBlock } from '../protocol';
import { fileNames } from './folder';

const probesSchema = z.array(
  z.object({ sequence: z.int(), label: z.string(), stepLabels: z.array(z.string()) }),
);
const cellSchema = z.enum(['rnn', 'lstm', 'gru']);

/**
 * The tensors of the first probe bear the names of the design (`l0.h`), those of the second begin with `p1.`, and so on.
 * @throws FormatError where the file is not a trace
 */
export async function readTraces(
  file: string,
): Promise<{ step: number; epoch: number; probes: readonly PanelProbe[] }> {
  const { tensors, metadata } = decodeSafetensors(await readFile(file));
  const probes = probesSchema.safeParse(JSON.parse(metadata.probes ?? 'null'));
  if (!probes.success) {
    throw new FormatError(`${file} is not a trace: its metadata does not list probes`);
  }
  const byProbe = probes.data.map((): PanelTensor[] => []);
  for (const [name, { shape, values }] of tensors) {
    const [, number, own] = /^(?:p(\d+)\.)?(.*)$/.exec(name) ?? [];
    const list = byProbe[Number(number ?? 0)];
    if (list && values instanceof Float32Array) {
      list.push({ name: own, shape, values });
    }
  }
  return {
    step: Number(metadata.step),
    epoch: Number(metadata.epoch),
    probes: probes.data.map((probe, p) => ({ ...probe, tensors: byProbe[p] })),
  };
}

/** The recurrent blocks of a run's checkpoint. @throws FormatError where it is not one */
export async function readWeights(
  folder: string,
): Promise<{ cell: 'rnn' | 'lstm' | 'gru'; step: number; blocks: readonly WeightBlock[] }> {
  const file = decodeSafetensors(await readFile(path.join(folder, fileNames.checkpoint)));
  const cell = cellOfCheckpoint(file);
  return { cell, step: Number(file.metadata.step), blocks: recurrentBlocks(file, cell) };
}

/** @throws FormatError where the metadata does not say */
export function cellOfCheckpoint({ metadata }: TensorFile): 'rnn' | 'lstm' | 'gru' {
  const cell = cellSchema.safeParse(metadata.cell);
  if (!cell.success) {
    throw new FormatError('not a checkpoint: its metadata does not name a cell (rnn, lstm or gru)');
  }
  return cell.data;
}
