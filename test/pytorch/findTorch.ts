/** The Python that runs exported models: one with PyTorch, else Debian's if root may install it. */
import { existsSync } from 'node:fs';
import { runCommand } from '../vscode/command';
import { Trouble, working } from '../vscode/say';

const debian = '/usr/bin/python3';

/** Returns the path of the executable, after installing PyTorch if possible. */
export async function findTorch(): Promise<string> {
  const chosen = process.env.PYTHON;
  if (chosen) {
    if (!(await hasTorch(chosen))) {
      throw new Trouble(`PYTHON is ${chosen}, which cannot import torch: set it to a Python with PyTorch.`);
    }
    return chosen;
  }
  for (const python of [debian, 'python3']) {
    if (await hasTorch(python)) {
      return python;
    }
  }
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Trouble(
      'The tests of exported models need PyTorch: install it, or set PYTHON to a Python that has it.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await working('No PyTorch found. Reading the list of packages', runCommand('apt-get', ['update'], { env }));
  await working(
    'Installing python3-torch with apt-get',
    runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'python3-torch'], { env }),
  );
  if (!(await hasTorch(debian))) {
    throw new Trouble(
      `${debian} cannot import torch, though apt-get installed python3-torch: install PyTorch yourself, and set PYTHON.`,
    );
  }
  return debian;
}

async function hasTorch(python: string): Promise<boolean> {
  const version = await runCommand(python, ['-c', 'import torch; print(torch.__version__)'], {
    mayFail: true,
  }).catch(
    () => '', // there is no such program
  );
  return /^\d/.test(version);
}
