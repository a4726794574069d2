/** The panel's analysis of a layer and the findings of a diagnosis, with networks that were trained. */
import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { HostToPanel, PanelToHost } from '../../../src/protocol/panel';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import type { Scene } from './scenes/scenes';
import { copying, forgetful, waves } from './scenes/trained';

describe('the analysis in the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;
  let panel: OpenPanel;
  let copy: Scene;

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
    copy = copying();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    await panel.page.close();
  });

  const open = async (scene: Scene, options: PageOptions = {}) => {
    panel = await openPanel(browser, script, scene, options);
    return panel.page;
  };
  const show = (view: 'gradients' | 'memory') => panel.send({ type: 'show', view });
  const posted = async <Type extends PanelToHost['type']>(type: Type) =>
    (await panel.posted()).filter((message) => message.type === type);

  it('is requested when it becomes visible, and again for another sequence or trace', async () => {
    const page = await open(copy, { height: 500 });
    assert.deepEqual(await posted('analyse'), []);
    await show('gradients');
    await page.locator('[data-name="credit"]').waitFor();
    await show('memory');
    await page.locator('[data-name="shares"]').waitFor();
    const update = messageOf(copy, 'trace').update;
    assert.deepEqual(await posted('analyse'), [{ type: 'analyse', update, probe: 0, layer: 'l0' }]);
    await page.locator('[data-path="view.probe"]').click();
    await page.locator('[data-path="view.probe"] vscode-option').nth(1).click();
    await page.waitForFunction(() => window.posted.filter(({ type }) => type === 'analyse').length === 2);
    await page.locator('[data-path="view.probe"]').click();
    await page.locator('[data-path="view.probe"] vscode-option').nth(0).click();
    await page.waitForFunction(() => window.posted.filter(({ type }) => type === 'analyse').length === 3);
    await page.locator('[data-name="shares"]').waitFor();
    await panel.send({ ...messageOf(copy, 'trace'), update: update + 10 });
    await page.waitForFunction(() => window.posted.filter(({ type }) => type === 'analyse').length === 4);
    const asked = (await posted('analyse')).map((message) =>
      message.type === 'analyse' ? [message.update, message.probe] : [],
    );
    assert.deepEqual(asked, [
      [update, 0],
      [update, 1],
      [update, 0],
      [update + 10, 0],
    ]);
  });

  it('shows each target’s credit to the last digit, and moves to the step that is clicked', async () => {
    const page = await open(copy);
    await show('gradients');
    const map = page.locator('[data-name="credit"]');
    await map.waitFor();
    await map.scrollIntoViewIfNeeded();
    const { analysis } = copy.analyses?.[0] ?? {};
    assert.ok(analysis && 'norms' in analysis.credit);
    const { norms, targets } = analysis.credit;
    const [row, step] = [33, 12];
    const box = await map.locator('.plot').boundingBox();
    assert.ok(box);
    const position = {
      x: Math.floor(((step + 0.5) / analysis.steps) * box.width),
      y: Math.floor(((row + 0.5) / targets.length) * box.height),
    };
    await map.locator('.plot').hover({ position });
    const text = await textOf(map.locator('.tooltip'));
    assert.match(text, /target t\s+33/);
    assert.match(text, /distance\s+21/);
    const shown = Number(/‖∂Lₜ\/∂h‖\s+(\S+)/.exec(text)?.[1]);
    assert.equal(Math.fround(shown), norms[row * analysis.steps + step]);
    await map.locator('.plot').click({ position });
    await nextFrames(panel);
    assert.match(await textOf(page.locator('#states .readout')), /step\s*12/);
    await map.locator('.plot').hover({ position: { x: box.width - 3, y: position.y } });
    assert.match(await textOf(map.locator('.tooltip')), /none: it comes after the target/);
    await page.locator('#gradients').getByRole('radio', { name: '∂yₜ/∂x' }).click();
    await page.locator('[data-name="inputs"]').waitFor();
  });

  it('shows an RNN’s two factors and bounds, and why it keeps nothing', async () => {
    const page = await open(forgetful());
    await show('gradients');
    await page.locator('[data-name="slopes"]').waitFor();
    await page.getByText(/σ_max\(W_hh\) 1\.\d+/).waitFor();
    const curves = page.getByRole('list', { name: 'What each curve proves' }).getByRole('listitem');
    assert.equal(await curves.count(), 4);
    assert.equal(await page.locator('[data-reading]').getAttribute('data-reading'), 'fades');
    await show('memory');
    await page.getByText('A vanilla RNN has no path that carries its state unchanged').waitFor();
    assert.equal(await page.locator('[data-name="shares"]').count(), 0);
  });

  it('states what is being computed, and why something is unavailable', async () => {
    const { analyses: _, ...silent } = copy;
    const page = await open(silent);
    await show('memory');
    await page.getByText('Computing where the gradient of this layer goes.').waitFor();
    const of = { update: messageOf(copy, 'trace').update, probe: 0, layer: 'l0' };
    await panel.send({ type: 'analysis', of, analysis: null, why: 'cannot read the trace 7: it is gone' });
    await page.locator('#memory').getByText('cannot read the trace 7: it is gone').waitFor();
    const [known] = copy.analyses ?? [];
    assert.ok(known?.analysis);
    const why = 'The weights that are kept are those after 9 updates, and this trace is from after 8.';
    await panel.send({ ...known, analysis: { ...known.analysis, paths: { why }, exponents: { why } } });
    await page.locator('#memory').getByText(why).waitFor();
    await page.locator('[data-name="halfLives"]').waitFor();
    await page.locator('#gradients').getByText(why).waitFor();
  });

  it('opens the derivation', async () => {
    const page = await open(copy);
    await show('memory');
    await page.getByRole('button', { name: 'Derivation: why an LSTM keeps its gradient' }).press('Enter');
    assert.deepEqual((await posted('explain')).at(-1), {
      type: 'explain',
      page: 'math',
      heading: 'why-an-lstm-keeps-its-gradient',
    });
  });

  it('offers possible actions for each finding, by keyboard too', async () => {
    const scene = forgetful();
    const page = await open(scene);
    const { diagnosis } = messageOf(scene, 'diagnosis');
    assert.ok(diagnosis);
    const index = diagnosis.findings.findIndex(({ rule }) => rule === 'vanishingGradient');
    const finding = page.locator('unroll-findings-list [data-rule="vanishingGradient"]');
    assert.ok((await textOf(finding)).includes(diagnosis.findings[index].sentence));
    const [{ title }] = diagnosis.findings[index].fixes;
    await finding.getByRole('button', { name: title, exact: true }).press('Enter');
    await finding.getByRole('button', { name: `Try it: ${title}` }).press('Enter');
    await finding.getByText('Show in config').click();
    await finding.getByText('Evidence').press('Enter');
    await finding.getByText(/horizon: \d+ steps/).waitFor();
    await page.getByText('How this is decided').click();
    assert.deepEqual(
      (await panel.posted()).filter(({ type }) => type !== 'ready' && type !== 'analyse'),
      [
        { type: 'applyFix', finding: index, fix: 0 },
        { type: 'tryFix', finding: index, fix: 0 },
        { type: 'showFinding', finding: index },
        { type: 'explain', page: 'diagnosis', heading: 'the-diagnosis' },
      ],
    );
  });

  it('marks a finding on its plot: a chip, and a band over its steps', async () => {
    const scene = forgetful();
    const page = await open(scene);
    const chip = page.locator('#gradients').getByRole('button', { name: /^Warning: Vanishing gradient/ });
    await chip.waitFor();
    const elsewhere = page.locator('#loss .chip, #states .chip').filter({ hasText: 'Vanishing gradient' });
    assert.equal(await elsewhere.count(), 0);
    const finding = messageOf(scene, 'diagnosis').diagnosis?.findings.find(({ steps }) => steps);
    assert.ok(finding?.steps);
    const flow = page.locator('[data-name="l0.grad.h.norm"]');
    const [band, plot] = await Promise.all([
      flow.locator('.band').boundingBox(),
      flow.locator('.plot').boundingBox(),
    ]);
    assert.ok(band && plot);
    const share = (finding.steps.to + 1 - finding.steps.from) / 60;
    assert.ok(Math.abs(band.width / plot.width - share) < 0.01);
    await panel.send({ type: 'diagnosis', diagnosis: null });
    await chip.waitFor({ state: 'detached' });
    assert.equal(await flow.locator('.band').count(), 0);
  });

  it('chooses the layer and the gate that a finding names', async () => {
    const scene = waves('lstm', { layers: 2 });
    const page = await open(scene);
    await panel.send({
      type: 'diagnosis',
      diagnosis: {
        step: 1,
        reach: null,
        findings: [
          {
            rule: 'saturatedGate',
            severity: 'information',
            sentence: 'The output gate o of layer 1 is shut.',
            evidence: [],
            layer: 'l1',
            gate: 'o',
            key: ['model'],
            fixes: [],
          },
        ],
      },
    });
    await page
      .locator('#gates')
      .getByRole('button', { name: /^Information: Saturated gate/ })
      .click();
    await page.locator('[data-name="l1.gate.o"]').waitFor();
    assert.equal(await page.locator('[data-name^="l1.gate."]').count(), 1);
    await show('gradients');
    // The lower layer's credit cannot be divided by target, but this layer's can.
    await page.locator('[data-name="credit"]').waitFor();
  });
});

function messageOf<Type extends HostToPanel['type']>(
  { messages }: Scene,
  type: Type,
): Extract<HostToPanel, { type: Type }> {
  const found = messages.find(
    (message): message is Extract<HostToPanel, { type: Type }> => message.type === type,
  );
  assert.ok(found);
  return found;
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}

function nextFrames({ page }: OpenPanel): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}
