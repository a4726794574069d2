/** Writes a run's model in a format that other programs use: an ONNX file, or a folder for PyTorch. */
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ExportedModel, exportedModel } from '../../export/common/exportedModel';
import { canCarryStates } from '../../export/onnx/carriedStates';
import { onnxModel } from '../../export/onnx/onnxModel';
import { pytorchFiles } from '../../export/pytorch/pytorchFiles';
import { FormatError } from '../../formats/safetensors';
import type { ModelExport } from '../../protocol/worker';
import { isSystemError, writeError } from '../files/fileErrors';
import { writeWhole } from '../files/files';
import { fileNames, readRunConfig, readRunRecord } from '../files/folder';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { type RunPlace, trainedDataOf } from './trainedData';

/** @throws InputError with one line where the run cannot be read, carries no states, or cannot be written */
export async function exportModel(place: RunPlace, { to, states, out }: ModelExport): Promise<void> {
  const model = await readModel(place);
  if (states && !canCarryStates(model.spec)) {
    throw new InputError(
      `${place.folder}: states can be carried only by a model that reads many steps in one direction (many-to-one, many-to-many), not by this one`,
    );
  }
  try {
    if (to === 'onnx') {
      writeWhole(out, onnxModel(model, states));
    } else {
      await writeFolder(out, pytorchFiles(model));
    }
  } catch (error) {
    throw isSystemError(error) ? new InputError(`cannot write ${out}: ${writeError(error)}`) : error;
  }
}

async function readModel(place: RunPlace): Promise<ExportedModel> {
  const { folder } = place;
  const record = await readRunRecord(folder);
  const config = await readRunConfig(folder);
  const file = path.join(folder, fileNames.checkpoint);
  const training = await trainedDataOf(place, config);
  const checkpoint = await readTensorFile(file, 'checkpoint');
  const run = { run: path.basename(folder), config, record, trained: training?.trained ?? null, checkpoint };
  try {
    return exportedModel(run, UNROLL_VERSION);
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

/** Writes into a new or empty folder, or over an export that is there. */
async function writeFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Python leaves its compiled modules in __pycache__.
  const other = (await readdir(folder)).find((name) => !files.has(name) && name !== '__pycache__');
  if (other !== undefined) {
    throw new InputError(`${folder} holds "${other}", which is not part of an export; name another folder`);
  }
  for (const [name, content] of files) {
    writeWhole(path.join(folder, name), content);
  }
}
