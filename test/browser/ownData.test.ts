/** A user with a file as people have it: what was understood of it, one correction, and a training. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { waitForStatus } from './panelPage';

describe('a user with a file as people have it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let config: string;

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 1000 });
    const weather = path.join(workbench.folder, 'weather');
    config = path.join(weather, 'sensor.unroll.json');
    const two = (value: number) => String(value).padStart(2, '0');
    const rows = Array.from({ length: 300 }, (_, t) => {
      const [day, hour] = [1 + Math.floor(t / 24), t % 24];
      const walks = Math.floor(t / 10) % 2;
      const speed = (walks ? 5 + 3 * Math.sin(t) : 0.2 * Math.sin(t)).toFixed(2).replace('.', ',');
      return `${day}.2.2021 ${two(hour)}:00;${speed};${walks + 1}`;
    });
    writeFileSync(
      path.join(weather, 'sensor.csv'),
      `# sensor 7\nZeit;Tempo;Art\n;m/s;\n${rows.join('\n')}\n`,
    );
    writeFileSync(
      config,
      JSON.stringify(
        {
          data: { file: 'sensor.csv', inputs: ['Tempo'], targets: ['Art'], window: 6, horizon: 0 },
          model: { cell: 'gru', hiddenSize: 8 },
          training: { epochs: 20, optimizer: { learningRate: 0.02 } },
        },
        null,
        2,
      ),
    );
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('sees how it was read, says that whole numbers are classes, and trains', async () => {
    await workbench.openFile('sensor.unroll.json');
    await workbench.command('Unroll: Open Panel');
    const { panel } = workbench;
    await panel.getByRole('button', { name: 'Config form' }).click();
    const preview = panel.locator('unroll-data-preview');
    const row = (name: string) => preview.locator('tr', { hasText: name });
    await row('Zeit').getByText('2021-02-01 00:00, 2021-02-01 01:00').waitFor();
    await row('Tempo').getByText('input', { exact: true }).waitFor();
    await preview.getByText('Numbers are read with a decimal comma.').waitFor();
    await preview.getByText(/Line 3 holds units \(m\/s\)/).waitFor();
    await row('Art').locator('vscode-dropdown').click();
    await row('Art').getByRole('option', { name: 'classes' }).click();
    await row('Art').locator('[slot="selected-value"]').getByText('classes', { exact: true }).waitFor();
    await workbench.command('File: Save');
    await assertIn(config, /"columns": \{\s*"Art": "class"\s*\}/);
  });

  it('sees which classes are mistaken for which, and the sequences behind a cell', async () => {
    const { panel } = workbench;
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await waitForStatus(panel, 'completed');
    await panel.getByRole('button', { name: 'Config form' }).click();
    const evaluation = panel.locator('unroll-evaluation-view');
    await evaluation.getByText('balanced accuracy').first().waitFor();
    assert.deepEqual(troubles(workbench.console), []);
  });

  async function assertIn(file: string, text: RegExp): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!text.test(readFileSync(file, 'utf8'))) {
      assert.ok(Date.now() < deadline, readFileSync(file, 'utf8'));
      await workbench.page.waitForTimeout(100);
    }
  }
});
