/**
 * Get Started, as a newcomer follows it: the steps are there with their pictures, and completed ones are
 * ticked off.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from '../vscode/workbench';

describe('a newcomer in Get Started', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 900 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  const steps = () => workbench.page.locator('.getting-started-step');
  const openWalkthrough = async () => {
    await workbench.command('Welcome: Open Walkthrough...');
    await workbench.answer('Get Started with Unroll', 'Unroll');
    await steps().first().waitFor();
  };

  it('finds five steps, each with its picture', async () => {
    await openWalkthrough();
    assert.equal(await steps().count(), 5);
    for (let step = 0; step < 5; step++) {
      await steps().nth(step).click();
      const picture = workbench.page.locator('.getting-started-media img').first();
      await picture.waitFor();
      await workbench.page.waitForFunction(() => {
        const image = document.querySelector('.getting-started-media img');
        return image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0;
      });
      assert.ok(((await picture.getAttribute('alt')) ?? '').length > 20);
    }
  });

  it('begins with a task, and finds that step and the next ones done', async () => {
    await steps().nth(0).click();
    await workbench.page
      .locator('.getting-started-step a', { hasText: 'Begin with the adding problem' })
      .click();
    await workbench.answer('RNN');
    await workbench.page.locator('.tab', { hasText: 'adding.unroll.json' }).waitFor();
    assert.ok(existsSync(path.join(workbench.folder, 'adding.unroll.json')));
    const card = workbench.panel.locator('unroll-start-page [data-from="sine"]');
    await card.waitFor();
    await workbench.command('Unroll: Inspect Gradients');
    await openWalkthrough();
    const done = workbench.page.locator('.getting-started-step .codicon-getting-started-step-checked');
    await done.nth(1).waitFor();
  });
});
