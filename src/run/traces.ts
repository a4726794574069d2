/** What a run's folder holds for the views: traces of probes, and recurrent weights. */
import path from 'node:path';
import * as z from 'zod';
import { recurrentBlocks } from '../analysis/blocks';
import type { Trace } from '../engine/training';
import { encodeSafetensors, type NamedTensor, type TensorFile } from '../formats/safetensors';
import type { PanelProbe, PanelTensor, WeightBlock } from '../protocol';
import { BadInput } from './badInput';
import { fileNames } from './folder';
import { weightsFileOf } from './moments';
import { readTensorFile } from './tensorFile';

type Cell = 'rnn' | 'lstm' | 'gru';

const traceSchema = z.object({
  step: z.coerce.number().int().min(0),
  epoch: z.coerce.number().int().min(0),
  probes: z
    .string()
    .transform(parseJson)
    .pipe(
      z.array(z.object({ sequence: z.int().min(0), label: z.string(), stepLabels: z.array(z.string()) })),
    ),
});

/**
 * The bytes of a trace file: the traces of all probes after one update. The tensors of the first probe bear the names
 * of the design (`l0.h`), those of the second begin with `p1.`, and so on.
 */
export function encodeTraces(traces: readonly Trace[], step: number, epoch: number): Uint8Array {
  const tensors: [string, NamedTensor][] = [];
  traces.forEach((trace, p) => {
    for (const [name, tensor] of trace.tensors) {
      tensors.push([p === 0 ? name : `p${p}.${name}`, tensor]);
    }
  });
  const probes = traces.map(({ sequence, label, stepLabels }) => ({ sequence, label, stepLabels }));
  return encodeSafetensors(tensors, {
    format: 'unroll trace 1',
    step: String(step),
    epoch: String(epoch),
    probes: JSON.stringify(probes),
  });
}

/** The bytes of a file with the weights of one moment: those of a checkpoint, without what only training needs. */
export function encodeWeights({ tensors, metadata }: TensorFile): Uint8Array {
  const { position, ...rest } = metadata;
  return encodeSafetensors(
    [...tensors].filter(([name]) => /^(rnn|decoder|readout)\./.test(name)),
    { ...rest, format: 'unroll weights 1' },
  );
}

/**
 * A trace file, its tensors sorted to their probes.
 * @throws BadInput where the file is not a trace
 */
export async function readTraces(
  file: string,
): Promise<{ step: number; epoch: number; probes: readonly PanelProbe[] }> {
  const { tensors, metadata } = await readTensorFile(file, 'trace');
  const parsed = traceSchema.safeParse(metadata);
  if (!parsed.success) {
    throw new BadInput(`${file} is not a trace: its metadata does not say step, epoch and probes`);
  }
  const { step, epoch, probes } = parsed.data;
  const byProbe = probes.map((): PanelTensor[] => []);
  for (const [name, { shape, values }] of tensors) {
    const [, number = '0', own] = /^(?:p(\d+)\.)?(.*)$/.exec(name) ?? [];
    if (values instanceof Float32Array) {
      byProbe[Number(number)]?.push({ name: own, shape, values });
    }
  }
  return { step, epoch, probes: probes.map((probe, p) => ({ ...probe, tensors: byProbe[p] })) };
}

/** By name, as the analysis takes them. */
export function tensorsOf({ tensors }: PanelProbe): ReadonlyMap<string, NamedTensor> {
  return new Map(tensors.map(({ name, shape, values }) => [name, { shape, values }]));
}

/**
 * The recurrent blocks of a run, as they were after `step` updates, or as they are in its checkpoint.
 * @throws BadInput where it has none
 */
export async function readWeights(
  folder: string,
  moment?: number,
): Promise<{ cell: Cell; step: number; blocks: readonly WeightBlock[] }> {
  const file =
    moment === undefined ? path.join(folder, fileNames.checkpoint) : await weightsFileOf(folder, moment);
  const checkpoint = await readTensorFile(file, 'checkpoint');
  const cell = cellOfCheckpoint(checkpoint, file);
  const step = Number(checkpoint.metadata.step ?? 0);
  return { cell, step, blocks: recurrentBlocks(checkpoint, cell) };
}

const cells = new Map<number, Cell>([
  [1, 'rnn'],
  [3, 'gru'],
  [4, 'lstm'],
]);

/**
 * What its metadata says; of a file from elsewhere, what the shape of its recurrent weights says: `[G·H, H]` with G gates.
 * @throws BadInput where neither does
 */
export function cellOfCheckpoint({ metadata, tensors }: TensorFile, file: string): Cell {
  const said = z.enum(['rnn', 'lstm', 'gru']).safeParse(metadata.cell);
  if (said.success) {
    return said.data;
  }
  const [rows, size] = tensors.get('rnn.weight_hh_l0')?.shape ?? [];
  const cell = rows && size ? cells.get(rows / size) : undefined;
  if (!cell) {
    throw new BadInput(
      `${file} is not a checkpoint of a recurrent model: expected rnn.weight_hh_l0 of shape [G·H, H] with G = 1 (rnn), 3 (gru) or 4 (lstm)`,
    );
  }
  return cell;
}

function parseJson(text: string, context: z.core.$RefinementCtx<string>): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
}
