/**
 * The packaged extension, installed as users install it: the package holds everything that it needs at run
 * time.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../vscode/folders';
import { installVSCode } from '../vscode/install';
import { makePackage } from '../vscode/package';
import { installExtension } from '../vscode/server';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { coloursOf, heatmap, waitForStatus } from './panelPage';

describe('the installed package', function () {
  this.timeout(180_000);
  const installed = temporaryFolder('installed');
  let vsix = '';
  let workbench: Workbench;

  before(async () => {
    vsix = await makePackage();
    await installExtension(await installVSCode(), installed, vsix);
    workbench = await Workbench.open({ installed });
  });
  after(async () => {
    await workbench?.close();
    rmSync(installed, { recursive: true, force: true, maxRetries: 5 });
    if (vsix) {
      rmSync(path.dirname(vsix), { recursive: true, force: true });
    }
  });

  it('trains, shows states, and computes eigenvalues', async () => {
    await workbench.openFile('weather.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'running', 'completed');
    const map = heatmap(workbench.panel, 'l0.h');
    await map.scrollIntoViewIfNeeded();
    assert.ok((await coloursOf(map, 10)).different > 10);
    await workbench.panel.locator('nav button', { hasText: 'Weights' }).click();
    await workbench.panel.locator('[data-fact="spectralRadius"]').waitFor();
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });

  it('debugs the watched sequence', async () => {
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
    await workbench.command('View: Focus First Editor Group');
    await workbench.page.keyboard.press('F5');
    await workbench.page.locator('.debug-toolbar').waitFor();
    await workbench.page.locator('.monaco-editor .debug-top-stack-frame-line').first().waitFor();
    assert.deepEqual(troubles(workbench.console), []);
  });
});
