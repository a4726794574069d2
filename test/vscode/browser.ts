/**
 * A separate Chromium window without network access, which records the console and the requests of a page.
 */
import { rmSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium';
import { temporaryFolder } from './folders';

export interface Browser {
  readonly page: Page;
  /** Lines of the console, `[error] … (address)`, and uncaught errors. */
  readonly console: readonly string[];
  /** Addresses outside this machine that were requested and blocked. */
  readonly offsite: readonly string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
}

export async function openBrowser({ width = 1400, height = 900 }: BrowserOptions = {}): Promise<Browser> {
  const profile = temporaryFolder('browser');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    headless: true,
    viewport: { width, height },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const lines: string[] = [];
  const offsite: string[] = [];
  await context.route(isOffsite, (route) => {
    offsite.push(route.request().url());
    return route.abort();
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) =>
    lines.push(`[${message.type()}] ${message.text()} (${message.location().url})`),
  );
  page.on('pageerror', (error) => lines.push(`[uncaught] ${error.stack ?? error.message}`));
  return {
    page,
    console: lines,
    offsite,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A webview's own resources have addresses under vscode-cdn.net, which the workbench answers itself. */
function isOffsite({ protocol, hostname }: URL): boolean {
  return (
    /^(http|ws)s?:$/.test(protocol) &&
    hostname !== '127.0.0.1' &&
    hostname !== 'localhost' &&
    !hostname.endsWith('.vscode-cdn.net')
  );
}
