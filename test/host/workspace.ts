/** The workspace under test: a copy of `examples/`, and actions that many tests share. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../src/protocol/run';

export function root(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the suite needs the examples as its workspace');
  return folder.uri.fsPath;
}

export function inWorkspace(...parts: readonly string[]): vscode.Uri {
  return vscode.Uri.file(path.join(root(), ...parts));
}

/** Writes a config beside the weather data. */
export function writeConfig(name: string, text: string): vscode.Uri {
  const uri = inWorkspace('weather', `${name}.unroll.json`);
  writeFileSync(uri.fsPath, text);
  return uri;
}

/** A config that trains in a second. */
export function quickConfig(changes: { data?: object; model?: object; training?: object } = {}): string {
  return JSON.stringify(
    {
      data: {
        file: 'seattle-weather.csv',
        inputs: ['temp_max', 'wind'],
        targets: ['temp_max'],
        window: 10,
        stride: 7,
        ...changes.data,
      },
      model: { cell: 'lstm', hiddenSize: 4, ...changes.model },
      training: { epochs: 2, ...changes.training },
    },
    null,
    2,
  );
}

export async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  return document;
}

/** Finds the position of a snippet in a document; it must occur exactly once. */
export function rangeOfText(document: vscode.TextDocument, snippet: string): vscode.Range {
  const start = document.getText().indexOf(snippet);
  assert.ok(start >= 0, `${snippet} is not in the document`);
  assert.equal(document.getText().indexOf(snippet, start + 1), -1, `${snippet} is there twice`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + snippet.length));
}

/** Calls the function until it returns an answer. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    assert.ok(Date.now() < end, `${seconds} s have passed without ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Folders of the runs of a config, oldest first. */
export function runFolders(config: vscode.Uri): string[] {
  const folder = path.join(
    path.dirname(config.fsPath),
    '.unroll',
    path.basename(config.fsPath, '.unroll.json'),
  );
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => path.join(folder, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

function readRecord(folder: string): RunRecord {
  return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'));
}

/** Trains a config with the command and waits for the end of its run. */
export async function train(config: vscode.Uri): Promise<{ folder: string; record: RunRecord }> {
  const before = runFolders(config).length;
  // The previous run's record states its end slightly before the editor is notified.
  await vscode.workspace.openTextDocument(config);
  await until('the end of the training before', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      config,
    );
    return lenses.every(({ command }) => command?.command !== 'unroll.cancel');
  });
  await vscode.commands.executeCommand('unroll.train', config);
  const ended = () => {
    const folder = runFolders(config).slice(before).at(-1);
    const record = folder && readableRecord(folder);
    return folder && record && record.status !== 'running' ? { folder, record } : undefined;
  };
  return until(`the end of a run of ${config.fsPath}`, ended, 100);
}

/** `run.json` is written slightly after its folder. */
export function readableRecord(folder: string): RunRecord | undefined {
  return readdirSync(folder).includes('run.json') ? readRecord(folder) : undefined;
}

/** Unroll's problems in a file. */
export function problemsAt(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri);
}
