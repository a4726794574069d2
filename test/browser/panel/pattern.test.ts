/** The pattern of a range: its units, the query that is posted, and the places that arrive. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PanelProbe } from '../../../src/protocol/panel';
import { typeInto } from '../panelPage';
import type { OpenPanel, PageOptions } from './page';
import { panelPages } from './pages';
import { foundIn, weatherPlaces } from './places';
import { names, type Scene, weather } from './scenes/scenes';

describe('the same pattern in the panel', function () {
  this.timeout(60_000);
  const openPage = panelPages({ height: 1600 });
  let panel: OpenPanel;

  const open = async (scene: Scene, options: PageOptions = {}) => {
    panel = await openPage(scene, options);
    await panel.send({ type: 'show', view: 'pattern' });
    return panel.page.locator('unroll-pattern-view');
  };
  const type = async (view: Locator, field: string, text: string) => {
    const input = view.locator(`[data-path="pattern.${field}"]`).locator('input');
    await typeInto(input, text);
  };
  const asked = async () => {
    const posted = (await panel.posted()).findLast((message) => message.type === 'findPattern');
    assert.ok(posted);
    return posted;
  };
  const unitsShown = (view: Locator) =>
    view.locator('.chip').evaluateAll((chips) => chips.map((chip) => Number(chip.getAttribute('data-unit'))));

  it('names the units that are on in the typed steps, and searches for them', async () => {
    const scene = names();
    const view = await open(scene);
    await view.getByText(/No steps are chosen/).waitFor();
    await type(view, 'from', '3');
    await type(view, 'to', '5');
    await type(view, 'threshold', '0.05');
    await view.getByText(/on throughout steps 3 to 5/).waitFor();
    const expected = onIn(probeOf(scene), 'l0.h', 3, 6, 0.05);
    assert.ok(expected.length >= 3, String(expected.length));
    assert.deepEqual((await unitsShown(view)).sort(), expected.map(({ unit }) => unit).sort());
    const [out] = expected;
    await view.getByRole('button', { name: `Take unit ${out.unit} out` }).press('Enter');
    const back = view.getByRole('button', { name: `Put unit ${out.unit} back` });
    await back.waitFor();
    await view.getByRole('button', { name: 'Find in the data' }).press('Enter');
    const { question } = await asked();
    assert.deepEqual(
      [...question.pattern.units].sort((one, other) => one.unit - other.unit),
      expected.slice(1),
    );
    assert.deepEqual([question.pattern.ignored, question.pattern.length], [[out.unit], 3]);
    assert.deepEqual(question.origin, { sequence: 0, from: 3, to: 6 });
    await view.getByRole('button', { name: 'Put all back' }).press('Enter');
    await back.waitFor({ state: 'detached' });
  });

  it('takes the steps that are dragged over, and those around a held cursor', async () => {
    // Nothing scrolls while the mouse is dragged.
    panel = await openPage(weather(), { height: 2400 });
    const view = panel.page.locator('unroll-pattern-view');
    const heatmap = panel.page.locator('[data-name="l0.c"] .plot');
    await view.getByRole('radio', { name: 'tanh c' }).click();
    await type(view, 'threshold', '0.05');
    const box = await heatmap.boundingBox();
    assert.ok(box);
    await heatmap.click({ position: { x: box.width * 0.5, y: box.height * 0.3 } });
    await view.getByText(/throughout steps 13 to 17/).waitFor();
    await heatmap.hover({ position: { x: box.width * 0.22, y: 20 } });
    const now = await heatmap.boundingBox();
    assert.ok(now);
    await panel.page.mouse.down();
    await panel.page.mouse.move(now.x + now.width * 0.5, now.y + 24, { steps: 4 });
    await panel.page.mouse.up();
    await view.getByText(/throughout steps 6 to 1\d/).waitFor();
    // All steps are shown again; the pattern keeps its range.
    await panel.page.getByRole('button', { name: /show all/ }).click();
    await panel.page.getByRole('button', { name: /show all/ }).waitFor({ state: 'detached' });
    await view.getByText(/throughout steps 6 to 1\d/).waitFor();
  });

  it('points out a unit in every heatmap when its chip is pressed, and keeps the range', async () => {
    const view = await open(weather(), { height: 3200 });
    await type(view, 'from', '10');
    await type(view, 'to', '12');
    await type(view, 'threshold', '0.1');
    const [first, second] = await unitsShown(view);
    const hold = (unit: number) => view.getByRole('button', { name: new RegExp(`^Unit ${unit}, `) });
    // Tab has one stop here; arrows move to the button that takes the unit out, and to the next unit.
    await hold(first).focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('Enter');
    await view.locator(`.chip[data-held="true"][data-unit="${second}"]`).waitFor();
    assert.equal(await view.locator('.chip button[tabindex="0"]').count(), 1);
    const heatmaps = panel.page.locator('unroll-heatmap[data-units="true"]');
    const marked = () =>
      heatmaps.evaluateAll((all) => all.map((each) => ('markedRow' in each ? each.markedRow : undefined)));
    assert.ok((await marked()).length >= 4);
    assert.ok((await marked()).every((row) => row === second));
    await view.getByText(/throughout steps 10 to 12/).waitFor();
    assert.deepEqual((await unitsShown(view)).slice(0, 2), [first, second], 'no chip jumps away');
    await hold(second).press('Enter');
    await view.locator('.chip[data-held="true"]').waitFor({ state: 'detached' });
    assert.ok((await marked()).every((row) => row === null));
  });

  it('searches for units that are off before, or after, with those first that change most there', async () => {
    const scene = weather();
    const view = await open(scene);
    await type(view, 'from', '10');
    await type(view, 'to', '12');
    await type(view, 'threshold', '0.1');
    const all = await unitsShown(view);
    await view.getByRole('checkbox', { name: 'Off before' }).press('Space');
    await view.getByText(/and off just before/).waitFor();
    const { values, shape } = probeOf(scene).tensors.find(({ name }) => name === 'l0.h') ?? { shape: [] };
    assert.ok(values);
    const rise = (unit: number) => Math.abs(values[10 * shape[1] + unit] - values[9 * shape[1] + unit]);
    const off = (unit: number) => {
      const [before, here] = [values[9 * shape[1] + unit], values[10 * shape[1] + unit]];
      return Math.sign(here) * before < 0.1;
    };
    const expected = all.filter(off).sort((one, other) => rise(other) - rise(one));
    assert.deepEqual(await unitsShown(view), expected);
    assert.ok(expected.length > 0 && expected.length < all.length, `${expected.length} of ${all.length}`);
    await view.getByRole('button', { name: 'Find in the data' }).press('Enter');
    const { question } = await asked();
    assert.deepEqual([question.pattern.offBefore, question.pattern.offAfter], [true, false]);
    await view.getByText(/on from 0.1, off before, after/).waitFor();
  });

  it('explains why there is no result, and what would help', async () => {
    const view = await open(names());
    await type(view, 'from', '12');
    await view.getByRole('alert').getByText('"12" is not a step: this sequence has steps 0 to 11.').waitFor();
    await type(view, 'from', '4');
    await type(view, 'threshold', '0.95');
    await view.getByText(/No unit is on at step 4/).waitFor();
    const lower = view.getByRole('button', { name: /^Lower the threshold to / });
    await lower.press('Enter');
    await view.getByRole('button', { name: 'Find in the data' }).waitFor();
    assert.ok((await unitsShown(view)).length > 0);
    for (const chip of await view.locator('.chip .take').all()) {
      await chip.click();
    }
    await view.getByText('All units are taken out.').waitFor();
  });

  it('shows its progress, stops, and receives only results of its own query', async () => {
    const view = await open(names());
    await type(view, 'from', '3');
    await type(view, 'to', '4');
    await type(view, 'threshold', '0.1');
    await view.getByRole('button', { name: 'Find in the data' }).click();
    await view.getByText('Reading the data').waitFor();
    const { id, question } = await asked();
    await panel.send({ type: 'patternProgress', id, looked: 1200, sequences: 10_000 });
    await view.getByText('1,200 of 10,000 sequences').waitFor();
    assert.equal(await view.getByRole('progressbar').getAttribute('max'), '10000');
    await view.getByRole('button', { name: 'Stop the search' }).press('Enter');
    await view.getByText('The search was stopped.').waitFor();
    assert.equal((await panel.posted()).at(-1)?.type, 'stopPattern');
    await panel.send({ type: 'patternFound', id, found: foundIn(question) });
    await view.getByText('The search was stopped.').waitFor();
    assert.equal(await view.getByRole('listitem').count(), 0);
    await view.getByRole('button', { name: 'Find in the data' }).click();
    const again = await asked();
    await panel.send({
      type: 'patternNotFound',
      id: again.id,
      why: 'cannot read "names.txt": no such file',
    });
    await view.getByRole('alert').getByText('cannot read "names.txt": no such file').waitFor();
  });

  it('lists the places in a text with the matched part marked', async () => {
    const view = await open(names());
    await type(view, 'from', '3');
    await type(view, 'to', '5');
    await type(view, 'threshold', '0.05');
    await view.getByRole('button', { name: 'Find in the data' }).click();
    const { id, question } = await asked();
    await panel.send({ type: 'patternFound', id, found: foundIn(question) });
    const places = view.getByRole('list', { name: 'Places, the best first' }).getByRole('listitem');
    await places.nth(2).waitFor();
    assert.equal(await places.count(), 3);
    const units = question.pattern.units.length;
    const words = await places.nth(2).innerText();
    assert.match(words, /line 88: "Theodore"/);
    assert.match(
      words,
      new RegExp(`${units - 1} of ${units} units, without unit ${question.pattern.units[0].unit}`),
    );
    assert.match(words, /2 other units/);
    assert.equal(await places.nth(2).locator('mark').textContent(), 'eod');
    assert.equal(await places.nth(2).locator('.text').textContent(), '⏎Theodore');
    await view.getByText(new RegExp(`^41 places with all ${units} units, 230 with at least `)).waitFor();
    await view.getByText(/Only 2,000 of 10,000 sequences were looked at/).waitFor();
    const missing = await places.first().innerText();
    assert.match(missing, /the original place/);
  });

  it('draws the units and inputs of places that are not text, and states when there are no others', async () => {
    const view = await open(weather());
    await type(view, 'from', '10');
    await type(view, 'to', '12');
    await type(view, 'threshold', '0.1');
    await view.getByRole('button', { name: 'Find in the data' }).click();
    const { id, question } = await asked();
    const found = weatherPlaces(question);
    await panel.send({ type: 'patternFound', id, found });
    const strip = view.locator('unroll-match-strip').first();
    await strip.waitFor();
    // The first unit of the first step has the colour of a strong value; in the second step it has that of
    // zero.
    const [strong, none] = await strip.locator('canvas').evaluate((canvas) => {
      const drawing = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
      const pixels = drawing?.getImageData(0, 0, 2, 1).data ?? new Uint8ClampedArray(8);
      return [[...pixels.slice(0, 3)], [...pixels.slice(4, 7)]];
    });
    assert.ok(strong[0] > 180 && none.every((channel) => channel < 60), `${strong} ${none}`);
    assert.match((await strip.locator('.names').textContent()) ?? '', /temp_max 12 to 30/);
    assert.match(
      await view.getByRole('listitem').first().innerText(),
      /begins at temp_max 12, temp_min 15, precipitation 18/,
    );
    assert.match(
      await view.getByRole('listitem').first().innerText(),
      /steps 10 to 12 · 2015-04-12 to 2015-04-14/,
    );
    const [own] = found.matches;
    await view.getByRole('button', { name: 'Find in the data' }).click();
    const again = await asked();
    await panel.send({
      type: 'patternFound',
      id: again.id,
      found: { ...found, matches: [own], places: { all: 1, whole: 1 } },
    });
    await view.getByText(/Nothing else was found in 10,000 sequences: no other place/).waitFor();
  });
});

function probeOf({ messages }: Scene): PanelProbe {
  const trace = messages.find((message) => message.type === 'trace');
  assert.ok(trace?.type === 'trace');
  return trace.probes[0];
}

/** Computes the units that are on, from the definition. */
function onIn(probe: PanelProbe, name: string, from: number, to: number, threshold: number) {
  const tensor = probe.tensors.find((each) => each.name === name);
  assert.ok(tensor?.values);
  const { values, shape } = tensor;
  return Array.from({ length: shape[1] }, (_, unit) => unit).flatMap((unit) =>
    ([1, -1] as const).flatMap((sign) => {
      const steps = Array.from({ length: to - from }, (_, i) => sign * values[(from + i) * shape[1] + unit]);
      return steps.every((value) => value >= threshold) ? [{ unit, sign }] : [];
    }),
  );
}
