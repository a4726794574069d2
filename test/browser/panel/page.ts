/**
 * The panel in Chromium as VS Code would show it: the host's HTML, its policy, its theme, and a stand-in for
 * its API.
 */
import path from 'node:path';
import esbuild from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { HostToPanel, PanelToHost } from '../../../src/protocol/panel';
import type { Scene } from './scenes/scenes';
import { bodyClass, type ThemeName, themeVariables } from './themes';

const origin = 'http://panel.test';
const nonce = 'c2VjcmV0';

export interface OpenPanel {
  readonly page: Page;
  /** Messages that the panel has posted so far. */
  posted(): Promise<readonly PanelToHost[]>;
  /**
   * The state that the panel asks VS Code to keep. The panel saves it shortly after each change, so this
   * waits for the last one.
   */
  kept(): Promise<unknown>;
  send(message: HostToPanel): Promise<void>;
  /** Console errors and violations of the content security policy. */
  readonly troubles: readonly string[];
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** State that `getState` returns to the panel. */
  readonly state?: unknown;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
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
}

/** The panel's script, as the build makes it. */
export async function bundlePanel(): Promise<string> {
  const root = process.cwd();
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, 'webview/main.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

export async function openPanel(
  browser: Browser,
  script: string,
  scene: Scene,
  { theme = 'dark', width = 720, height = 900, state }: PageOptions = {},
): Promise<OpenPanel> {
  const page = await browser.newPage({ viewport: { width, height } });
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      troubles.push(message.text());
    }
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.route(`${origin}/**`, (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: hostHtml(theme) }),
  );
  await page.addInitScript(standIn, { state, variables: themeVariables[theme] });
  await page.goto(`${origin}/`);
  const panel: OpenPanel = {
    page,
    troubles,
    posted: () => page.evaluate(() => window.posted),
    kept: async () => {
      await page.waitForFunction(
        () =>
          JSON.stringify(window.kept) ===
          JSON.stringify(document.querySelector('unroll-panel')?.store.state.view),
      );
      return page.evaluate(() => window.kept);
    },
    send: (message) => page.evaluate((data) => window.postMessage(data, '*'), message),
  };
  // Not passed with the script, which would turn its arrays into JSON.
  await page.evaluate(
    ([spectra, analyses, history, picks]) => {
      window.spectra = spectra;
      window.analyses = analyses;
      window.snapshots = history;
      window.picks = picks;
    },
    [scene.spectra, scene.analyses ?? [], scene.history ?? [], scene.picks ?? []] as const,
  );
  for (const message of scene.messages) {
    await panel.send(message);
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return panel;
}

declare global {
  interface Window {
    posted: PanelToHost[];
    kept: unknown;
    /** The host's answer to a request for a spectrum. */
    spectra: Scene['spectra'];
    /** The host's answer to a request for the analysis of a layer. */
    analyses: NonNullable<Scene['analyses']>;
    /** The snapshots that it can show. */
    snapshots: NonNullable<Scene['history']>;
    /** Its answer when a query chooses a sequence. */
    picks: NonNullable<Scene['picks']>;
  }
}

function hostHtml(theme: ThemeName): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin} 'nonce-${nonce}'; img-src ${origin} data:; font-src ${origin}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Unroll</title>
</head>
<body class="${bodyClass[theme]}">
<script nonce="${nonce}" src="${origin}/webview.js"></script>
</body>
</html>`;
}

/**
 * Runs in the page before its scripts: VS Code's API, and an answer to each request for a spectrum or an
 * analysis.
 */
function standIn({
  state,
  variables,
}: {
  state: unknown;
  variables: Readonly<Record<string, string>>;
}): void {
  window.posted = [];
  window.spectra = [];
  window.analyses = [];
  window.snapshots = [];
  window.picks = [];
  window.kept = state;
  document.addEventListener('DOMContentLoaded', () => undefined);
  const paint = () => {
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  };
  if (document.documentElement) {
    paint();
  } else {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      paint();
    }).observe(document, { childList: true });
  }
  const pickedProbe = (step: number, key: string | null) => {
    const found = window.picks.find(
      (one) =>
        one.type === 'sequencePicked' &&
        one.update === step &&
        `${one.probe.picked.set} ${one.probe.sequence}` === key,
    );
    return found?.type === 'sequencePicked' ? found.probe : undefined;
  };
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: PanelToHost) => {
        window.posted.push(structuredClone(message));
        const spectrum =
          message.type === 'askSpectrum' &&
          window.spectra.find((candidate) => candidate.name === message.block);
        if (spectrum) {
          const { update } = message;
          setTimeout(() => window.postMessage({ type: 'spectrum', update, spectrum }, '*'));
        }
        const say = (answer: HostToPanel) => setTimeout(() => window.postMessage(answer, '*'));
        if (message.type === 'showSnapshot') {
          const snapshot =
            message.update === null
              ? window.snapshots.at(-1)
              : window.snapshots.find(({ trace }) => trace.update === message.update);
          if (snapshot) {
            const { trace, weights } = snapshot;
            const probes = trace.probes.map((probe) => ({
              ...probe,
              tensors: probe.tensors.map((tensor) => ({ ...tensor, values: null })),
            }));
            say({ ...trace, probes });
            say({ ...weights, blocks: weights.blocks.map((block) => ({ ...block, values: null })) });
          }
        }
        if (message.type === 'askTensors') {
          for (const { source, name } of message.tensors) {
            if (source.of !== 'snapshot') {
              continue; // tests answer these themselves
            }
            const snapshot = window.snapshots.find(({ trace }) => trace.update === source.update);
            const found =
              source.probe === null
                ? snapshot?.weights.blocks.find((block) => block.name === name)
                : (typeof source.probe === 'number'
                    ? snapshot?.trace.probes[source.probe]
                    : pickedProbe(source.update, source.probe)
                  )?.tensors.find((tensor) => tensor.name === name);
            const half = Math.ceil((found?.values?.length ?? 0) / 2);
            for (const at of [0, half]) {
              if (found?.values) {
                say({ type: 'tensorPart', source, name, at, values: found.values.slice(at, at + half) });
              }
            }
          }
        }
        if (message.type === 'pickSequence') {
          const asked = JSON.stringify(message.query);
          const answer = window.picks.find(
            ({ update, query }) => update === message.update && JSON.stringify(query) === asked,
          );
          if (answer?.type === 'sequencePicked') {
            const tensors = answer.probe.tensors.map((tensor) => ({ ...tensor, values: null }));
            say({ ...answer, probe: { ...answer.probe, tensors } });
          } else if (answer) {
            say(answer);
          }
        }
        const analysis =
          message.type === 'analyse' &&
          window.analyses.find(({ of }) => of.layer === message.layer && of.probe === message.probe);
        if (analysis) {
          setTimeout(() => window.postMessage(analysis, '*'));
        }
      },
      getState: () => window.kept,
      setState: (kept: unknown) => {
        window.kept = structuredClone(kept);
      },
    }),
  });
}
