/** What a person does whose model does not learn: sees why, tries a fix, applies it, and compares cells. By keyboard. */
import assert from 'node:assert/strict';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { textOf, waitForStatus } from './panelPage';

describe('a user whose model does not learn', function () {
  this.timeout(300_000);
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

  it('sees a squiggle at the cell, and in its hover what was measured', async () => {
    const { page, editor } = workbench;
    await workbench.openFile('adding-rnn.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed', 'stoppedEarly');
    await editor.locator('.squiggly-warning').first().waitFor();
    await goToCell();
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'How this is decided' });
    await hover.waitFor();
    assert.match(await textOf(hover), /^The gradient vanishes.*vanishingGradient.*horizon.*steps/);
    await page.keyboard.press('Escape');
  });

  it('tries a fix from the quick fixes, and sees both curves and what changed before anything is applied', async () => {
    const before = await textOf(workbench.editor.locator('.view-lines'));
    await quickFix('Try it: Use a GRU');
    const outcome = workbench.panel.locator('#comparison .outcome p');
    await outcome.waitFor();
    await workbench.panel.locator('#comparison .outcome.helped').waitFor({ timeout: 120_000 });
    assert.match(await textOf(outcome), /^It helped: the gradient reaches \d+ steps back instead of \d+/);
    const rows = workbench.panel.locator('#comparison tbody tr');
    assert.equal(await rows.count(), 2);
    assert.equal(await textOf(workbench.editor.locator('.view-lines')), before);
  });

  it('applies it by keyboard, and the finding is gone', async () => {
    await workbench.command('Notifications: Clear All Notifications');
    await quickFix('Use a GRU (helped here)');
    await workbench.editor.locator('.view-line', { hasText: '"gru"' }).waitFor();
    await workbench.editor.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
  });

  it('compares the cells on the same task', async () => {
    await workbench.command('Unroll: Compare Cells');
    const rows = workbench.panel.locator('#comparison tbody tr');
    await rows.nth(2).waitFor();
    await workbench.panel
      .locator('#comparison .summary', { hasText: 'is quickest' })
      .waitFor({ timeout: 200_000 });
    assert.match(await textOf(rows.nth(0)), /rnn/);
  });

  it('has met no error of ours in the console, and nothing was asked of the network', () => {
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });

  /** Puts the cursor on the value of `cell`. */
  async function goToCell(): Promise<void> {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await page.keyboard.press('Control+G');
    await workbench.input.fill(':7:14');
    await page.keyboard.press('Enter');
  }

  /** Chooses from the list of quick fixes at the cell. */
  async function quickFix(title: string): Promise<void> {
    const { page } = workbench;
    await goToCell();
    await page.keyboard.press('Control+.');
    const list = page.locator('.action-widget:visible');
    const wanted = list.locator('.monaco-list-row.action', { hasText: title }).first();
    await wanted.waitFor();
    const focused = list.locator('.monaco-list-row.action.focused', { hasText: title }).first();
    while (!(await focused.isVisible())) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
  }
});
