/**
 * A user with a goal: from a file to the unit that stores the first marker in the adding task. Each action
 * depends on what the panel shows; the run's files are read only at the end, to check whether it was right.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { listSnapshots, traceFile } from '../../src/run/files/snapshots';
import { readTraces } from '../../src/run/files/traces';
import { recordTrace } from '../../src/run/questions/recordTrace';
import { Workbench } from '../vscode/workbench';
import { troubles } from './console';
import { textOf, typeInto, waitForStatus } from './panelPage';

const steps = 30;
const config = {
  data: { generate: 'adding', length: steps, count: 3000 },
  model: { cell: 'lstm', hiddenSize: 24, init: { forgetBias: 1 } },
  training: {
    epochs: 12,
    optimizer: { name: 'adam', learningRate: 0.01 },
    clip: { norm: 1 },
    seed: 1,
  },
};

describe('a user who wants to know which unit stores the first marker', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  /** Steps of the two markers, as read in the panel. */
  let markers: readonly number[];
  let unit: number;

  before(async () => {
    workbench = await Workbench.open({ width: 1600, height: 1000 });
    writeFileSync(path.join(workbench.folder, 'store.unroll.json'), JSON.stringify(config, null, 2));
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.keepPicture(this.currentTest.title);
    }
  });
  after(() => workbench?.close());

  const lastRunFolder = () => {
    const runs = path.join(workbench.folder, '.unroll', 'store');
    return path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
  };

  it('trains the file with the panel’s button', async () => {
    const { panel } = workbench;
    await workbench.openFile('store.unroll.json');
    await workbench.command('Unroll: Inspect Gradients');
    await panel.locator('unroll-top-bar').getByText('Train', { exact: true }).click();
    await waitForStatus(panel, 'completed');
    assert.match(await textOf(panel.locator('unroll-top-bar .numbers')), /validation 0\.00/);
  });

  it('reads in the input where the markers are', async () => {
    const { panel, page } = workbench;
    await panel.locator('nav').getByText('States', { exact: true }).click();
    const plot = panel.locator('#states [data-name="x.1"]');
    await plot.locator('.plot').focus();
    await page.keyboard.press('Home');
    const found: number[] = [];
    for (let step = 0; step < steps; step++) {
      const tooltip = plot.locator('.tooltip');
      await tooltip.filter({ hasText: new RegExp(`step\\s+${step}\\s`) }).waitFor();
      const [, value] = /marker (\S+)/.exec(await textOf(tooltip)) ?? [];
      if (value === '1') {
        found.push(step);
      }
      await page.keyboard.press('ArrowRight');
    }
    assert.equal(found.length, 2, found.join());
    assert.ok(found[1] - found[0] > 2, 'the sequence has some steps between its markers');
    markers = found;
  });

  it('searches for units that turn on at the first and stay on to the second, and holds the first of them', async () => {
    const { panel, page } = workbench;
    await panel.locator('nav').getByText('Same pattern', { exact: true }).click();
    const view = panel.locator('unroll-pattern-view');
    for (const [field, step] of [
      ['from', markers[0]],
      ['to', markers[1] - 1],
    ] as const) {
      const input = view.locator(`[data-path="pattern.${field}"] input`);
      await typeInto(input, String(step));
    }
    await view.getByRole('radio', { name: 'tanh c' }).click();
    await view.locator('[data-path="pattern.offBefore"]').click();
    const first = view.locator('.chip .hold').first();
    await first.focus();
    await page.keyboard.press('Enter');
    unit = Number(await view.locator('.chip').first().getAttribute('data-unit'));
    for (const [section, name] of [
      ['States', 'l0.c'],
      ['Gates', 'l0.gate.i'],
      ['Gradients', 'l0.grad.c'],
    ]) {
      await panel.locator('nav').getByText(section, { exact: true }).click();
      await panel.locator(`[data-name="${name}"] .marked.row`).waitFor();
    }
    await panel.locator('nav').getByText('Same pattern', { exact: true }).click();
  });

  it('sees that it turns on at markers alone: at the first, or at the second where the first value was small', async () => {
    const { panel } = workbench;
    const view = panel.locator('unroll-pattern-view');
    // Only this unit: the others are taken out.
    for (const chip of (await view.locator('.chip').all()).slice(1)) {
      await chip.locator('.take').click();
    }
    await view.getByRole('button', { name: 'Find in the data' }).click();
    const places = view.getByRole('list', { name: 'Places, the best first' }).getByRole('listitem');
    await places.nth(5).waitFor({ timeout: 60_000 });
    const words = await places.allInnerTexts();
    const marked = words.filter((each) => /marker 1\b/.test(each));
    assert.ok(marked.length >= 0.9 * words.length, words.join('\n'));
    const began = await Promise.all((await places.all()).map(markersOf));
    assert.ok(
      began.every(({ after }) => after <= 1),
      JSON.stringify(began),
    );
    const [later, atFirst] = [
      began.filter(({ before }) => before !== null),
      began.filter(({ before }) => before === null),
    ];
    assert.ok(atFirst.length >= 5, JSON.stringify(began));
    assert.ok(
      later.every(({ before, value }) => before !== null && before < value),
      JSON.stringify(began),
    );
  });

  it('chose the right unit: in every step up to the first marker its cell is nearer to zero than in any up to the second', async () => {
    const folder = lastRunFolder();
    const last = (await listSnapshots(folder)).at(-1) ?? 0;
    const [probe] = (await readTraces(traceFile(folder, last))).probes;
    const [x, c] = ['x', 'l0.c'].map((name) => probe.tensors.get(name));
    assert.ok(x && c);
    const marked = Array.from({ length: steps }, (_, t) => t).filter((t) => x.values[2 * t + 1] > 0.5);
    assert.deepEqual(marked, markers);
    const size = (t: number) => Math.abs(c.values[t * c.shape[1] + unit]);
    const before = Math.max(...Array.from({ length: markers[0] }, (_, t) => size(t)));
    const between = Math.min(
      ...Array.from({ length: markers[1] - markers[0] }, (_, t) => size(markers[0] + t)),
    );
    assert.ok(before < between, `unit ${unit}: at most ${before} before, at least ${between} after`);
  });

  it('chose the right unit in other sequences too: before the second marker its cell is a linear function of the first marked value', async () => {
    const file = path.join(workbench.folder, 'store.unroll.json');
    const held: { readonly value: number; readonly cell: number }[] = [];
    for (let sequence = 0; sequence < 30; sequence++) {
      const { trace } = await recordTrace({
        config: file,
        text: readFileSync(file, 'utf8'),
        checkpoint: path.join(lastRunFolder(), 'checkpoint.safetensors'),
        sequence,
        out: path.join(workbench.folder, 'trace.safetensors'),
      });
      const [x, c] = ['x', 'l0.c'].map((name) => trace.tensors.get(name));
      assert.ok(x && c);
      const [first, second] = Array.from({ length: steps }, (_, t) => t).filter(
        (t) => x.values[2 * t + 1] > 0.5,
      );
      held.push({ value: x.values[2 * first], cell: c.values[(second - 1) * c.shape[1] + unit] });
    }
    const r = correlation(
      held.map(({ value }) => value),
      held.map(({ cell }) => cell),
    );
    assert.ok(Math.abs(r) > 0.95, `unit ${unit}: correlation ${r}`);
  });

  it('causes no Unroll error in the console and no network request', () => {
    assert.deepEqual(troubles(workbench.console), []);
    assert.deepEqual(workbench.offsite, []);
  });
});

interface Markers {
  /** Steps from the last marker to the beginning of the match. */
  readonly after: number;
  /** Height of the value at that marker, as a fraction of the plot. */
  readonly value: number;
  /** The same at an earlier marker, if one is visible. */
  readonly before: number | null;
}

/**
 * Places as a user sees them: the marker's curve rises where it is 1, the value's curve is above it, and a
 * frame surrounds the match.
 */
async function markersOf(place: Locator): Promise<Markers> {
  const [values, markers, frame, plots] = await Promise.all([
    place.locator('svg').nth(0).locator('polyline').getAttribute('points'),
    place.locator('svg').nth(1).locator('polyline').getAttribute('points'),
    place.locator('.matched').boundingBox(),
    place.locator('.plots').boundingBox(),
  ]);
  assert.ok(values && markers && frame && plots);
  const [value, marker] = [values, markers].map(heightsOf);
  const begin = Math.round(((frame.x - plots.x) / plots.width) * marker.length);
  const read = marker.flatMap((height, step) => (height > 0.5 && step <= begin ? [step] : []));
  const [last = Number.NaN, earlier] = read.toReversed();
  return { after: begin - last, value: value[last], before: earlier === undefined ? null : value[earlier] };
}

/** Height of each step's point in a curve, from 0 at the bottom to 1 at the top of the curve's range. */
function heightsOf(points: string): readonly number[] {
  const down = points.split(' ').map((point) => Number(point.split(',')[1]));
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  return down.map((y) => (bottom - y) / (bottom - top));
}

/** Pearson's r. */
function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;
  const [a, b] = [x, y].map((of) => of.map((each) => each - mean(of)));
  const dot = (of: readonly number[], other: readonly number[]) =>
    of.reduce((sum, each, i) => sum + each * other[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
