/**
 * Draws `media/training-step.png` from `bench/results.json`: `node dist/bench/chart.js` after
 * `npm run bench`.
 */
import path from 'node:path';
import type { Machine } from '../src/speed/machine';
import { describeShape } from '../src/speed/problem';
import { openBrowser } from '../test/vscode/browser';
import { root } from '../test/vscode/folders';
import { runMain, Trouble } from '../test/vscode/say';
import { readResults, resultsFile } from './results';
import type { TrainingNumbers } from './training';
import { isTogether } from './trainingTables';

const colours = {
  Unroll: '#2f74c0',
  'Unroll, 2 threads': '#7fb0e6',
  PyTorch: '#c8641e',
  'TensorFlow.js': '#8a8a8a',
  'brain.js': '#bdbdbd',
};
const barHeight = 13;
const left = 210;
const right = 70;
const width = 860;
/** Milliseconds at the left and right ends of the scale. */
const [shortest, longest] = [0.1, 1000];

async function main(): Promise<void> {
  const { training } = readResults();
  if (!training?.numbers) {
    throw new Trouble(`${resultsFile} has no comparison of training steps: npm run bench -- training`);
  }
  const { svg, height } = draw(training.numbers, training.machine);
  const { page, close } = await openBrowser({ width, height });
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await page.screenshot({ path: path.join(root, 'media', 'training-step.png') });
  await close();
}

function draw(
  { comparisons }: TrainingNumbers,
  { cpu, cores, system }: Machine,
): { svg: string; height: number } {
  const x = (milliseconds: number) =>
    left + ((width - left - right) * Math.log(milliseconds / shortest)) / Math.log(longest / shortest);
  const parts: string[] = [];
  let y = 64;
  for (const { shape, measured } of comparisons) {
    const middle = y + (measured.length * barHeight) / 2 + 4;
    parts.push(`<text x="${left - 10}" y="${middle}" text-anchor="end">${describeShape(shape)}</text>`);
    for (const each of measured) {
      const { name, milliseconds } = each;
      const label = isTogether(each) ? 'Unroll, 2 threads' : name;
      const [peer, colour] = Object.entries(colours).findLast(([known]) => label.startsWith(known)) ?? [
        name,
        '#000',
      ];
      const end = x(milliseconds.median);
      const value =
        milliseconds.median >= 100 ? milliseconds.median.toFixed(0) : milliseconds.median.toPrecision(3);
      parts.push(
        `<rect x="${left}" y="${y}" width="${end - left}" height="${barHeight - 2}" fill="${colour}"><title>${peer}</title></rect>`,
        `<text x="${end + 5}" y="${y + barHeight - 3}" class="value">${value} ms</text>`,
      );
      y += barHeight;
    }
    y += 9;
  }
  const ticks = [0.1, 1, 10, 100, 1000].map(
    (tick) =>
      `<path d="M${x(tick)} 56V${y}" stroke="#ddd"/><text x="${x(tick)}" y="${y + 14}" text-anchor="middle" class="value">${tick} ms</text>`,
  );
  const legend = Object.entries(colours).map(
    ([peer, colour], i) =>
      `<rect x="${left + 130 * i}" y="36" width="11" height="11" fill="${colour}"/><text x="${left + 16 + 130 * i}" y="46">${peer}</text>`,
  );
  const height = y + 44;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" style="display:block;background:#fff">
<style>text{font:12px sans-serif;fill:#222}.value{font-size:10px;fill:#555}.title{font-size:14px;font-weight:600}</style>
<text x="10" y="20" class="title">One training step of one layer: forward, backward through time, Adam (log scale, shorter is better)</text>
${legend.join('')}${ticks.join('')}${parts.join('')}
<text x="10" y="${height - 8}" class="value">${cpu}, ${cores} cores, ${system.split(' ', 2).join(' ')}; medians of interleaved rounds</text></svg>`;
  return { svg, height };
}

runMain(main);
