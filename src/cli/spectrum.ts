/**
 * `unroll spectrum`: the eigenvalues of every recurrent block of a checkpoint, as a table or as JSON lines.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Spectrum } from '../analysis/spectrum/spectrum';
import { significant } from '../notation/numbers';
import { fileNames } from '../run/files/folder';
import { spectraOf } from '../run/questions/spectra';
import { alignedRows } from './alignedRows';
import { say } from './output';

/** Eigenvalues shown for each block in the table. */
const shownEigenvalues = 4;

/**
 * @param checkpoint a file, or the folder of a run
 * @throws InputError with one line where it is not a checkpoint
 */
export async function printSpectra(checkpoint: string, json: boolean): Promise<void> {
  const spectra = await spectraOf(await checkpointFile(checkpoint), 'all');
  if (json) {
    for (const spectrum of spectra) {
      say(JSON.stringify(summary(spectrum)));
    }
  } else {
    table(spectra).forEach(say);
  }
}

async function checkpointFile(given: string): Promise<string> {
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false, // reading it reports what is wrong
  );
  return isFolder ? path.join(given, fileNames.checkpoint) : given;
}

/** A spectrum for JSON, which has no infinity: the condition of a singular matrix of eigenvectors is null. */
function summary(spectrum: Spectrum) {
  return {
    name: spectrum.name,
    size: spectrum.size,
    eigenvalues: spectrum.eigenvalues,
    spectralRadius: spectrum.spectralRadius,
    largestSingularValue: spectrum.largestSingularValue,
    conditionOfEigenvectors: Number.isFinite(spectrum.conditionOfEigenvectors)
      ? spectrum.conditionOfEigenvectors
      : null,
    departureFromNormality: spectrum.departureFromNormality,
    nearlyDefective: spectrum.nearlyDefective,
  };
}

function table(spectra: readonly Spectrum[]): string[] {
  const rows = [
    ['block', 'H', 'spectral radius', 'largest singular value', 'cond(P)', 'leading eigenvalues'],
    ...spectra.map((spectrum) => [
      spectrum.name,
      String(spectrum.size),
      significant(spectrum.spectralRadius, 4),
      significant(spectrum.largestSingularValue, 4),
      `${Number.isFinite(spectrum.conditionOfEigenvectors) ? significant(spectrum.conditionOfEigenvectors, 4) : 'infinite'}${spectrum.nearlyDefective ? ' (nearly defective)' : ''}`,
      leading(spectrum),
    ]),
  ];
  return alignedRows(rows);
}

/** A complex pair is written once: `0.9 ± 0.1i`. */
function leading({ eigenvalues }: Spectrum): string {
  const words = eigenvalues
    .filter(([, im]) => im >= 0)
    .map(([re, im]) => (im === 0 ? significant(re, 4) : `${significant(re, 4)} ± ${significant(im, 4)}i`));
  const more = words.length > shownEigenvalues ? ', …' : '';
  return words.slice(0, shownEigenvalues).join(', ') + more;
}
