/** The evaluation in the panel: metrics, confusion matrix, errors, and the sequences behind them. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Evaluation } from '../../../src/metrics/measured';
import type { OpenPanel } from './page';
import { panelPages } from './pages';
import { forecast, sky } from './scenes/evaluated';
import type { Scene } from './scenes/scenes';

describe('the evaluation in the panel', function () {
  this.timeout(60_000);
  // The sections above are closed, so that nothing moves while they are drawn.
  const collapsed = ['states', 'pattern', 'gates', 'gradients', 'memory', 'weights'];
  const open = panelPages({ width: 760, height: 1400, state: { collapsed } });

  it('shows the metrics of the run beside the losses and in its table', async () => {
    const scene = await sky();
    const { accuracy, f1 } = evaluationOf(scene).metrics.validation ?? {};
    const { page } = await open(scene);
    const line = await textOf(page.locator('#loss [data-fact="metrics"]'));
    assert.ok(line.startsWith(`Validation: accuracy ${(100 * (accuracy ?? 0)).toFixed(1)} %`), line);
    assert.ok(line.includes(`F1 ${f1?.toFixed(3)}`), line);
    await page.getByText('Where it is right and wrong').click();
    await page.locator('nav button[aria-current="true"]', { hasText: 'Evaluation' }).waitFor();
    const table = await textOf(page.locator('unroll-evaluation-view table').first());
    assert.ok(table.includes(`${(100 * (accuracy ?? 0)).toFixed(1)} %`), table);
  });

  it('lists the sequences of a cell of the confusion matrix by name, and probes one', async () => {
    const scene = await sky();
    const { detail, labels } = evaluationOf(scene);
    assert.ok(detail.of === 'classes' && detail.confusion);
    const names = ['drizzle', 'rain', 'sun', 'snow', 'fog'];
    const cell = detail.confusion.find(({ target, answer }) => target !== answer);
    assert.ok(cell);
    const panel = await open(scene);
    const { page } = panel;
    const plot = page.locator('unroll-confusion-matrix .plot');
    await plot.scrollIntoViewIfNeeded();
    const place = await centre(plot, cell.answer / 5 + 0.1, cell.target / 5 + 0.1);
    await page.mouse.move(...place);
    const tooltip = await textOf(page.locator('unroll-confusion-matrix .tooltip'));
    assert.match(tooltip, new RegExp(`target\\s+${names[cell.target]}`));
    assert.match(tooltip, new RegExp(`answer\\s+${names[cell.answer]}`));
    assert.match(tooltip, new RegExp(`count\\s+${cell.count}\\b`));

    await page.mouse.click(...place);
    const view = page.locator('unroll-confusion-view');
    const heading = await textOf(view.getByRole('status'));
    assert.ok(
      heading.startsWith(`“${names[cell.target]}” taken for “${names[cell.answer]}”: ${cell.count} times.`),
      heading,
    );
    const [{ sequence, step }] = cell.places;
    const label = labels.find(([of]) => of === sequence)?.[1] ?? '';
    await view.getByRole('button', { name: label, exact: true }).click();
    assert.deepEqual(await pickOf(panel), { by: 'sequence', set: 'validation', sequence });
    assert.equal(
      await page.evaluate(() => document.querySelector('unroll-panel')?.store.state.view.cursor?.step),
      step,
    );
  });

  it('colours a cell by its share of the target’s row', async () => {
    const scene = await sky();
    const { detail } = evaluationOf(scene);
    assert.ok(detail.of === 'classes' && detail.confusion);
    const { page } = await open(scene);
    const canvas = page.locator('unroll-confusion-matrix .plot canvas');
    await canvas.scrollIntoViewIfNeeded();
    const brightness = await canvas.evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) {
        throw new Error('there is no canvas');
      }
      const { width, height } = element;
      const context = element.getContext('2d');
      const pixels = context?.getImageData(0, 0, width, height).data ?? [];
      return Array.from({ length: 25 }, (_, at) => {
        const x = Math.floor(((at % 5) + 0.1) * (width / 5));
        const y = Math.floor((Math.floor(at / 5) + 0.1) * (height / 5));
        const first = 4 * (y * width + x);
        return pixels[first] + pixels[first + 1] + pixels[first + 2];
      });
    });
    const shares = new Array<number>(25).fill(0);
    for (const { target, answer, share } of detail.confusion) {
      shares[5 * target + answer] = share;
    }
    const order = (values: readonly number[]) =>
      values.map((_, at) => at).sort((a, b) => values[a] - values[b] || a - b);
    assert.deepEqual(order(brightness), order(shares));
  });

  it('shows errors in the units of each column, and probes the sequence of a point', async () => {
    const scene = await forecast();
    const { detail } = evaluationOf(scene);
    assert.ok(detail.of === 'values');
    const panel = await open(scene);
    const { page } = panel;
    const view = page.locator('unroll-values-view');
    const table = await textOf(view.locator('table'));
    for (const { rmse } of detail.columns) {
      assert.ok(table.includes(String(Number(rmse.toPrecision(4)))), table);
    }
    const errors = view.locator('[data-name="errors"] .plot');
    await errors.scrollIntoViewIfNeeded();
    const count = detail.points.length;
    const at = Math.floor(count / 3);
    await page.mouse.move(...(await centre(errors, (at + 0.5) / count, 0.5)));
    const tooltip = view.locator('[data-name="errors"] .tooltip');
    assert.match(await textOf(tooltip), new RegExp(`last read\\s+${detail.points[at].label}`));
    const shown = async () => Number(/error\s+([+-]?[\d.e-]+)/.exec(await textOf(tooltip))?.[1]);
    assert.ok(Math.abs((await shown()) - detail.points[at].error[0]) < 1e-3);

    await view.getByRole('radio', { name: 'wind' }).click();
    await errors.scrollIntoViewIfNeeded();
    await page.mouse.move(...(await centre(errors, (at + 0.5) / count, 0.4)));
    assert.ok(Math.abs((await shown()) - detail.points[at].error[1]) < 1e-3);
    await page.mouse.down();
    await page.mouse.up();
    assert.deepEqual(await pickOf(panel), {
      by: 'sequence',
      set: 'validation',
      sequence: detail.points[at].sequence,
    });
  });

  it('names the point of the scatter that is under the pointer, and probes its sequence', async () => {
    const scene = await forecast();
    const { detail } = evaluationOf(scene);
    assert.ok(detail.of === 'values');
    const panel = await open(scene);
    const { page } = panel;
    const scatter = page.locator('unroll-scatter-plot');
    await scatter.scrollIntoViewIfNeeded();
    // The point with the highest prediction and no neighbour within reach is found by going over the plot.
    const box = await scatter.locator('canvas').boundingBox();
    assert.ok(box);
    for (let y = box.y + 10; y < box.y + box.height - 40; y += 6) {
      await page.mouse.move(box.x + 0.75 * box.width, y);
      if (await scatter.locator('.tooltip').isVisible()) {
        break;
      }
    }
    const text = await textOf(scatter.locator('.tooltip'));
    const label = /last read\s+(\S+)/.exec(text)?.[1];
    const point = detail.points.find((each) => each.label === label);
    assert.ok(point, text);
    assert.match(text, new RegExp(`true\\s+${String(Number(point.target[0].toPrecision(6)))}\\b`));
    await page.mouse.down();
    await page.mouse.up();
    assert.deepEqual(await pickOf(panel), { by: 'sequence', set: 'validation', sequence: point.sequence });
  });

  it('is not shown for a run that was not measured', async () => {
    const scene = await sky();
    const messages = scene.messages.filter(({ type }) => type !== 'evaluation');
    const { page } = await open({ ...scene, messages });
    assert.equal(await page.locator('unroll-evaluation-view').count(), 0);
  });
});

function evaluationOf({ messages }: Scene): Evaluation {
  const message = messages.find(({ type }) => type === 'evaluation');
  assert.ok(message?.type === 'evaluation' && message.evaluation);
  return message.evaluation;
}

async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** The point of an element at these shares of its width and height. */
async function centre(locator: Locator, x: number, y: number): Promise<[x: number, y: number]> {
  const box = await locator.boundingBox();
  assert.ok(box);
  return [box.x + x * box.width, box.y + y * box.height];
}

async function pickOf({ posted }: OpenPanel): Promise<unknown> {
  const message = (await posted()).findLast(({ type }) => type === 'pickSequence');
  return message?.type === 'pickSequence' ? message.query : undefined;
}
