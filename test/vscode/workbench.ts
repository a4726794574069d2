/**
 * A workbench with Unroll loaded, and the actions of a user in it: by keyboard where a user would, else by
 * mouse.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { type BrowserOptions, openBrowser } from './browser';
import { cache, copyExamples, root } from './folders';
import { installVSCode } from './install';
import { say } from './say';
import { addressOf, startServer } from './server';

export interface WorkbenchOptions extends BrowserOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folder of a server that has Unroll installed; by default Unroll is loaded from its sources. */
  readonly installed?: string;
}

export class Workbench {
  private constructor(
    readonly page: Page,
    /** A copy of the examples. */
    readonly folder: string,
    /** Lines of the console of the page and all its frames. */
    readonly console: readonly string[],
    /** Addresses outside this machine that were requested. */
    readonly offsite: readonly string[],
    /** Ends browser and server, and removes the copy. */
    readonly close: () => Promise<void>,
  ) {}

  static async open({ settings, installed, ...window }: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = copyExamples();
    const server = await startServer(await installVSCode(), { settings, folder: installed });
    const browser = await openBrowser(window);
    const close = async () => {
      await browser.close();
      await server.stop();
      rmSync(path.dirname(folder), { recursive: true, force: true, maxRetries: 5 });
    };
    const { page } = browser;
    const workbench = new Workbench(page, folder, browser.console, browser.offsite, close);
    try {
      await page.goto(addressOf(server, { workspace: folder, extension: installed ? undefined : root }));
      await workbench.ready();
    } catch (error) {
      await close();
      throw error;
    }
    return workbench;
  }

  /** The field that the user types into: for the palette, and for every question. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget:visible input:visible').first();
  }

  /** The page inside the visible Unroll panel. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The editor that was used last. */
  get editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  /** Runs a command from the palette. */
  async command(title: string): Promise<void> {
    await this.fromPalette(title, `>${title}`);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.fromPalette(name, name);
    await this.page.locator('.tab.active').getByText(name, { exact: true }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /**
   * Chooses an answer of the open question. Waits for the choices first, because the input appears before
   * them.
   * @param typed text to type to find it in a long list
   */
  async answer(label: string, typed?: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    if (typed !== undefined) {
      await this.input.fill(typed, { timeout: 10_000 });
    }
    // A row's name is its label and the text shown behind it.
    const row = this.page
      .locator(`[aria-label="${label}"], [aria-label^="${label},"], [aria-label^="${label} "]`)
      .and(this.page.locator('.quick-input-list .monaco-list-row'));
    await row.first().waitFor({ timeout: 20_000 });
    const focused = row.and(this.page.locator('.focused'));
    while ((await focused.count()) === 0) {
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  /**
   * Opens the palette, and opens it again when something takes the focus and closes it (a tab that opens, a
   * list that closes), as a user would.
   */
  private async fromPalette(label: string, typed: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      try {
        await this.answer(label, typed);
        return;
      } catch (error) {
        if (attempt === 3 || (await this.input.isVisible())) {
          throw error;
        }
      }
    }
  }

  /** Saves a picture of the current window, for a test that failed. */
  async keepPicture(name: string): Promise<void> {
    const file = path.join(cache, 'failed', `${name.replace(/[^\w ]/g, '').slice(0, 80)}.png`);
    await this.page.screenshot({ path: file });
    say(`      the window as it was: ${path.relative(root, file)}`);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await this.page.locator('.statusbar-item').first().waitFor();
  }
}
