import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { parseConfig } from '../../src/config/parse';
import { inWorkspace, readableRecord, runFolders, until } from './workspace';

/** Answers questions with their first item (or the one after `down` steps) until something has happened. */
async function answerUntil<T>(what: string, happened: () => T | undefined | false, down = 0): Promise<T> {
  for (let i = 0; i < down; i++) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  }
  return until(what, async () => {
    const answer = happened();
    if (!answer) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    return answer;
  });
}

function writeData(name: string): { data: vscode.Uri; config: vscode.Uri } {
  mkdirSync(inWorkspace('new').fsPath, { recursive: true });
  const data = inWorkspace('new', `${name}.csv`);
  const rows = Array.from({ length: 200 }, (_, t) => `${Math.sin(t / 5)},${t % 7}`);
  writeFileSync(data.fsPath, `wave,weekday\n${rows.join('\n')}\n`);
  return { data, config: inWorkspace('new', `${name}.unroll.json`) };
}

/** Ends the training if it is still running. */
async function endOfRun(config: vscode.Uri): Promise<void> {
  const folder = await until('a run', () => runFolders(config).find((each) => readableRecord(each)));
  await vscode.commands.executeCommand('unroll.cancel', config);
  await until('the end of the run', () => readableRecord(folder)?.status !== 'running');
}

describe('a new config from a data file', () => {
  it('is written beside the data, can be trained as it is, and is trained', async () => {
    const { data, config } = writeData('fresh');
    const command = vscode.commands.executeCommand('unroll.train', data);
    await answerUntil('a config', () => existsSync(config.fsPath));
    await command;
    const text = readFileSync(config.fsPath, 'utf8');
    const parsed = parseConfig(text);
    assert.deepEqual(parsed.problems, []);
    assert.ok(parsed.config?.data.kind === 'table');
    assert.equal(parsed.config.data.file, 'fresh.csv');
    assert.deepEqual(parsed.config.data.targets, ['wave']);
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
    assert.ok(shown.includes(config.toString()), 'the config is open');
    await endOfRun(config);
  });

  it('leaves no trace when a question is escaped', async () => {
    const { data, config } = writeData('escaped');
    let done = false;
    const command = vscode.commands.executeCommand('unroll.train', data).then(() => {
      done = true;
    });
    await until('the question to close', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return done;
    });
    await command;
    assert.ok(!existsSync(config.fsPath));
    assert.deepEqual(runFolders(config), []);
  });

  it('never replaces an existing config', async () => {
    const { data, config } = writeData('taken');
    const second = inWorkspace('new', 'taken-2.unroll.json');
    const text = '{ "data": { "file": "taken.csv", "targets": ["weekday"] } }';
    writeFileSync(config.fsPath, text);
    const command = vscode.commands.executeCommand('unroll.train', data);
    await answerUntil('a second config', () => existsSync(second.fsPath), 1);
    await command;
    assert.equal(readFileSync(config.fsPath, 'utf8'), text);
    assert.deepEqual(runFolders(config), []);
    await endOfRun(second);
  });
});

describe('a new config of a task', () => {
  it('is written with a hint of what to look for, parses, is opened and not trained yet', async () => {
    const config = inWorkspace('adding.unroll.json');
    const command = vscode.commands.executeCommand('unroll.newConfig', 'adding');
    await answerUntil('a config', () => existsSync(config.fsPath));
    await command;
    const text = readFileSync(config.fsPath, 'utf8');
    const parsed = parseConfig(text);
    assert.deepEqual(parsed.problems, []);
    assert.ok(parsed.config?.data.kind === 'task');
    assert.equal(parsed.config.data.generate, 'adding');
    assert.equal(parsed.config.model.cell, 'lstm');
    assert.match(text, /What to look for: /);
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
    assert.ok(shown.includes(config.toString()), 'the config is open');
    await until('its panel', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Unroll: adding')),
    );
    assert.deepEqual(runFolders(config), []);
  });
});
