/** Passes a problem to a child process through a temporary file. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Problem, problemBytes } from '../../src/speed/problem';
import { temporaryFolder } from '../../test/vscode/folders';

/** Writes the file, and removes it once `use` is done. */
export async function withProblemFile<T>(problem: Problem, use: (file: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder('problem');
  const file = path.join(folder, 'problem.f32');
  try {
    writeFileSync(file, problemBytes(problem));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
