/** The format of a file of predictions, which its extension decides. */
import path from 'node:path';
import { InputError } from '../files/inputError';
import { CsvFile } from './csvFile';
import { JsonlFile } from './jsonlFile';
import { NpzFile } from './npzFile';
import type { PredictionFile, PredictionLayout } from './prediction';

const formats = { '.csv': CsvFile, '.jsonl': JsonlFile, '.npz': NpzFile } as const;

/** @throws InputError with the valid extensions for any other */
export function checkExtension(file: string): keyof typeof formats {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.csv' || extension === '.jsonl' || extension === '.npz') {
    return extension;
  }
  throw new InputError(`${file}: predictions are written as .csv, .jsonl or .npz`);
}

/** @throws InputError where the file cannot be written */
export function openPredictionFile(file: string, layout: PredictionLayout): PredictionFile {
  return new formats[checkExtension(file)](file, layout);
}
