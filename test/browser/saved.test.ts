/** A user who needs a figure elsewhere saves its numbers to a file and copies a tensor for Python. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { decodeSafetensors } from '../../src/formats/safetensors';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { choose, parseCsv, parseNumpy } from './panel/scenes/savedPictures';
import { heatmap, waitForStatus } from './panelPage';

const config = `{
  "data": { "generate": "sine", "length": 24, "count": 200 },
  "model": { "cell": "lstm", "hiddenSize": 8 },
  "training": { "epochs": 2 }
}
`;

describe('a user who needs the numbers of a figure', function () {
  this.timeout(240_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ width: 1400, height: 900 });
    writeFileSync(path.join(workbench.folder, 'weather', 'sine.unroll.json'), config);
    await workbench.openFile('sine.unroll.json');
    await workbench.command('Unroll: Train Sequence Model');
    await waitForStatus(workbench.panel, 'completed');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  it('is asked for a place, and finds a file there with the values of the trace', async () => {
    const figure = heatmap(workbench.panel, 'l0.h');
    await choose(figure, 'Save as CSV');
    const input = workbench.input;
    await input.waitFor();
    const offered = /weather\/sine-Hidden-state-h-layer-0-update-\d+\.csv$/;
    // The folder appears first, and the name once the folder has been read.
    for (let tries = 0; tries < 100 && !offered.test(await input.inputValue()); tries++) {
      await wait(100);
    }
    assert.match(await input.inputValue(), offered);
    const target = path.join(workbench.folder, 'weather', 'hidden.csv');
    await input.fill(target);
    await input.press('Enter');
    await workbench.page.getByText('Saved hidden.csv.').first().waitFor();
    const [head, ...rows] = parseCsv(readFileSync(target, 'utf8'));
    assert.deepEqual(head, ['step', ...Array.from({ length: 8 }, (_, unit) => `h[${unit}]`)]);
    const stored = lastTrace(workbench.folder).get('l0.h');
    assert.ok(stored);
    assert.deepEqual(Float32Array.from(rows.flatMap((row) => row.slice(1).map(Number))), stored.values);
  });

  it('writes nothing when the question is cancelled', async () => {
    const before = readdirSync(path.join(workbench.folder, 'weather'));
    await choose(heatmap(workbench.panel, 'l0.c'), 'Save as SVG');
    await workbench.input.waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.input.waitFor({ state: 'hidden' });
    await wait(500);
    assert.deepEqual(readdirSync(path.join(workbench.folder, 'weather')), before);
  });

  it('finds a tensor in the clipboard as text for Python, to the last bit', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose(heatmap(workbench.panel, 'l0.h'), 'Copy as NumPy');
    await workbench.page.locator('.statusbar-item', { hasText: 'Copied l0.h for NumPy' }).waitFor();
    const { values, shape } = parseNumpy(await workbench.page.evaluate(() => navigator.clipboard.readText()));
    const stored = lastTrace(workbench.folder).get('l0.h');
    assert.deepEqual([values, shape], [stored?.values, stored?.shape]);
  });

  it('causes no Unroll error in the console', () => {
    assert.deepEqual(troubles(workbench.console), []);
  });
});

/** Returns the tensors of the latest trace of the only run. */
function lastTrace(workspace: string): ReturnType<typeof decodeSafetensors>['tensors'] {
  const runs = path.join(workspace, 'weather', '.unroll', 'sine');
  assert.ok(existsSync(runs), runs);
  const traces = path.join(runs, readdirSync(runs).sort().at(-1) ?? '', 'traces');
  const step = Math.max(...readdirSync(traces).map((name) => Number.parseInt(name, 10)));
  return decodeSafetensors(readFileSync(path.join(traces, `${step}.safetensors`))).tensors;
}
