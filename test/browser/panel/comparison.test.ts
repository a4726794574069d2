/** The comparison in the panel: comparisons that were carried out, in every theme and at narrow widths. */
import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { bundlePanel, launch, type OpenPanel, openPanel, type PageOptions } from './page';
import { cancelled, cells, comparing, helped, noHelp, trying, variants } from './scenes/compared';
import type { Scene } from './scenes/scenes';
import { bodyClass, type ThemeName, themeVariables } from './themes';

const themes: readonly ThemeName[] = ['dark', 'light', 'hc-black', 'hc-light'];

describe('the comparison in the panel', function () {
  this.timeout(120_000);
  let browser: Browser;
  let script: string;
  let panel: OpenPanel;
  let close = async () => {};
  const made = new Map<() => Promise<Scene>, Promise<Scene>>();

  before(async () => {
    [browser, script] = await Promise.all([launch(), bundlePanel()]);
  });
  after(async () => {
    await browser.close();
  });
  afterEach(() => close());

  /** The scenes are trained once for all tests. */
  const sceneOf = (make: () => Promise<Scene>) => {
    const scene = made.get(make) ?? make();
    made.set(make, scene);
    return scene;
  };
  const open = async (scene: Scene, options: PageOptions = {}) => {
    await close();
    panel = await openPanel(browser, script, scene, options);
    const { page, troubles } = panel;
    close = async () => {
      await page.close();
      assert.deepEqual(troubles, []);
    };
    const view = page.locator('unroll-comparison-view');
    await view.locator('table').waitFor();
    return view;
  };

  it('shows while it runs which training has ended, which is running and which waits, and can be cancelled', async () => {
    const view = await open(await sceneOf(comparing));
    assert.match(await textOf(view.locator('.title')), /each to the end; training lstm/);
    assert.deepEqual(await rowOf(view, ''), ['rnn', 'lstm', 'gru']);
    assert.match((await rowOf(view, 'gradient reaches'))[0], /^\d+ of 59 steps$/);
    assert.deepEqual((await rowOf(view, 'findings')).slice(1), ['running', 'waiting']);
    assert.deepEqual((await rowOf(view, 'loss')).slice(2), ['']);
    await view.getByText('Cancel', { exact: true }).click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'closeComparison' });
  });

  it('gives every cell its column: losses, costs, and the findings in words', async () => {
    const scene = await sceneOf(cells);
    const view = await open(scene, { width: 900 });
    const { runs } = comparisonIn(scene);
    const losses = (await rowOf(view, 'loss')).map(Number);
    runs.forEach(({ loss }, r) => {
      assert.ok(loss !== null && Math.abs(losses[r] - loss) < 1e-3 * loss);
    });
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(Number(await textOf(view.locator('.best').first())), losses[best]);
    const errors = (await rowOf(view, 'RMSE')).map(Number);
    runs.forEach(({ metrics }, r) => {
      assert.equal(errors[r], Number(metrics?.rmse?.toPrecision(4)));
    });
    assert.equal(Number(await textOf(view.locator('.best').nth(1))), Math.min(...errors));
    assert.match((await rowOf(view, 'findings'))[0], /Vanishing gradient/);
    assert.match(await textOf(view.locator('.key')), /Dashed: chance level 1\/6, 0\.1667/);
    assert.match(await textOf(view.locator('.summary').first()), /is quickest/);
    await view.getByText('Close', { exact: true }).waitFor();
  });

  it('offers a helpful fix first, and does not recommend one that did not help', async () => {
    let view = await open(await sceneOf(helped));
    assert.match(
      await textOf(view.getByRole('status')),
      /^It helped: the gradient reaches \d+ steps back instead/,
    );
    assert.equal(await view.getByText('Apply fix', { exact: true }).getAttribute('appearance'), 'primary');
    view = await open(await sceneOf(noHelp));
    assert.match(
      await textOf(view.getByRole('status')),
      /^It did not help here: gate f is saturated at 100 %, with the fix as without; after 48 updates the loss is/,
    );
    assert.equal(await view.getByText('Apply fix', { exact: true }).count(), 0);
    const apply = view.getByText('Apply anyway', { exact: true });
    assert.equal(await apply.getAttribute('appearance'), 'secondary');
    await apply.click();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'applyTried' });
  });

  it('offers nothing before there is a verdict, or after it was cancelled', async () => {
    let view = await open(await sceneOf(trying));
    assert.match(await textOf(view.getByRole('status')), /^Both are trained from the same seed.*Cancel$/s);
    view = await open(await sceneOf(cancelled));
    assert.match(await textOf(view.getByRole('status')), /^Cancelled: there is no verdict\. Close$/);
  });

  it('states in full why a variant failed, and compares the others at a time that they all reached', async () => {
    const scene = await sceneOf(variants);
    const view = await open(scene, { width: 900 });
    assert.deepEqual(
      (await rowOf(view, 'findings')).map((text) => text === 'failed'),
      [false, false, true, false, true],
    );
    const failures = view.getByRole('listitem').filter({ hasText: '”: ' });
    const errors = comparisonIn(scene).runs.flatMap(({ error }) => error ?? []);
    assert.equal(errors.length, 2);
    for (const [n, error] of errors.entries()) {
      assert.ok((await textOf(failures.nth(n))).endsWith(error));
    }
    const [, name] = await rowOf(view, '');
    assert.equal(name, 'gru, hiddenSize 40, optimizer rmsprop, learningRate 0.003');
    const then = await view.locator('tr', { hasText: 'loss after' }).locator('td').allTextContents();
    // A slow training may not have finished an epoch by then; a failed one is not compared.
    const withLoss = then.flatMap((text, run) => (text.trim() === '' ? [] : [run]));
    assert.ok(withLoss.length >= 2 && withLoss.every((run) => ![2, 4].includes(run)), withLoss.join());
  });

  it('fits into a narrow column: nothing is cut off, and three cells need no scrolling', async () => {
    // 360 pixels are the width of a 720-pixel panel at a zoom of 200 %.
    for (const [scene, width] of [
      [await sceneOf(cells), 400],
      [await sceneOf(noHelp), 400],
      [await sceneOf(variants), 360],
    ] as const) {
      const view = await open(scene, { width, height: 1200 });
      const main = panel.page.locator('main');
      assert.ok(await main.evaluate((element) => element.scrollWidth <= element.clientWidth));
      assert.deepEqual(await cutOff(view), [], `at ${width} pixels`);
      const columns = comparisonIn(scene).runs.length;
      const scroll = view.locator('.scroll');
      assert.equal(
        await scroll.evaluate((element) => element.scrollWidth > element.clientWidth),
        columns > 3,
        `${columns} columns at ${width} pixels`,
      );
      // The names of the rows stay in place when the table is scrolled.
      await scroll.evaluate((element) => element.scrollTo(500, 0));
      const [name, edge] = await Promise.all([
        view.locator('tbody th').first().boundingBox(),
        scroll.boundingBox(),
      ]);
      assert.ok(name && edge && Math.abs(name.x - edge.x) < 1);
    }
  });

  it('is readable in every theme', async () => {
    for (const make of [variants, noHelp]) {
      const view = await open(await sceneOf(make), { width: 760 });
      for (const theme of themes) {
        await panel.page.evaluate(paint, { variables: themeVariables[theme], name: bodyClass[theme] });
        const texts = await contrasts(view);
        assert.ok(texts.length > 30);
        assert.deepEqual(
          texts.filter(({ ratio }) => ratio < 4.5),
          [],
          theme,
        );
      }
    }
  });
});

/** Runs in the page: sets another theme as VS Code does. */
function paint({ variables, name }: { variables: Readonly<Record<string, string>>; name: string }): void {
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(variables)) {
    document.documentElement.style.setProperty(`--vscode-${variable}`, value);
  }
  document.body.className = name;
}

function comparisonIn({ messages }: Scene) {
  const found = messages.find((message) => message.type === 'comparison');
  assert.ok(found?.comparison);
  return found.comparison;
}

/** Returns the cells of a row of the table, by the row's name. */
async function rowOf(view: Locator, name: string): Promise<string[]> {
  const rows = view.getByRole('row');
  for (let r = 0; r < (await rows.count()); r++) {
    const [first, ...cells] = (await rows.nth(r).locator('th, td').allTextContents()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
    if (first === name) {
      return cells;
    }
  }
  throw new Error(`there is no row "${name}"`);
}

async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** Returns the texts that are wider than their element or their column. */
function cutOff(view: Locator): Promise<readonly string[]> {
  return view.evaluate((element) => {
    const right = element.getBoundingClientRect().right;
    const wide = [
      ...(element.shadowRoot?.querySelectorAll<HTMLElement>('p, h3, li, th, td, vscode-button') ?? []),
    ];
    return wide.flatMap((each) =>
      each.scrollWidth > each.clientWidth + 1 ||
      (each.closest('.scroll') === null && each.getBoundingClientRect().right > right + 1)
        ? [each.textContent?.trim() ?? '']
        : [],
    );
  });
}

/** Returns each text's contrast with its background (WCAG 2.2, 1.4.3). */
function contrasts(view: Locator): Promise<readonly { readonly text: string; readonly ratio: number }[]> {
  return view.evaluate((element) => {
    type Colour = readonly [number, number, number, number];
    const read = (colour: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (n: 0 | 1 | 2) => top[n] * top[3] + under[n] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = ([red, green, blue]: Colour) => {
      const linear = (value: number) =>
        value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const above = (node: Element): Element | null => {
      const root = node.getRootNode();
      return node.assignedSlot ?? node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };
    const background = (node: Element | null): Colour => {
      if (!node) {
        return [255, 255, 255, 1];
      }
      const own = read(getComputedStyle(node).backgroundColor);
      return own[3] >= 1 ? own : over(own, background(above(node)));
    };
    const inside = [...(element.shadowRoot?.querySelectorAll('*') ?? [])];
    return inside.flatMap((node) => {
      const text = [...node.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent ?? '')
        .join('')
        .trim();
      if (text === '' || node instanceof HTMLStyleElement) {
        return [];
      }
      const ground = background(node);
      const colour = over(read(getComputedStyle(node).color), ground);
      const [light, dark] = [luminance(colour), luminance(ground)].sort((one, other) => other - one);
      return [{ text, ratio: (light + 0.05) / (dark + 0.05) }];
    });
  });
}
