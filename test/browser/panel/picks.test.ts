/**
 * Sequences chosen by a query in the panel: ranked by their loss, followed over the training, analysed, added
 * to the config.
 */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { PanelToHost } from '../../../src/protocol/panel';
import { typeInto } from '../panelPage';
import type { OpenPanel, PageOptions } from './page';
import { panelPages } from './pages';
import { pickedScene } from './scenes/pickedScene';

describe('a sequence chosen by a query in the panel', function () {
  this.timeout(60_000);
  const pages = panelPages({ height: 1400, width: 800 });
  const scene = pickedScene();
  const open = (options?: PageOptions) => pages(scene, options);
  const { steps, worst } = scene;
  const last = steps.at(-1) ?? 0;

  const sent = async <T extends PanelToHost['type']>(panel: OpenPanel, type: T) =>
    (await panel.posted()).filter(
      (message): message is Extract<PanelToHost, { type: T }> => message.type === type,
    );

  const lossAt = (step: number, sequence: number) => scene.losses.get(step)?.[sequence] ?? Number.NaN;

  /** The text about the sequence shown. */
  const shown = ({ page }: OpenPanel) => page.getByRole('group', { name: 'The sequence that was picked' });

  /** The value of h at a step and unit that the plot shows. */
  async function valueAt({ page }: OpenPanel, step: number, unit: number): Promise<number> {
    const heatmap = page.locator('[data-name="l0.h"]');
    const area = heatmap.locator('.plot');
    await area.scrollIntoViewIfNeeded();
    const box = await area.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + ((step + 0.5) / 48) * box.width, box.y + ((unit + 0.5) / 16) * box.height);
    const text = (await heatmap.locator('.tooltip').textContent()) ?? '';
    return Math.fround(Number(/\bh\s+(-?[\d.e-]+)/.exec(text)?.[1]));
  }

  const expected = (step: number, sequence: number, t: number, unit: number) => {
    const answer = scene.picks?.find(
      (one) => one.type === 'sequencePicked' && one.update === step && one.probe.sequence === sequence,
    );
    const h =
      answer?.type === 'sequencePicked'
        ? answer.probe.tensors.find(({ name }) => name === 'l0.h')
        : undefined;
    return h?.values?.[t * 16 + unit];
  };

  async function pickWorst(panel: OpenPanel): Promise<void> {
    await panel.page.getByRole('button', { name: 'Watch another…' }).click();
    await panel.page.getByRole('button', { name: 'Worst' }).click();
    await shown(panel)
      .filter({ hasText: `Worst of validation: sequence ${worst}, loss` })
      .waitFor();
  }

  it('is the worst of the validation set, with its loss and its values', async () => {
    const panel = await open();
    const button = panel.page.getByRole('button', { name: 'Watch another…' });
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    const before = await valueAt(panel, 30, 4);
    await pickWorst(panel);
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    const words = (await shown(panel).textContent()) ?? '';
    const loss = Number(/loss ([\d.e-]+\d)/.exec(words)?.[1]);
    assert.ok(Math.abs(loss - lossAt(last, worst)) < 1e-3 * loss, words);
    assert.ok((scene.losses.get(last) ?? []).every((loss) => loss <= lossAt(last, worst)));
    const value = await valueAt(panel, 30, 4);
    assert.equal(value, expected(last, worst, 30, 4));
    assert.notEqual(value, before);
  });

  it('is computed for each snapshot that is shown, and is the worst of the one at which it was chosen', async () => {
    const panel = await open();
    await pickWorst(panel);
    const { page } = panel;
    await page.getByRole('slider', { name: 'Moment of training' }).focus();
    await page.keyboard.press('Home');
    await shown(panel)
      .filter({ hasText: `Worst of validation after ${last} updates: sequence ${worst}, loss` })
      .waitFor();
    assert.equal(await valueAt(panel, 30, 4), expected(0, worst, 30, 4));
    assert.deepEqual((await sent(panel, 'pickSequence')).at(-1), {
      type: 'pickSequence',
      update: 0,
      query: { by: 'sequence', set: 'validation', sequence: worst },
    });
    // One request for each snapshot, also when the user returns to it.
    await page.keyboard.press('End');
    await shown(panel).filter({ hasText: 'Worst of validation: ' }).waitFor();
    await page.keyboard.press('Home');
    await shown(panel)
      .filter({ hasText: `after ${last} updates` })
      .waitFor();
    assert.equal((await sent(panel, 'pickSequence')).length, 2);
  });

  it('is reported as missing where the weights of a snapshot were not kept, and returns where they were', async () => {
    const panel = await open();
    await pickWorst(panel);
    const { page } = panel;
    await page.getByRole('slider', { name: 'Moment of training' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const why = `The weights after ${steps[1]} updates were not kept`;
    await page.getByRole('status').filter({ hasText: why }).waitFor();
    await page.locator('#states').getByText(why).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('#states [data-name="l0.h"]').waitFor();
    assert.equal(await valueAt(panel, 3, 2), expected(steps[2], worst, 3, 2));
    assert.equal(await page.getByText(why).count(), 0);
  });

  it('shows the progress of the ranking, and is dropped by Cancel', async () => {
    const panel = await open();
    const { page } = panel;
    await page.getByRole('button', { name: 'Watch another…' }).click();
    await page.getByRole('button', { name: 'Random' }).click(); // this host never answers it
    const status = page.locator('unroll-probe-picker [role="status"]');
    await status.getByText(`Computing the sequence after ${last} updates.`).waitFor();
    await panel.send({ type: 'pickProgress', doing: 'ranking', done: 1200, total: 10_000 });
    await status.getByText('Ranking: 1,200 of 10,000 sequences.').waitFor();
    await page.getByRole('button', { name: 'Cancel computing the sequence' }).click();
    await status.getByText('Cancelled.').waitFor();
    assert.equal((await sent(panel, 'cancelPick')).length, 1);
    // The panel still shows what was watched.
    await page.locator('#states [data-name="l0.h"]').waitFor();
  });

  it('is found by its number, typed and committed by keys; text that is not a number is refused', async () => {
    const panel = await open();
    const { page } = panel;
    await page.getByRole('button', { name: 'Watch another…' }).focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Number of the sequence' });
    await typeInto(field, 'seven');
    await page.getByText('The number of a sequence is a whole number, 0 or more.').waitFor();
    assert.equal((await sent(panel, 'pickSequence')).length, 0);
    await typeInto(field, '7');
    await shown(panel).filter({ hasText: 'Sequence 7 of validation, loss' }).waitFor();
    assert.equal(await valueAt(panel, 10, 1), expected(last, 7, 10, 1));
  });

  it('shows how many were ranked, is added to the config, and is forgotten', async () => {
    const panel = await open();
    const { page } = panel;
    await page.getByRole('button', { name: 'Watch another…' }).click();
    await page.getByRole('button', { name: 'Best' }).click();
    await page.getByText('Only the first 32 of 40 sequences were ranked.').waitFor();
    const words = (await shown(panel).textContent()) ?? '';
    const sequence = Number(/Best of validation: sequence (\d+)/.exec(words)?.[1]);
    await page.getByRole('button', { name: 'Watch in training too' }).click();
    assert.deepEqual(await sent(panel, 'edit'), [
      { type: 'edit', path: ['probe', 'sequences'], value: [0, 40, sequence] },
    ]);
    await shown(panel).getByRole('button', { name: 'Forget', exact: true }).click();
    await page.locator('nav').getByText('sequence 0', { exact: true }).waitFor();
    assert.equal(await shown(panel).count(), 0);
  });

  it('is analysed like any other', async () => {
    const panel = await open();
    await pickWorst(panel);
    await panel.page.locator('nav').getByRole('button', { name: 'Memory' }).click();
    await panel.page.locator('#memory unroll-series-plot, #memory unroll-shares-plot').first().waitFor();
    const asked = await sent(panel, 'analyse');
    assert.deepEqual(asked.at(-1), {
      type: 'analyse',
      update: last,
      probe: `validation ${worst}`,
      layer: 'l0',
    });
  });

  it('returns after a reload, and when the editor requests one', async () => {
    const panel = await open();
    await pickWorst(panel);
    const again = await open({ state: await panel.kept() });
    await shown(again)
      .filter({ hasText: `sequence ${worst}, loss` })
      .waitFor();
    assert.equal(await valueAt(again, 30, 4), expected(last, worst, 30, 4));
    const query = { by: 'sequence', set: null, sequence: 7 } as const;
    const answer = scene.picks?.find((one) => one.update === last && isDeepStrictEqual(one.query, query));
    assert.ok(answer);
    await again.send({ type: 'picking', update: last, query });
    await again.page.getByText('Computing sequence 7').waitFor();
    await again.send(answer);
    await shown(again).filter({ hasText: 'Sequence 7 of validation' }).waitFor();
  });

  it('is reported when it does not exist, also while the one shown is recomputed', async () => {
    const panel = await open();
    await pickWorst(panel);
    const nowhere = { by: 'sequence', set: null, sequence: 99 } as const;
    const why = 'There is no sequence 99.';
    const at = scene.messages.findIndex(({ type }) => type === 'trace') + 1;
    const again = await pages(
      {
        ...scene,
        messages: scene.messages.toSpliced(
          at,
          0,
          { type: 'picking', update: last, query: nowhere },
          { type: 'sequenceNotPicked', update: last, query: nowhere, why },
        ),
      },
      { state: await panel.kept() },
    );
    await shown(again)
      .filter({ hasText: `sequence ${worst}, loss` })
      .waitFor();
    await again.page.getByRole('status').getByText(why).waitFor();
  });
});
