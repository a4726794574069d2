import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyEdit } from '../../src/host/config/configDocument';
import { open, problemsAt, quickConfig, rangeOfText, until, writeConfig } from './workspace';

describe('the config in the editor', () => {
  it('is JSON with comments', async () => {
    const document = await open(writeConfig('language', `// a comment\n${quickConfig()}`));
    assert.equal(document.languageId, 'jsonc');
  });

  it('shows each problem once, at its exact range', async () => {
    const config = writeConfig(
      'malformed',
      `{
  "data": { "file": "seattle-weather.csv", "targets": ["temp_max"], "window": -3 },
  "model": { "cell": "lstn", "hidenSize": 8 }, // two mistakes
  "training": { "epochs": "many" }
}`,
    );
    const document = await open(config);
    const problems = await until('four problems', () => {
      const found = problemsAt(config);
      return found.length >= 4 && found;
    });
    const ranges = problems.map(({ range }) => document.getText(range)).sort();
    assert.deepEqual(ranges, ['"hidenSize"', '"lstn"', '"many"', '-3']);
    const wrongCell = problems.find(({ range }) => range.isEqual(rangeOfText(document, '"lstn"')));
    assert.match(wrongCell?.message ?? '', /rnn.*lstm.*gru/);
  });

  it('leaves syntax to the JSON language service: one problem, not two', async () => {
    const config = writeConfig(
      'syntax',
      '{ "data": { "file": "seattle-weather.csv", "targets": ["temp_max"] }',
    );
    await open(config);
    await until('a problem', () => problemsAt(config).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // time for a second one to arrive
    assert.equal(problemsAt(config).length, 1);
  });

  it('lists the existing columns where one is unknown, and offers the nearest', async () => {
    const config = writeConfig('column', quickConfig({ data: { inputs: ['temp_mx', 'wind'] } }));
    const document = await open(config);
    const [problem] = await until('a problem', () => {
      const problems = problemsAt(config);
      return problems.length > 0 && problems;
    });
    const range = rangeOfText(document, '"temp_mx"');
    assert.deepEqual(problem.range, range);
    assert.match(problem.message, /precipitation/);
    // Other extensions offer quick fixes too, and the editor asks again while the user looks.
    const edit = await until('the quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        config,
        range,
      );
      return actions.find(({ title }) => title === 'Change to "temp_max"')?.edit;
    });
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /"temp_max",\s*"wind"/);
    await until('the problem to go', () => problemsAt(config).length === 0);
  });

  it('marks a data file that does not exist', async () => {
    const config = writeConfig('missing', quickConfig({ data: { file: 'nowhere.csv' } }));
    const document = await open(config);
    const [problem] = await until('a problem', () => {
      const problems = problemsAt(config);
      return problems.length > 0 && problems;
    });
    assert.deepEqual(problem.range, rangeOfText(document, '"nowhere.csv"'));
  });

  it('completes keys and values', async () => {
    const config = writeConfig('complete', '{\n  "model": { "cell": "" },\n  \n}');
    const document = await open(config);
    const labelsAt = async (position: vscode.Position) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        config,
        position,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const inValue = rangeOfText(document, '""').start.translate(0, 1);
    const values = await until('values', async () => {
      const labels = await labelsAt(inValue);
      return labels.some((label) => label.includes('gru')) && labels;
    });
    for (const cell of ['rnn', 'lstm', 'gru']) {
      assert.ok(
        values.some((label) => label.includes(cell)),
        cell,
      );
    }
    const keys = await labelsAt(new vscode.Position(2, 2));
    for (const key of ['data', 'training', 'probe', 'task']) {
      assert.ok(keys.includes(key), key);
    }
  });

  it('keeps comments when the form changes a value, and can undo it', async () => {
    const text = `{
  // the data of the weather station
  "data": { "file": "seattle-weather.csv", "targets": ["temp_max"] /* tomorrow */ },
  "model": {
    "cell": "lstm" // or gru
  }
}
`;
    const config = writeConfig('comments', text);
    const document = await open(config);
    await applyEdit(config, ['model', 'cell'], 'gru');
    await applyEdit(config, ['training', 'optimizer', 'learningRate'], 0.01);
    assert.ok(document.isDirty);
    for (const comment of ['// the data of the weather station', '/* tomorrow */', '// or gru']) {
      assert.ok(document.getText().includes(comment), comment);
    }
    assert.match(document.getText(), /"cell": "gru"/);
    assert.match(document.getText(), /"learningRate": 0.01/);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });
});
