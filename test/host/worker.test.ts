import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { open, quickConfig, runFolders, until, writeConfig } from './workspace';

/** Number of worker threads of this process, by Node's own count. */
function workers(): number {
  const report: unknown = process.report.getReport();
  assert.ok(typeof report === 'object' && report !== null && 'workers' in report);
  assert.ok(Array.isArray(report.workers));
  return report.workers.length;
}

describe('the worker', () => {
  // This must be the last test of the suite, because it ends the extension.
  it('is gone after deactivate, also during a training', async () => {
    const extension = vscode.extensions.getExtension('unroll.unroll');
    assert.ok(extension);
    const config = writeConfig('endless', quickConfig({ training: { epochs: 100_000 } }));
    await open(config);
    await vscode.commands.executeCommand('unroll.train', config);
    await until('a run', () => runFolders(config).length > 0);
    assert.ok(workers() > 0);
    // The extension host has loaded this same module, so this is its own `deactivate`.
    const main: { deactivate(): Promise<void> } = createRequire(__filename)(
      path.join(extension.extensionPath, 'dist', 'extension.js'),
    );
    await main.deactivate();
    await until('the end of the worker threads', () => workers() === 0, 5);
  });
});
