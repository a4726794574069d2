/**
 * `npm start` on a machine without a desktop VS Code: it prints an address, and the panel is alive when the
 * page appears.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { type Browser, openBrowser } from '../vscode/browser';
import { root } from '../vscode/folders';
import { heatmap, waitForStatus } from './panelPage';

describe('npm start', function () {
  this.timeout(120_000);
  let start: ChildProcess;
  let browser: Browser | undefined;

  after(async () => {
    await browser?.close();
    start.kill('SIGKILL');
  });

  it('prints an address where the weather example is in training, and ends with Ctrl-C', async () => {
    // Without a display, no desktop VS Code is looked for.
    const env = { ...process.env, BROWSER: 'none', DISPLAY: '', WAYLAND_DISPLAY: '' };
    start = spawn(process.execPath, [path.join(root, 'dist', 'test', 'vscode', 'start.js')], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await addressFrom(start);
    browser = await openBrowser();
    await browser.page.goto(address);
    const panel = browser.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await waitForStatus(panel, 'running', 'completed');
    await heatmap(panel, 'l0.h').waitFor();

    const ended = once(start, 'exit');
    start.kill('SIGINT');
    const [code] = await ended;
    assert.equal(code, 0);
    await assert.rejects(fetch(address), 'the server is gone');
  });
});

async function addressFrom({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout);
  for await (const line of readline.createInterface({ input: stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1\S+/.exec(line) ?? [];
    if (address) {
      return address;
    }
  }
  return assert.fail('npm start printed no address');
}
