/**
 * Installs the peers. They are not part of the project and are installed only when `--install-peers` is
 * given.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runCommand, runNpm } from '../../test/vscode/command';
import { root } from '../../test/vscode/folders';
import { Trouble, working } from '../../test/vscode/say';

/** Debian's Python: its torch package works only with this one, whichever Python is first on the path. */
export const python = '/usr/bin/python3';
const debian = ['python3-torch', 'libopenblas0-pthread'];

/** Folder of the npm packages; ignored by git. */
const npmFolder = path.join(root, 'bench', '.peers');
const npm = {
  '@tensorflow/tfjs': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'brain.js': '2.0.0-beta.24',
};

/** Returns Debian's version of torch, after making sure that torch and a fast BLAS are installed. */
export async function findTorch(mayInstall: boolean): Promise<string> {
  const command = `apt-get install --no-install-recommends ${debian.join(' ')}`;
  if (!(await hasDebian())) {
    if (!mayInstall) {
      throw new Trouble(
        `PyTorch as a peer needs ${debian.join(' and ')}: ${command}, or pass --install-peers.`,
      );
    }
    if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
      throw new Trouble(`--install-peers can install PyTorch only as root on Debian. Install it: ${command}`);
    }
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await working('Reading the list of packages', runCommand('apt-get', ['update'], { env }));
    await working(
      `Installing ${debian.join(', ')} with apt-get`,
      runCommand('apt-get', ['install', '--yes', '--no-install-recommends', ...debian], { env }),
    );
  }
  return (await debianVersion(debian[0])).replace(/[+-].*/, '');
}

async function hasDebian(): Promise<boolean> {
  if (!existsSync(python) || !existsSync('/usr/bin/dpkg-query')) {
    return false;
  }
  const versions = await Promise.all(debian.map(debianVersion));
  return versions.every((version) => version !== '');
}

/** Returns the installed version, or an empty string. */
async function debianVersion(name: string): Promise<string> {
  const status = await runCommand('dpkg-query', ['--status', name], { mayFail: true });
  const installed = /^Status: .* installed$/m.test(status);
  return (installed && /^Version: (.*)$/m.exec(status)?.[1]) || '';
}

/** The folder that holds node_modules with the npm peers. */
export async function findNpmPeers(mayInstall: boolean): Promise<string> {
  const missing = Object.keys(npm).filter((name) => !existsSync(path.join(npmFolder, 'node_modules', name)));
  if (missing.length > 0) {
    if (!mayInstall) {
      throw new Trouble(
        `${missing.join(', ')} not in ${npmFolder}: pass --install-peers to fetch them with npm.`,
      );
    }
    const packages = Object.entries(npm).map(([name, version]) => `${name}@${version}`);
    await mkdir(npmFolder, { recursive: true });
    await working(
      `Installing ${packages.join(', ')} into ${npmFolder}`,
      // Scripts are skipped, because brain.js would build an OpenGL binding that its recurrent networks never
      // use.
      runNpm(
        [
          'install',
          '--prefix',
          npmFolder,
          '--no-save',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          ...packages,
        ],
        {
          cwd: npmFolder,
        },
      ),
    );
  }
  return npmFolder;
}
