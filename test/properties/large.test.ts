import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { allBuilds } from '../kernels';
import { cells, every, type LargeReference, largeGradients, largeProblem } from '../reference/large';
import { root } from '../vscode/folders';

const file = path.join(root, 'test', 'reference', 'large.json');
const references: Record<(typeof cells)[number], LargeReference> = JSON.parse(readFileSync(file, 'utf8'));

describe('128 units over 100 steps against PyTorch in float64', () => {
  for (const { name, kernels, precision } of allBuilds) {
    for (const cell of cells) {
      it(`${cell}: loss and gradients of the ${name} kernels`, () => {
        const tolerance = precision === 'float64' ? 1e-9 : 1e-5;
        const expected = references[cell];
        const { loss, gradients } = largeGradients(largeProblem(cell), kernels(), precision);
        assert.ok(Math.abs(loss / expected.loss - 1) < tolerance, `${loss} ${expected.loss}`);
        for (const [of, { largest, values }] of Object.entries(expected.gradients)) {
          const ours = gradients[of];
          assert.equal(values.length, Math.ceil(ours.length / every));
          values.forEach((value, j) => {
            const error = Math.abs(ours[j * every] - value) / largest;
            assert.ok(error <= tolerance, `${of}[${j * every}] is off by ${error} of the largest`);
          });
        }
      });
    }
  }
});
