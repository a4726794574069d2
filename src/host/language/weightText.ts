/** Text of a hover on the recurrent weights of a run, as Markdown: a table for each layer and direction. */

import type { Spectrum } from '../../analysis/spectrum/spectrum';
import { spectrumSvg } from '../../analysis/spectrum/spectrumSvg';
import type { Config, ModelConfig } from '../../config/schema';
import { gateBlocks } from '../../notation/cells';
import { ago, pace } from '../../notation/durations';
import { typeset } from '../../notation/numbers';
import { blockText } from '../../notation/tensorNames';
import type { LatestRun } from '../runs/runs';

/**
 * Characters for images. VS Code truncates a hover's Markdown at 100,000 characters; images beyond this are
 * left out.
 */
const imageBudget = 70_000;
const pictureSize = 104;
/** Longest computation for a hover, in all. A 256×256 block takes about half a second. */
const longestSeconds = 10;
const leading = 3;

/**
 * Returns the reason why the spectra of a model are not computed for a hover; undefined if they can be
 * computed.
 */
export function tooLarge({ model, task }: Config): string | undefined {
  const { cell, hiddenSize, layers, bidirectional } = model;
  const stacks = bidirectional || task.shape === 'encoder-decoder' ? 2 : 1;
  const blocks = stacks * layers * gateBlocks[cell].length;
  const seconds = blocks * 0.5 * (hiddenSize / 256) ** 3;
  return seconds > longestSeconds
    ? `The eigenvalues of ${blocks} recurrent blocks of ${hiddenSize}×${hiddenSize} take about ${Math.ceil(seconds / 60)} min to compute. The panel computes those of one block at a time.`
    : undefined;
}

/** @param spectra spectra of all recurrent blocks, as the worker returns them */
export function weightText(run: LatestRun, spectra: readonly Spectrum[], dark: boolean): string {
  const { cell, hiddenSize } = run.config.model;
  const { record } = run;
  const when = ago(new Date(record.finishedAt ?? record.startedAt), new Date());
  const heading = `**Recurrent weights of the latest run**: ${cell.toUpperCase()}, ${hiddenSize} units, ${record.steps} updates, ${when}`;
  // Each column is a gate; an RNN has one block per layer, so its layers share a table.
  const columns = cell === 'rnn' ? 4 : gateBlocks[cell].length;
  const tables: string[] = [];
  let left = imageBudget;
  for (let i = 0; i < spectra.length; i += columns) {
    const blocks = spectra.slice(i, i + columns);
    const pictures = blocks.map((spectrum) => picture(spectrum, dark));
    const size = pictures.reduce((sum, { length }) => sum + length, 0);
    const fits = size <= left;
    left -= fits ? size : 0;
    tables.push(table(blocks, fits ? pictures : undefined));
  }
  return [heading, ...tables, ...warnings(spectra), meaning(cell)].join('\n\n');
}

/** Returns warnings for the blocks whose eigenvalues do not determine how their powers behave. */
function warnings(spectra: readonly Spectrum[]): string[] {
  const names = spectra.filter(({ nearlyDefective }) => nearlyDefective).map(({ name }) => blockText(name));
  return names.length > 0
    ? [
        `Nearly defective (cond(P) above 10⁸), so that powers of W do not follow the eigenvalues: ${names.join('; ')}.`,
      ]
    : [];
}

/** Returns what may be concluded (docs/math.md, "What proves what"). */
function meaning(cell: ModelConfig['cell']): string {
  return cell === 'rnn'
    ? 'Half-lives are those of W alone; saturated units (g1′ < 1) shorten them. σ_max < 1 is sufficient for a vanishing gradient, σ_max > 1 only necessary for an exploding one.'
    : 'Half-lives are those of each W alone. In the model each block is one factor among the gates and the carry path; the panel shows the gradient itself.';
}

/**
 * Returns a table with a line per measure and a column per block; its cells have no spaces at which a line
 * could break.
 */
function table(blocks: readonly Spectrum[], pictures: readonly string[] | undefined): string {
  const row = (name: string, cells: readonly string[]) => `| ${[unbroken(name), ...cells].join(' | ')} |`;
  const rowOf = (name: string, cell: (spectrum: Spectrum) => string) => row(name, blocks.map(cell));
  return [
    rowOf('', ({ name }) => blockText(name).split(', ').map(unbroken).join(', ')),
    rowOf('---', () => '---'),
    ...(pictures ? [row('', pictures)] : []),
    rowOf('spectral radius', ({ spectralRadius }) => typeset(spectralRadius)),
    rowOf('by W, a gradient', ({ spectralRadius }) => pace(Math.log(spectralRadius))),
    rowOf('largest singular value', ({ largestSingularValue }) => typeset(largestSingularValue)),
    rowOf('cond(P), W = PΛP⁻¹', ({ conditionOfEigenvectors }) => typeset(conditionOfEigenvectors)),
    rowOf('leading eigenvalues', ({ eigenvalues }) =>
      eigenvalues
        .filter(([, im]) => im >= 0) // one of each pair a ± bi is enough
        .slice(0, leading)
        .map((eigenvalue) => unbroken(eigenvalueText(eigenvalue)))
        .join(', '),
    ),
  ].join('\n');
}

/** Returns `0.91 ± 0.12i` for a complex pair and `−0.4` for a real eigenvalue. */
function eigenvalueText([re, im]: readonly [number, number]): string {
  return im === 0 ? typeset(re) : `${typeset(re)} ± ${typeset(Math.abs(im))}i`;
}

function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function picture(spectrum: Spectrum, dark: boolean): string {
  const svg = spectrumSvg(spectrum, { size: pictureSize, dark });
  return `![eigenvalues on the unit circle](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;
}
