/** A person with a purpose: from the file to the unit that stores the first marker in the adding task, in the panel alone. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { listMoments, traceFile } from '../../src/run/moments';
import { readTraces } from '../../src/run/traces';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { heatmap, textOf, waitForStatus } from './panelPage';

/** Ends at about a hundredth of what guessing costs: the sum can only be known by storing the first marked value. */
const config = `{
  "data": { "generate": "adding", "length": 30, "count": 2000 },
  "model": { "cell": "lstm", "hiddenSize": 32 },
  "training": {
    "epochs": 40,
    "optimizer": { "name": "adam", "learningRate": 0.005 },
    "clip": { "norm": 1 },
    "seed": 1
  }
}
`;
const steps = 30;

describe('a person who asks which unit stores the first marked value', function () {
  this.timeout(240_000);
  this.bail(true); // each step needs what was read in the one before
  let workbench: Workbench;
  /** What has been read in the panel. */
  let markers: readonly number[] = [];
  let found = -1;

  before(async () => {
    workbench = await Workbench.open({ width: 1500, height: 1000 });
    writeFileSync(path.join(workbench.folder, 'vanishing', 'stores.unroll.json'), config);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  const pattern = () => workbench.panel.locator('unroll-pattern-view');
  const set = async (field: RegExp, text: string) => {
    const input = pattern().getByRole('textbox', { name: field });
    await input.fill(text);
    await input.press('Enter');
  };

  /** Has the data searched, and waits for the places. */
  const find = async () => {
    const list = pattern().getByRole('list', { name: 'Places, the best first' });
    await pattern().getByRole('button', { name: 'Find in the data' }).press('Enter');
    await pattern().getByText('Reading the data').or(pattern().getByRole('progressbar')).first().waitFor();
    await list.waitFor({ timeout: 60_000 });
    return list.getByRole('listitem').all();
  };

  it('trains the model with the button of the panel', async () => {
    await workbench.openFile('stores.unroll.json');
    await workbench.command('Unroll: Open Panel');
    await workbench.panel.locator('unroll-top-bar').getByText('Train', { exact: true }).click();
    await waitForStatus(workbench.panel, 'completed');
    const numbers = await textOf(workbench.panel.locator('unroll-top-bar .numbers'));
    const loss = Number(/validation ([\d.e-]+)/.exec(numbers)?.[1]);
    assert.ok(loss < 0.01, numbers);
  });

  it('moves the cursor along the input, and reads at which steps the markers are', async () => {
    const map = heatmap(workbench.panel, 'l0.c');
    await map.locator('.plot').focus();
    await workbench.page.keyboard.press('Home');
    const seen: number[] = [];
    for (let step = 0; step < steps; step++) {
      const words = await map
        .locator('.tooltip', { hasText: new RegExp(`step\\s*${step}\\D`) })
        .textContent();
      if (/marker\s*1\s*$/.test(words ?? '')) {
        seen.push(step);
      }
      await workbench.page.keyboard.press('ArrowRight');
    }
    assert.equal(seen.length, 2, seen.join());
    markers = seen;
  });

  it('asks which units go on at the first marker and stay so up to the second', async () => {
    await workbench.panel.getByRole('button', { name: 'Same pattern' }).first().click();
    const [first, second] = markers;
    await set(/^First step/, String(first));
    await set(/^Last step/, String(second - 1));
    await pattern().getByRole('radio', { name: 'tanh c' }).press('Enter');
    await pattern().getByRole('checkbox', { name: 'Off before' }).press('Space');
    await pattern()
      .getByText(
        new RegExp(
          `\\d units? (is|are) on all along steps ${first} to ${second - 1}:[^]* not so just before`,
        ),
      )
      .waitFor();
  });

  it('presses the unit that changes most, and sees it in the cell state', async () => {
    const chip = pattern().locator('.chip').first();
    found = Number(await chip.getAttribute('data-unit'));
    await chip.getByRole('button', { name: `Unit ${found}, ` }).press('Enter');
    await pattern().locator(`.chip[data-held="true"][data-unit="${found}"]`).waitFor();
    const map = heatmap(workbench.panel, 'l0.c');
    const marked = map.locator('.marked.row');
    const [row, area] = [await marked.boundingBox(), await map.locator('.plot').boundingBox()];
    assert.ok(row && area);
    assert.equal(Math.floor((row.y + row.height / 2 - area.y) / (area.height / 32)), found);
  });

  it('finds the same units elsewhere: they go on together at a first marker', async () => {
    const places = await find();
    assert.match(await textOf(places[0]), /where it was seen/);
    const whole = [];
    for (const place of places.slice(1)) {
      if (/\b(\d+) of \1 units/.test(await textOf(place))) {
        whole.push(await markerOf(place));
      }
    }
    assert.ok(whole.length >= 10, String(whole.length));
    const firsts = whole.filter(({ after, earlier }) => !earlier && after <= 1);
    assert.ok(firsts.length >= 0.9 * whole.length, JSON.stringify(whole));
  });

  it('takes the others out: the unit alone goes on nowhere but at a marker', async () => {
    for (const other of await pattern().locator(`.chip:not([data-unit="${found}"]) .take`).all()) {
      await other.press('Enter');
    }
    const places = await find();
    assert.ok(places.length >= 10, String(places.length));
    const began = await Promise.all(places.map(markerOf));
    assert.ok(
      began.every(({ after }) => after <= 1),
      JSON.stringify(began),
    );
    const words = await Promise.all(places.map((place) => textOf(place.locator('.first'))));
    assert.ok(
      words.filter((text) => text.endsWith('marker 1')).length >= 0.9 * words.length,
      words.join('\n'),
    );
  });

  it('was right, as the trace of the run says', async () => {
    const runs = path.join(workbench.folder, 'vanishing', '.unroll', 'stores');
    const folder = path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
    const moment = (await listMoments(folder)).at(-1) ?? 0;
    const { probes } = await readTraces(traceFile(folder, moment));
    const [x, c] = ['x', 'l0.c'].map((name) => probes[0].tensors.get(name)?.values);
    assert.ok(x && c);
    assert.deepEqual(
      markers,
      Array.from({ length: steps }, (_, t) => t).filter((t) => x[2 * t + 1] > 0.5),
    );
    const [first, second] = markers;
    const kept = Array.from({ length: steps }, (_, t) => Math.abs(c[32 * t + found]));
    const [before, stored] = [Math.max(...kept.slice(0, first)), Math.min(...kept.slice(first, second))];
    assert.ok(stored > 1.3 * before, kept.map((value) => value.toFixed(2)).join(' '));
  });

  it('has met no error of ours in the console', () => {
    assert.deepEqual(troubles(workbench.console), []);
  });
});

/**
 * What a person sees of the marker in a place: how many steps before the match a marker was read last, and whether there was
 * one before that. Read from the curve under the strip, which goes up where the marker is, and the frame around the match.
 */
async function markerOf(place: Locator): Promise<{ after: number; earlier: boolean }> {
  const [line, frame, plots] = await Promise.all([
    place.locator('svg').nth(1).locator('polyline').getAttribute('points'),
    place.locator('.matched').boundingBox(),
    place.locator('.plots').boundingBox(),
  ]);
  assert.ok(line && frame && plots);
  const points = line.split(' ').map((point) => point.split(',').map(Number));
  const [low, high] = [Math.max(...points.map(([, y]) => y)), Math.min(...points.map(([, y]) => y))];
  const peaks = points.flatMap(([, y], step) => (y < (low + high) / 2 ? [step] : []));
  const begin = Math.round(((frame.x - plots.x) / plots.width) * points.length);
  const until = peaks.filter((step) => step <= begin);
  return { after: begin - (until.at(-1) ?? Number.NaN), earlier: until.length > 1 };
}
