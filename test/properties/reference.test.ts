import { strict as assert } from 'node:assert';
import path from 'node:path';
import { allBuilds } from '../kernels';
import { checkCase } from '../reference/check';
import { readReference } from '../reference/format';
import { root } from '../vscode/folders';

const file = path.join(root, 'test', 'reference', 'cells.json');

describe('cells against PyTorch', () => {
  const cases = readReference(file);
  it('covers all cells, variants, layers, directions and padding', () => {
    assert.equal(cases.length, 13);
  });
  for (const { name, kernels, precision } of allBuilds) {
    const tolerance = precision === 'float64' ? 1e-9 : 2e-5;
    for (const reference of cases) {
      it(`${reference.name}: outputs, states, gradients and Jacobian of the ${name} kernels`, () => {
        const errors = checkCase(reference, kernels(), precision);
        for (const [what, error] of Object.entries(errors)) {
          assert.ok(error <= tolerance, `${what} is off by ${error}`);
        }
      });
    }
  }
});
