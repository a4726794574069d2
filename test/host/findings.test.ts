import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseConfig } from '../../src/config/parse';
import { inWorkspace, open, problemsAt, rangeOfText, train, until, writeConfig } from './workspace';

/** A vanilla RNN on a task with a lag of 40 to 79 steps: its gradient does not reach so far back. */
const forgetful = `{
  "data": { "generate": "adding", "length": 80, "count": 640 },
  "model": {
    "cell": "rnn", // forgets
    "hiddenSize": 12
  },
  "training": { "epochs": 3, "optimizer": { "learningRate": 0.002 } }
}
`;

describe('a finding of a run', () => {
  let config: vscode.Uri;
  let document: vscode.TextDocument;
  const rule = 'vanishingGradient';
  const found = () => problemsAt(config).filter(({ code }) => code === rule);
  const isFound = () => until('the finding', () => found().length > 0);
  const isGone = () => until('no finding', () => found().length === 0);

  async function actionsAt(range: vscode.Range): Promise<vscode.CodeAction[]> {
    return vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      config,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
  }

  /** Waits and asks again, because the editor returns no fixes while problems change. */
  function quickFix(title: string): Promise<vscode.CodeAction> {
    return until(`the quick fix "${title}"`, async () => {
      const actions = await actionsAt(rangeOfText(document, '"rnn"'));
      return actions.find((action) => action.title === title);
    });
  }

  before(async () => {
    config = writeConfig('forgetful', forgetful);
    document = await open(config);
    await train(config);
    await isFound();
  });

  it('is a problem at its config key, with its severity', () => {
    const [problem] = found();
    assert.deepEqual(problem.range, rangeOfText(document, '"rnn"'));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(problem.message, /^The gradient vanishes: .* the task's lag is 40 to 79 steps/);
  });

  it('shows in a hover what was measured, and a link to read on', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      config,
      rangeOfText(document, '"rnn"').start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
    assert.match(text, /\*\*Vanishing gradient\*\*/);
    assert.match(text, /horizon.*steps/);
    assert.match(text, /command:unroll\.explain/);
  });

  it('is kept in findings.json of the run', async () => {
    const runs = inWorkspace('weather', '.unroll', 'forgetful').fsPath;
    const [run] = readdirSync(runs);
    const { findings } = JSON.parse(readFileSync(path.join(runs, run, 'findings.json'), 'utf8'));
    assert.ok(findings.some((finding: { rule: string }) => finding.rule === rule));
  });

  it('is mended by a quick fix that keeps comments; it disappears with another config and returns on undo', async () => {
    const { edit } = await quickFix('Use an LSTM with forget bias 1');
    assert.ok(edit);
    await vscode.workspace.applyEdit(edit);
    const { config: changed, problems } = parseConfig(document.getText());
    assert.deepEqual(problems, []);
    assert.deepEqual([changed?.model.cell, changed?.model.init.forgetBias], ['lstm', 1]);
    assert.match(document.getText(), /"cell": "lstm", \/\/ forgets/);
    await isGone();
    const back = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    back.replace(config, document.validateRange(all), forgetful);
    await vscode.workspace.applyEdit(back);
    assert.equal(document.getText(), forgetful);
    await isFound();
  });

  it('disappears and returns with the threshold of the settings', async () => {
    const settings = vscode.workspace.getConfiguration('unroll', config);
    await settings.update(
      'diagnosis.thresholds',
      { creditReached: 1e-30 },
      vscode.ConfigurationTarget.Workspace,
    );
    await isGone();
    await settings.update('diagnosis.thresholds', undefined, vscode.ConfigurationTarget.Workspace);
    await isFound();
  });

  it('can be tried: a short copy with and one without the fix, and the quick fix states the result', async () => {
    const attempt = await quickFix('Try it: Use a GRU');
    assert.ok(attempt.command);
    const { command, arguments: args = [] } = attempt.command;
    vscode.commands.executeCommand(command, ...args);
    const tried = await until(
      'the outcome in the quick fix',
      async () => {
        const titles = (await actionsAt(rangeOfText(document, '"rnn"'))).map(({ title }) => title);
        return titles.find((title) =>
          /^Use a GRU \((helped here|did not help here|tried, cannot tell)\)$/.test(title),
        );
      },
      90,
    );
    assert.match(tried, /\(helped here\)/, 'a GRU keeps more of the gradient');
    const [first] = await actionsAt(rangeOfText(document, '"rnn"'));
    assert.equal(first.title, tried, 'what helped is offered first');
    assert.equal(document.getText(), forgetful, 'nothing was changed');
    assert.equal(comparedRuns().length, 2);
  });

  it('is not replaced by a trial: lens and hover still describe the run that was trained', () => {
    assert.equal(readdirSync(inWorkspace('weather', '.unroll', 'forgetful').fsPath).length, 1);
  });

  it('is compared with other cells by Compare Cells', async () => {
    await vscode.commands.executeCommand('unroll.compareCells', config);
    const cells = comparedRuns().map(
      (run) => JSON.parse(readFileSync(path.join(run, 'config.json'), 'utf8')).model.cell,
    );
    assert.deepEqual(cells, ['rnn', 'lstm', 'gru']);
  });

  /** Folders of the runs of the last comparison. */
  function comparedRuns(): string[] {
    const folder = inWorkspace('weather', '.unroll', '.comparisons', 'forgetful').fsPath;
    const last = path.join(folder, readdirSync(folder).sort().at(-1) ?? '');
    return readdirSync(last)
      .sort()
      .map((run) => path.join(last, run));
  }
});
