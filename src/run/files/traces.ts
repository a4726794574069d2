/** The contents of a run's folder that the views show: traces of probes, and recurrent weights. */
import path from 'node:path';
import * as z from 'zod';
import { type Block, recurrentBlocks } from '../../analysis/spectrum/blocks';
import type { Trace } from '../../engine/training';
import {
  encodeSafetensors,
  type NamedTensor,
  type TensorFile,
  type TensorLayout,
} from '../../formats/safetensors';
import { type CellName, cellNames, gateBlocks } from '../../notation/cells';
import { nameInFile, parseNameInFile, weightName } from '../../notation/tensorNames';
import type { HostToPanel, PanelProbe, PanelTensor } from '../../protocol/panel';
import { fileNames } from './folder';
import { InputError } from './inputError';
import { weightsFileOf } from './snapshots';
import { readTensorFile } from './tensorFile';

type TraceMessage = Omit<Extract<HostToPanel, { type: 'trace' }>, 'type'>;

/** One watched sequence of a trace file. */
export interface StoredProbe extends Omit<PanelProbe, 'tensors'> {
  /** Tensors by their names without the probe's prefix. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

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
 * The bytes of a trace file: the traces of all probes after one update. The tensors of the first probe have
 * the names of the design (`l0.h`), those of the second begin with `p1.`, and so on.
 */
export function encodeTraces(traces: readonly Trace[], step: number, epoch: number): Uint8Array {
  const tensors: [string, NamedTensor][] = [];
  traces.forEach((trace, p) => {
    for (const [name, tensor] of trace.tensors) {
      tensors.push([nameInFile(p, name), tensor]);
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

/**
 * The bytes of a file with the weights of one snapshot: those of a checkpoint, without the state that only
 * training needs.
 */
export function encodeWeights({ tensors, metadata }: TensorFile): Uint8Array {
  const { position, ...rest } = metadata;
  return encodeSafetensors(
    [...tensors].filter(([name]) => /^(embedding|rnn|decoder|readout)\./.test(name)),
    { ...rest, format: 'unroll weights 1' },
  );
}

/**
 * A trace file, its tensors sorted to their probes.
 * @throws InputError where the file is not a trace
 */
export async function readTraces(
  file: string,
): Promise<{ step: number; epoch: number; probes: readonly StoredProbe[] }> {
  const { tensors, metadata } = await readTensorFile(file, 'trace');
  const { step, epoch, probes } = parseMetadata(metadata, file);
  const byProbe = probes.map(() => new Map<string, NamedTensor>());
  for (const [name, tensor] of tensors) {
    const { probe, own } = parseNameInFile(name);
    byProbe[probe]?.set(own, tensor);
  }
  return { step, epoch, probes: probes.map((probe, p) => ({ ...probe, tensors: byProbe[p] })) };
}

/** The contents of a trace file by its header: tensors without values. */
export function describeTraces({ tensors, metadata }: TensorLayout, file: string): TraceMessage {
  const { step: update, epoch, probes } = parseMetadata(metadata, file);
  const byProbe = probes.map((): PanelTensor[] => []);
  for (const [name, { dtype, shape }] of tensors) {
    const { probe, own } = parseNameInFile(name);
    if (dtype === 'F32') {
      byProbe[probe]?.push({ name: own, shape, values: null });
    }
  }
  return { update, epoch, probes: probes.map((probe, p) => ({ ...probe, tensors: byProbe[p] })) };
}

function parseMetadata(metadata: TensorFile['metadata'], file: string): z.infer<typeof traceSchema> {
  const parsed = traceSchema.safeParse(metadata);
  if (!parsed.success) {
    throw new InputError(`${file} is not a trace: its metadata does not state step, epoch and probes`);
  }
  return parsed.data;
}

/**
 * The recurrent blocks of a run after `snapshot` updates, or those of its checkpoint.
 * @throws InputError where it has none
 */
export async function readWeights(
  folder: string,
  snapshot?: number,
): Promise<{ cell: CellName; step: number; blocks: readonly Block[] }> {
  const file =
    snapshot === undefined ? path.join(folder, fileNames.checkpoint) : await weightsFileOf(folder, snapshot);
  const checkpoint = await readTensorFile(file, 'checkpoint');
  const cell = cellOfCheckpoint(checkpoint, file);
  const step = Number(checkpoint.metadata.step ?? 0);
  return { cell, step, blocks: recurrentBlocks(checkpoint, cell) };
}

/**
 * The cell that a checkpoint's metadata states; for a file from elsewhere, the one that the shape of its
 * recurrent weights implies: `[G·H, H]` with G gates.
 * @throws InputError where neither determines it
 */
export function cellOfCheckpoint({ metadata, tensors }: TensorFile, file: string): CellName {
  const said = z.enum(cellNames).safeParse(metadata.cell);
  if (said.success) {
    return said.data;
  }
  const [rows, size] = tensors.get(weightName('weight_hh', 'l0'))?.shape ?? [];
  const cell = cellNames.find((name) => size > 0 && rows === gateBlocks[name].length * size);
  if (!cell) {
    const known = cellNames.map((name) => `${gateBlocks[name].length} (${name})`).toSorted();
    throw new InputError(
      `${file} is not a checkpoint of a recurrent model: expected rnn.weight_hh_l0 of shape [G·H, H] with G = ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
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
