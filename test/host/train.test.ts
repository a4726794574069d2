import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  inWorkspace,
  open,
  problemsAt,
  quickConfig,
  rangeOfText,
  readableRecord,
  runFolders,
  train,
  until,
  writeConfig,
} from './workspace';

describe('training in the editor', () => {
  it('trains the weather example from the text in the editor, with unsaved changes', async () => {
    const config = inWorkspace('weather', 'weather.unroll.json');
    const document = await open(config);
    const epochs = /"epochs":\s*\d+/.exec(document.getText());
    assert.ok(epochs);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      config,
      new vscode.Range(
        document.positionAt(epochs.index),
        document.positionAt(epochs.index + epochs[0].length),
      ),
      '"epochs": 1',
    );
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);

    const { folder, record } = await train(config);

    assert.equal(record.status, 'completed');
    assert.equal(record.epochs, 1);
    assert.ok(Number.isFinite(record.validationLoss));
    for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors']) {
      assert.ok(existsSync(path.join(folder, file)), file);
    }
    assert.match(readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8'), /"event":"epoch"/);
  });

  it('opens one panel for a config, beside it', async () => {
    const config = writeConfig('beside', quickConfig());
    await train(config);
    await train(config);
    const panels = await until('the panel', () => {
      const found = vscode.window.tabGroups.all.flatMap(({ viewColumn, tabs }) =>
        tabs
          .filter(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'Unroll: beside')
          .map(() => viewColumn),
      );
      return found.length > 0 && found;
    });
    assert.deepEqual(panels, [vscode.ViewColumn.Two]);
  });

  it('cancels, and leaves a readable run', async () => {
    const config = writeConfig('long', quickConfig({ training: { epochs: 100_000 } }));
    await vscode.commands.executeCommand('unroll.train', config);
    const folder = await until('a run', () => runFolders(config).find((each) => readableRecord(each)));
    await vscode.commands.executeCommand('unroll.cancel', config);
    const record = await until('the end of the run', () => {
      const now = readableRecord(folder);
      return now?.status === 'running' ? undefined : now;
    });
    assert.equal(record.status, 'cancelled');
    assert.ok(existsSync(path.join(folder, 'checkpoint.safetensors')));
  });

  it('marks the key that made a run fail, until the config is edited', async () => {
    const config = writeConfig('short', quickConfig({ data: { window: 54_321 } }));
    const document = await open(config);
    await vscode.commands.executeCommand('unroll.train', config);
    const [problem] = await until('a problem', () => {
      const problems = problemsAt(config);
      return problems.length > 0 && problems;
    });
    assert.deepEqual(problem.range, rangeOfText(document, '54321'));
    assert.match(problem.message, /\d{3,} rows/, 'it states how many rows there are');

    const edit = new vscode.WorkspaceEdit();
    edit.replace(config, problem.range, '12');
    await vscode.workspace.applyEdit(edit);
    await until('the problem to go', () => problemsAt(config).length === 0);
  });

  it('states why a config with problems is not trained, and starts nothing', async () => {
    const config = writeConfig('wrong', quickConfig({ model: { hiddenSize: 0 } }));
    await vscode.commands.executeCommand('unroll.train', config);
    assert.deepEqual(runFolders(config), []);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), config.toString());
    assert.equal(editor?.document.getText(editor.selection), '0', 'the wrong value is selected');
  });
});
