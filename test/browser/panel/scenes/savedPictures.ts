/** Reads the files that a page of the panel asked to save, and checks how a browser shows them. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { OpenPanel } from '../page';

export interface Saved {
  readonly kind: 'png' | 'svg' | 'csv';
  readonly name: string;
  readonly bytes: Buffer;
}

/** Chooses an item of a figure's menu with the mouse. */
export async function choose(figure: Locator, item: string): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('unroll-figure-menu .opener').click();
  await figure.locator(`[role^="menuitem"]`, { hasText: item }).click();
}

/** Returns the file that an item of a figure's menu saves. */
export async function savedAs(panel: OpenPanel, figure: Locator, item: string): Promise<Saved> {
  const before = await savesOf(panel.page);
  await choose(figure, item);
  return nextSaved(panel, before);
}

export async function savesOf(page: Page): Promise<number> {
  return page.evaluate(() => window.posted.filter(({ type }) => type === 'save').length);
}

/** Returns the file that is saved after `before` others. */
export async function nextSaved({ page }: OpenPanel, before: number): Promise<Saved> {
  await page.waitForFunction(
    (count) => window.posted.filter(({ type }) => type === 'save').length > count,
    before,
    { timeout: 60_000 },
  );
  const saved = await page.evaluate((at) => {
    const message = window.posted.filter((one) => one.type === 'save')[at];
    let binary = '';
    for (let from = 0; from < message.bytes.length; from += 30_000) {
      binary += String.fromCharCode(...message.bytes.subarray(from, from + 30_000));
    }
    return { kind: message.kind, name: message.name, text: btoa(binary) };
  }, before);
  return { kind: saved.kind, name: saved.name, bytes: Buffer.from(saved.text, 'base64') };
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Returns the RGB values of a point. */
  at(x: number, y: number): readonly [number, number, number];
}

/** Paints a PNG or an SVG in the browser. @param scale actual pixels per pixel of the stated size */
export async function pixelsOf(page: Page, { kind, bytes }: Saved, scale = 1): Promise<Pixels> {
  const type = kind === 'svg' ? 'image/svg+xml' : 'image/png';
  const painted = await page.evaluate(
    async ([url, by]) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const [width, height] = [image.naturalWidth * by, image.naturalHeight * by];
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      if (!context) {
        throw new Error('there is no canvas');
      }
      context.drawImage(image, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      let binary = '';
      for (let from = 0; from < data.length; from += 30_000) {
        binary += String.fromCharCode(...data.subarray(from, from + 30_000));
      }
      return { width, height, data: btoa(binary) };
    },
    [`data:${type};base64,${bytes.toString('base64')}`, scale] as const,
  );
  const data = Buffer.from(painted.data, 'base64');
  assert.equal(data.length, 4 * painted.width * painted.height);
  return {
    width: painted.width,
    height: painted.height,
    at: (x, y) => {
      const start = 4 * (Math.floor(y) * painted.width + Math.floor(x));
      return [data[start], data[start + 1], data[start + 2]];
    },
  };
}

/** Returns the fraction of the points whose colours differ clearly. */
export function shareApart(one: Pixels, other: Pixels): number {
  assert.deepEqual([one.width, one.height], [other.width, other.height]);
  let apart = 0;
  for (let y = 0; y < one.height; y++) {
    for (let x = 0; x < one.width; x++) {
      const [a, b] = [one.at(x, y), other.at(x, y)];
      apart += a.some((channel, index) => Math.abs(channel - b[index]) > 48) ? 1 : 0;
    }
  }
  return apart / (one.width * one.height);
}

/** Reads rows of fields in the form of RFC 4180. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    rows[rows.length - 1].push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === '\r\n') {
      rows.push([]);
    }
  }
  assert.deepEqual(rows.pop(), [], 'the last line ends');
  return rows;
}

/**
 * Returns the numbers of `name = np.array([…], dtype=np.float32).reshape(rows, size)`, as Python reads them.
 */
export function parseNumpy(text: string): { name: string; values: Float32Array; shape: number[] } {
  const code = text.replace(/^#.*$/gm, '').trim();
  const found = /^(\w+) = np\.array\(\[([^\]]*)\], dtype=np\.float32\)\.reshape\((\d+), (\d+)\)$/.exec(code);
  assert.ok(found, code.slice(0, 200));
  const [, name, list, rows, size] = found;
  const items = list.split(',').map((item) => item.trim());
  assert.equal(items.pop(), '', 'a comma may stand behind the last one');
  const special: Record<string, number> = {
    'np.nan': Number.NaN,
    'np.inf': Number.POSITIVE_INFINITY,
    '-np.inf': Number.NEGATIVE_INFINITY,
  };
  const values = items.map((item) => {
    assert.ok(item in special || /^-?(\d+(\.\d+)?)(e[+-]?\d+)?$/.test(item), item);
    // A zero that is an integer in Python has no sign.
    return special[item] ?? (/^-?\d+$/.test(item) ? Number(item) + 0 : Number(item));
  });
  return { name, values: Float32Array.from(values), shape: [Number(rows), Number(size)] };
}
