/**
 * A summary of a run, so short that a list can show hundreds: read without all its metrics, its traces and
 * its weights.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config/schema';
import type { Diagnosis, RunRecord } from '../../protocol/run';
import { isSystemError } from './fileErrors';
import { readFindings } from './findings';
import { fileNames, readRunConfig, readRunRecord } from './folder';
import { InputError } from './inputError';
import { readLossCurve } from './lossCurve';
import { readTitle } from './title';

export interface RunSummary {
  /** Absolute. */
  readonly folder: string;
  /** Title that a person gave the run; null where there is none. */
  readonly title: string | null;
  readonly record: RunRecord;
  readonly config: Config;
  /** The training loss over the run, in at most some dozens of values. */
  readonly curve: readonly number[];
  /** Null for a run that has not been diagnosed. */
  readonly diagnosis: Diagnosis | null;
  /** The parts of the run that could not be read, a line each. */
  readonly problems: readonly string[];
}

/** @throws InputError with one line where it is not a run, or its record or config cannot be read */
export async function readRunSummary(folder: string): Promise<RunSummary> {
  const [record, config, title] = await Promise.all([
    readRunRecord(folder),
    readRunConfig(folder),
    readTitle(folder),
  ]);
  const problems: string[] = [];
  const tolerated = async <T>(reading: Promise<T>, instead: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if (error instanceof InputError) {
        problems.push(error.message);
        return instead;
      }
      throw error;
    }
  };
  const [curve, diagnosis] = await Promise.all([
    tolerated(readLossCurve(path.join(folder, fileNames.metrics)), []),
    tolerated(readFindings(folder), null),
  ]);
  return { folder, title, record, config, curve, diagnosis, problems };
}

/** A stamp that stays the same as long as no file of the run was written, and differs afterwards. */
export async function stampOf(folder: string): Promise<string> {
  const files = [fileNames.record, fileNames.config, fileNames.metrics, fileNames.findings, fileNames.title];
  const stamps = await Promise.all(files.map((file) => fileStamp(path.join(folder, file))));
  return stamps.join(' ');
}

async function fileStamp(file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs}:${size}`;
  } catch (error) {
    if (isSystemError(error)) {
      return error.code;
    }
    throw error;
  }
}
