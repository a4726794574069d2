/** `npm run test:reference -- FILE.json…`: the engine against numbers from elsewhere. Exits non-zero beyond the tolerance. */
import path from 'node:path';
import { referenceKernels } from '../../src/engine/kernels/reference';
import { checkCase } from './check';
import { readReference } from './format';

const tolerance = { float64: 1e-9, float32: 2e-5 } as const;
const kernels = [referenceKernels];

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
      for (const kernel of kernels) {
        for (const precision of ['float64', 'float32'] as const) {
          const errors = checkCase(reference, kernel, precision);
          const good = Math.max(...Object.values(errors)) <= tolerance[precision];
          good ? passed++ : failed++;
          const cells = [errors.output, errors.states, errors.gradients, errors.jacobian].map((error) =>
            error.toExponential(1),
          );
          console.log(
            row(reference.name, `${kernel.name} ${precision}`, ...cells) +
              (good ? '' : `  above ${tolerance[precision]}`),
          );
        }
      }
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
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
