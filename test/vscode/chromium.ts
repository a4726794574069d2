/**
 * The browser that tests and screenshots drive: an installed Chromium or Chrome, else Debian's if root may
 * install it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command';
import { Trouble, working } from './say';

/** Returns the path of the executable, after installing one if possible. */
export async function findChromium(): Promise<string> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) {
      throw new Trouble(`CHROME_PATH is ${chosen}, where there is no file: set it to a Chromium or Chrome.`);
    }
    return chosen;
  }
  const found = installed();
  if (found) {
    return found;
  }
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Trouble(
      'The browser tests need Chromium or Chrome: install one, or set CHROME_PATH to its executable.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await working(
    'No Chromium found. Reading the list of packages',
    runCommand('apt-get', ['update'], { env }),
  );
  await working(
    'Installing Chromium with apt-get',
    runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env }),
  );
  const fresh = installed();
  if (!fresh) {
    throw new Trouble(
      'apt-get installed a package chromium that holds no browser: install Chromium or Chrome yourself, and set CHROME_PATH to its executable.',
    );
  }
  return fresh;
}

/** Debian's Chromium is tried first, because it runs as root without options. */
function installed(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].map((folder) =>
      path.join(folder ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ),
  ].find((file) => path.isAbsolute(file) && existsSync(file));
}
