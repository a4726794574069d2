/**
 * `npm run test:reference -- FILE.json…`: checks the engine against numbers from elsewhere. Exits non-zero
 * beyond the tolerance.
 */
import { messageOf } from '../../src/notation/errors';
import path from 'node:path';
import { allBuilds } from '../kernels';
import { checkCase } from './check';
import { readReference } from './format';

const tolerance = { float64: 1e-9, float32: 2e-5 } as const;

let failed = 0;
let passed = 0;
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run test:reference -- FILE.json…   (the format of test/reference/cells.json)');
  process.exitCode = 2;
}
for (const file of files) {
  try {
    const cases = readReference(file);
    console.log(`${path.basename(file)}: largest relative error of ${cases.length} cases`);
    console.log(row('case', 'kernels', 'output', 'states', 'gradients', 'jacobian'));
    for (const reference of cases) {
      for (const { name, kernels, precision } of allBuilds) {
        const errors = checkCase(reference, kernels(), precision);
        const good = Math.max(...Object.values(errors)) <= tolerance[precision];
        good ? passed++ : failed++;
        const cells = [errors.output, errors.states, errors.gradients, errors.jacobian].map((error) =>
          error.toExponential(1),
        );
        console.log(row(reference.name, name, ...cells) + (good ? '' : `  above ${tolerance[precision]}`));
      }
    }
  } catch (error) {
    console.error(messageOf(error));
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) {
  process.exitCode = 1;
}

function row(name: string, kernel: string, ...cells: string[]): string {
  return name.padEnd(40) + kernel.padEnd(20) + cells.map((cell) => cell.padStart(10)).join('');
}
