/**
 * The panel beside a debugger: it follows the debugger, and shows how a changed value changes everything
 * after it.
 */
import assert from 'node:assert/strict';
import type { Trace } from '../../../src/engine/training';
import { coloursOf } from '../panelPage';
import type { OpenPanel } from './page';
import { panelPages } from './pages';
import { pickedScene } from './scenes/pickedScene';
import { changedCopy, changedWave } from './scenes/whatIfScene';

describe('the panel of a sequence that is debugged', function () {
  this.timeout(60_000);
  const open = panelPages({ height: 1400, width: 800 });
  const scene = changedWave();
  const { place } = scene;
  const steps = 48;
  const units = 16;

  const section = ({ page }: OpenPanel) => page.locator('#whatIf');
  const summary = (panel: OpenPanel) => section(panel).locator('.said').first();
  const plot = (panel: OpenPanel, name: string) => section(panel).locator(`[data-name="${name}"]`);
  /** The next item of a readout follows without a space. */
  const step = (t: number) => new RegExp(`step ${t}(?!\\d)`);
  const cursor = (panel: OpenPanel, text: RegExp) =>
    panel.page.locator('#states .readout').filter({ hasText: text }).waitFor();
  const value = ({ tensors }: Trace, name: string, step: number, unit = 0, size = units) =>
    Number(tensors.get(name)?.values[step * size + unit]);
  const distance = (step: number) =>
    Math.hypot(
      ...Array.from({ length: units }, (_, unit) =>
        Math.fround(value(scene.changed, 'l0.h', step, unit) - value(scene.recorded, 'l0.h', step, unit)),
      ),
    );

  async function sendWhatIf(panel: OpenPanel): Promise<void> {
    await panel.send({ type: 'debugged', place });
    for (const message of scene.sent) {
      await panel.send(message);
    }
    await summary(panel).filter({ hasText: 'furthest' }).waitFor();
  }

  /** Returns the text of a plot about a step. */
  async function read(panel: OpenPanel, name: string, step: number, row = 0): Promise<string> {
    const area = plot(panel, name).locator('.plot');
    await area.scrollIntoViewIfNeeded();
    const box = await area.boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(
      box.x + ((step + 0.5) / steps) * box.width,
      box.y + ((row + 0.5) / units) * box.height,
    );
    await plot(panel, name).locator('.tooltip').waitFor();
    return ((await plot(panel, name).locator('.tooltip').textContent()) ?? '').replace(/\s+/g, ' ');
  }

  it('has the debugger’s step as its cursor, and sends a step that is clicked', async () => {
    const panel = await open(scene);
    await panel.send({ type: 'debugged', place });
    await cursor(panel, step(12));
    await panel.send({ type: 'debugged', place: { ...place, step: 13 } });
    await cursor(panel, step(13));
    const area = panel.page.locator('#states [data-name="l0.h"] .plot');
    await area.scrollIntoViewIfNeeded();
    const box = await area.boundingBox();
    assert.ok(box);
    await area.click({ position: { x: (20.5 / steps) * box.width, y: box.height / 2 } });
    assert.deepEqual(
      (await panel.posted()).filter(({ type }) => type === 'goToStep'),
      [{ type: 'goToStep', step: 20 }],
    );
    await panel.send({ type: 'debugged', place: null });
    await area.click({ position: { x: (30.5 / steps) * box.width, y: box.height / 2 } });
    await cursor(panel, step(30));
    assert.equal((await panel.posted()).filter(({ type }) => type === 'goToStep').length, 1);
  });

  it('leaves the panel alone when the user has moved to another sequence', async () => {
    const picked = pickedScene();
    const panel = await open(picked);
    const run = picked.messages.flatMap((message) => (message.type === 'run' && message.run) || [])[0].folder;
    const here = { ...place, run, update: picked.steps.at(-1) ?? 0 };
    await panel.send({ type: 'debugged', place: here });
    await cursor(panel, step(12));
    await panel.page.getByRole('button', { name: 'Watch another…' }).click();
    await panel.page.getByRole('button', { name: 'Worst' }).click();
    await panel.page
      .getByRole('group', { name: 'The sequence that was picked' })
      .filter({ hasText: 'loss' })
      .waitFor();
    await panel.send({ type: 'debugged', place: { ...here, step: 13 } });
    await cursor(panel, step(12));
    assert.equal(
      await panel.page
        .locator('#states .readout')
        .filter({ hasText: step(13) })
        .count(),
      0,
    );
  });

  it('moves to the snapshot and the sequence that a debugger begins with', async () => {
    const picked = pickedScene();
    const panel = await open(picked);
    const run = picked.messages.flatMap((message) => (message.type === 'run' && message.run) || [])[0].folder;
    const [first] = picked.steps;
    const there = { run, update: first, set: 'validation', sequence: 7, watched: null, step: 5 } as const;
    await panel.send({ type: 'debugged', place: there });
    await panel.page
      .getByRole('group', { name: 'The sequence that was picked' })
      .filter({ hasText: 'sequence 7' })
      .waitFor();
    await panel.page.locator('#states').getByText(`after ${first} updates`).waitFor();
    await cursor(panel, step(5));
    await panel.send({ type: 'debugged', place: { ...there, step: 6 } });
    await cursor(panel, step(6));
  });

  it('moves there too when the debugger started before the run was shown', async () => {
    const { messages } = scene;
    const at = messages.findIndex(({ type }) => type === 'run');
    const before = [...messages.slice(0, at), { type: 'debugged', place } as const];
    const panel = await open({ ...scene, messages: [...before, ...messages.slice(at)] });
    await cursor(panel, step(12));
  });

  it('requests both passes of the tensors that it draws, in the order of their size', async () => {
    const panel = await open(scene);
    await panel.send(scene.sent[0]);
    await section(panel).getByText('Reading the recorded and the changed values.').waitFor();
    const [asked] = (await panel.posted()).flatMap((message) =>
      message.type === 'askTensors' && message.tensors[0]?.source.of === 'recorded' ? [message.tensors] : [],
    );
    assert.deepEqual(
      asked.map(({ source, name }) => `${source.of} ${name}`),
      ['y', 'target', 'loss', 'l0.h', 'l0.grad.h', 'l0.c'].flatMap((name) => [
        `recorded ${name}`,
        `changed ${name}`,
      ]),
    );
  });

  it('lays the what-if pass over the recorded one, and shows how far they are apart', async () => {
    const panel = await open(scene);
    await sendWhatIf(panel);
    const text = (await summary(panel).textContent()) ?? '';
    assert.match(text, /h\[4\] at t = 12: 0\.95 \(was /);
    const peak = Array.from({ length: steps }, (_, t) => distance(t)).reduce(
      (best, each, t, all) => (each > all[best] ? t : best),
      0,
    );
    assert.ok(text.includes(`furthest from what it was at step ${peak}`), text);
    assert.match(await read(panel, 'whatIf.distance', 11), /step 11/);
    assert.ok(distance(11) === 0 && distance(12) > 0, 'nothing changes before');
    const shown = Number(/‖h′ − h‖ ([\d.e-]+)/.exec(await read(panel, 'whatIf.distance', 15))?.[1]);
    assert.ok(Math.abs(shown - distance(15)) <= 1e-5 * distance(15), `${shown}, ${distance(15)}`);
    const y = await read(panel, 'whatIf.y.0', 13);
    const [, now, was] = /next x (-?[\d.e-]+) was (-?[\d.e-]+)/.exec(y)?.map(Number) ?? [];
    assert.ok(Math.abs(now - value(scene.changed, 'y', 13, 0, 1)) < 1e-6, y);
    assert.ok(Math.abs(was - value(scene.recorded, 'y', 13, 0, 1)) < 1e-6, y);
    const change = await read(panel, 'l0.h.change', 20, 4);
    const moved = Number(/h′ − h (-?[\d.e-]+)/.exec(change)?.[1]);
    const wanted = Math.fround(value(scene.changed, 'l0.h', 20, 4) - value(scene.recorded, 'l0.h', 20, 4));
    assert.equal(Math.fround(moved), wanted, change);
    assert.ok((await coloursOf(plot(panel, 'l0.h.change'), 4)).different > 4);
    assert.match(await read(panel, 'whatIf.h.4', 12), /h\[4\] 0\.95/);
  });

  it('removes the comparison when the debugger is restarted', async () => {
    const panel = await open(scene);
    await sendWhatIf(panel);
    await panel.page.locator('nav').getByText('What if').waitFor();
    await panel.send({ type: 'whatIf', whatIf: null });
    await section(panel).waitFor({ state: 'detached' });
    assert.equal(await panel.page.locator('nav').getByText('What if').count(), 0);
  });

  it('shows the changes of many outputs, and every change in a list', async () => {
    const panel = await open(changedCopy());
    const copy = changedCopy();
    for (const message of [{ type: 'debugged', place: copy.place } as const, ...copy.sent]) {
      await panel.send(message);
    }
    await summary(panel).filter({ hasText: 'furthest' }).waitFor();
    assert.equal(await summary(panel).getByRole('listitem').count(), 2);
    assert.ok((await coloursOf(plot(panel, 'y.change'), 2)).different > 2);
  });
});
