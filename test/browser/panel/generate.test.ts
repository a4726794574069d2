/** The section Generate: what is asked for, the text that arrives, and its states in the other sections. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { GeneratedText } from '../../../src/protocol/generated';
import { typeInto } from '../panelPage';
import type { OpenPanel } from './page';
import { panelPages } from './pages';
import type { Scene } from './scenes/scenes';
import { drawn, greedy, strange, writtenScene } from './scenes/writtenScene';

describe('text that the model writes in the panel', function () {
  this.timeout(60_000);
  const pages = panelPages({ height: 1500, width: 900 });
  let scene: Scene;
  let panel: OpenPanel;
  let view: Locator;

  before(async () => {
    scene = await writtenScene();
  });

  beforeEach(async () => {
    panel = await pages(scene);
    await panel.send({ type: 'show', view: 'generate' });
    view = panel.page.locator('unroll-generate-view');
  });

  const type = (field: string, text: string) =>
    typeInto(view.locator(`[data-path="generate.${field}"]`).locator('input'), text);
  const write = () => view.getByRole('button', { name: 'Write', exact: true }).click();

  /** The text of an ask at the snapshot that is shown first, the newest. */
  function textOf({ prompt, seed }: { prompt: string; seed: number }): GeneratedText {
    const found = scene.picks?.findLast(
      (one) =>
        one.type === 'sequencePicked' &&
        one.probe.picked.generated?.ask.prompt === prompt &&
        one.probe.picked.generated.ask.seed === seed,
    );
    assert.ok(found?.type === 'sequencePicked' && found.probe.picked.generated);
    return found.probe.picked.generated;
  }

  it('asks for what was typed, and shows each token with its probability and the alternatives', async () => {
    const text = textOf(drawn);
    await type('prompt', drawn.prompt);
    await type('length', '40');
    await type('seed', '2');
    await write();
    const tokens = view.locator('.token');
    await tokens.first().waitFor();
    assert.deepEqual(
      await tokens.evaluateAll((all) => all.map((each) => (each.textContent ?? '').trim())),
      text.tokens.map(({ token }) => token),
    );
    await tokens.first().hover();
    const [first] = text.tokens;
    await view.locator('.chosen').filter({ hasText: first.token }).waitFor();
    const rows = await view.locator('.said tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.split('\t')[0]),
      first.alternatives.map(({ token }) => token),
    );
    assert.ok(Math.abs(Number(rows[0].split('\t')[1]) - first.alternatives[0].probability) < 1e-3);
    const asked = (await panel.posted()).findLast((message) => message.type === 'pickSequence');
    assert.deepEqual(asked?.query.by === 'generated' && asked.query.ask, drawn);
  });

  it('shows the states of the text in all sections, with one cursor', async () => {
    await type('prompt', greedy.prompt);
    await type('length', '40');
    await type('temperature', '0');
    await write();
    await view.locator('.token').first().waitFor();
    const states = panel.page.locator('unroll-text-view');
    const read = ['⏎', 'M', 'a', ...textOf(greedy).tokens.map(({ token }) => token)];
    await states.locator(`[data-step="${read.length - 1}"]`).waitFor();
    assert.deepEqual(await states.locator('[data-step]').allInnerTexts(), read);
    await view.locator('.token').nth(1).hover();
    await states.locator('[data-step="4"].current').waitFor();
    await states.locator('[data-step="5"]').hover();
    await view.locator('.token.current[data-token="2"]').waitFor();
    // The debugger steps through sequences of the data alone.
    assert.equal(await panel.page.getByRole('button', { name: 'Debug', exact: true }).count(), 0);
  });

  it('says what is wrong with a number, and passes on why a text cannot be written', async () => {
    await type('temperature', '-1');
    await view
      .getByRole('alert')
      .filter({ hasText: 'Temperature: "-1" is not a number from 0 to 100.' })
      .waitFor();
    await write();
    assert.equal((await panel.posted()).filter(({ type: kind }) => kind === 'pickSequence').length, 0);
    await type('temperature', '1');
    await view.getByRole('alert').waitFor({ state: 'detached' });
    await type('prompt', strange.prompt);
    await type('length', '40');
    await type('seed', '2');
    await write();
    await view.getByRole('status').filter({ hasText: 'the training has never seen "é"' }).waitFor();
  });

  it('has the text of another moment written when the timeline goes there', async () => {
    await type('prompt', drawn.prompt);
    await type('length', '40');
    await type('seed', '2');
    await write();
    await view.locator('.token').first().waitFor();
    const first = scene.picks?.find(
      (one) => one.type === 'sequencePicked' && one.probe.picked.generated?.ask.seed === 2,
    );
    assert.ok(first?.type === 'sequencePicked');
    const expected = first.probe.picked.generated?.tokens.map(({ token }) => token);
    await panel.page.getByRole('slider', { name: 'Moment of training' }).press('Home');
    const tokens = view.locator('.token');
    await view.getByText(`${expected?.length} token`).waitFor();
    assert.deepEqual(
      await tokens.evaluateAll((all) => all.map((each) => (each.textContent ?? '').trim())),
      expected,
    );
  });
});
