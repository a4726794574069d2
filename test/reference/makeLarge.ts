/**
 * Writes large.json to stdout with PyTorch's numbers (`python3 -c "import torch"` must work, or PYTHON be
 * set); see large.py.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { problemBytes } from '../../src/speed/problem';
import { root, temporaryFolder } from '../vscode/folders';
import { cells, every, largeProblem } from './large';

const folder = temporaryFolder('large');
const answers = cells.map((cell) => {
  const problem = largeProblem(cell);
  const file = path.join(folder, `${cell}.f32`);
  writeFileSync(file, problemBytes(problem));
  const { status, stdout, stderr } = spawnSync(
    process.env.PYTHON ?? 'python3',
    [path.join(root, 'test', 'reference', 'large.py')],
    { input: JSON.stringify({ file, ...problem.shape, every }), encoding: 'utf8', maxBuffer: 1e9 },
  );
  if (status !== 0) {
    throw new Error(stderr);
  }
  return `  "${cell}": ${stdout.trim()}`;
});
rmSync(folder, { recursive: true, force: true });
console.log(`{\n${answers.join(',\n')}\n}`);
