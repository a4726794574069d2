/** The section of an embedding: neighbours of a token that is typed or clicked, and the vectors that moved. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { EmbeddingFacts, EmbeddingQuestion } from '../../../src/protocol/embedding';
import { bundlePanel, launch, type OpenPanel, openPanel } from './page';
import { names, type Scene, weather } from './scenes/scenes';

/** Names whose letters are read through embeddings. */
function embedded(...weights: readonly string[]): Scene {
  const scene = names();
  return {
    ...scene,
    messages: scene.messages.map((message) => {
      if (message.type !== 'run' || message.run === null) {
        return message;
      }
      const { record } = message.run;
      const embeddings = weights.map((name) => ({ name, tokens: 27, size: 8 }));
      const signals = { ...record.signals, embeddings };
      return { ...message, run: { ...message.run, record: { ...record, signals } } };
    }),
  };
}

const moved = [
  { token: 'e', value: 1.25 },
  { token: 'a', value: 0.75 },
];

function answer({ token }: EmbeddingQuestion): EmbeddingFacts {
  const found = token === 'zz' ? null : (token ?? 'e');
  const nearest = found === null ? [] : [{ token: found === 'e' ? 'i' : 'o', value: 0.875 }];
  return { tokens: 27, size: 8, token: found, norm: 2.5, matches: [], nearest, moved };
}

async function asked({ posted }: OpenPanel, token: string | null): Promise<EmbeddingQuestion> {
  for (let tries = 0; tries < 100; tries++) {
    const found = (await posted()).findLast((message) => message.type === 'askEmbedding');
    if (found?.type === 'askEmbedding' && found.of.token === token) {
      return found.of;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody asked for ${token}`);
}

describe('the embedding in the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let script: string;

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(() => browser.close());

  it('lists the tokens nearest to the one that is typed or clicked', async () => {
    const panel = await openPanel(browser, script, embedded('embedding.weight'), { height: 4000 });
    const { page, send, troubles } = panel;
    const section = page.locator('unroll-embedding-view');
    const reply = async (token: string | null) => {
      const of = await asked(panel, token);
      await send({ type: 'embedding', of, facts: answer(of), why: null });
    };
    await reply(null);
    await section.getByText('Nearest to e').waitFor();
    assert.deepEqual(await section.locator('tbody tr').allInnerTexts(), ['i\t+0.875', 'e\t1.25', 'a\t0.75']);
    await section.getByRole('button', { name: 'a', exact: true }).click();
    await reply('a');
    await section.getByText('Nearest to a').waitFor();
    const field = section.locator('[data-path="embedding.token"] input');
    assert.equal(await field.inputValue(), 'a');
    await field.fill('zz');
    await reply('zz');
    await section.getByText('no token begins with “zz”').waitFor();
    await field.press('Escape');
    const of = await asked(panel, null);
    await send({ type: 'embedding', of, facts: null, why: 'The weights are gone.' });
    await section.getByText('The weights are gone.').waitFor();
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('has a choice where several columns have an embedding, and is absent where none has', async () => {
    const several = embedded('embedding.sky.weight', 'embedding.wind.weight');
    const panel = await openPanel(browser, script, several, { height: 4000 });
    assert.equal((await asked(panel, null)).weight, 'embedding.sky.weight');
    await panel.page.locator('unroll-embedding-view vscode-dropdown').click();
    await panel.page.getByRole('option', { name: 'wind' }).click();
    for (
      let tries = 0;
      tries < 100 && (await asked(panel, null)).weight !== 'embedding.wind.weight';
      tries++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await asked(panel, null)).weight, 'embedding.wind.weight');
    await panel.page.close();
    const { page } = await openPanel(browser, script, weather(), { height: 4000 });
    await page.locator('unroll-weights-view').waitFor();
    assert.equal(await page.locator('unroll-embedding-view').count(), 0);
    await page.close();
  });
});
