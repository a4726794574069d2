/**
 * The problems of open configs, each at its exact range: what is wrong with the config itself, with the data it names,
 * and what its last run failed at. Syntax is left to the JSON language service, which marks it already.
 */
import * as vscode from 'vscode';
import { parseConfig, rangeOf } from '../config/parse';
import { isConfig, rangeIn } from './configFile';
import { dataProblems, type KeyProblem } from './dataProblems';
import type { Log } from './log';
import type { Trainings } from './trainings';

/** How long the keyboard rests before a config is looked at. */
const restMs = 200;

/** A replacement that would mend a problem. */
export interface Fix {
  readonly diagnostic: vscode.Diagnostic;
  readonly replacement: string;
}

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('unroll');
  private readonly watched = new Map<string, ConfigProblems>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    trainings: Trainings,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      this.collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.watch(document)?.check()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.watch(document)?.edited();
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document.uri)),
      // A data file may have come or gone meanwhile.
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.watch(editor.document)?.check()),
      trainings.onStart(({ config }) => this.watched.get(config.toString())?.setFailure(undefined)),
      trainings.onEnd(async ({ training, finished }) => {
        if (finished.status === 'failed' && finished.key && finished.error) {
          const document = await vscode.workspace.openTextDocument(training.config);
          this.watch(document)?.setFailure({ path: finished.key, message: finished.error });
        }
      }),
    ];
    for (const document of vscode.workspace.textDocuments) {
      this.watch(document)?.check();
    }
  }

  /** What would mend the problems that touch a range. */
  fixesAt(document: vscode.TextDocument, range: vscode.Range): readonly Fix[] {
    const fixes = this.watched.get(document.uri.toString())?.fixes ?? [];
    return fixes.filter(({ diagnostic }) => diagnostic.range.intersection(range));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    for (const each of this.watched.values()) {
      each.dispose();
    }
  }

  private watch(document: vscode.TextDocument): ConfigProblems | undefined {
    if (!isConfig(document.uri)) {
      return undefined;
    }
    const key = document.uri.toString();
    let problems = this.watched.get(key);
    if (!problems) {
      problems = new ConfigProblems(document, this.collection, this.log);
      this.watched.set(key, problems);
    }
    return problems;
  }

  private forget(uri: vscode.Uri): void {
    this.watched.get(uri.toString())?.dispose();
    this.watched.delete(uri.toString());
    this.collection.delete(uri);
  }
}

/** The problems of one open config. */
class ConfigProblems implements vscode.Disposable {
  fixes: readonly Fix[] = [];
  private failure: KeyProblem | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Counts the checks, so that an answer about an older text is dropped. */
  private checks = 0;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly collection: vscode.DiagnosticCollection,
    private readonly log: Log,
  ) {}

  /** The text is another: what a run said of the old one no longer counts. */
  edited(): void {
    this.failure = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), restMs);
  }

  setFailure(failure: KeyProblem | undefined): void {
    this.failure = failure;
    this.check();
  }

  async check(): Promise<void> {
    this.checks++;
    const check = this.checks;
    const text = this.document.getText();
    const { config, problems } = parseConfig(text);
    const own = problems
      .filter(({ syntax }) => !syntax)
      .map((problem) => ({ ...problem, range: rangeIn(this.document, problem) }));
    let found: readonly KeyProblem[] = [];
    if (config) {
      try {
        found = await dataProblems(config, this.document.uri);
      } catch (error) {
        this.log.failure(`looking at the data of ${this.document.uri.fsPath}`, error);
      }
      if (check !== this.checks) {
        return;
      }
    }
    const failed = this.failure ? [this.failure] : [];
    const atKeys = onePerKey([...found, ...failed]).map((problem) => ({
      ...problem,
      severity: 'error' as const,
      range: rangeIn(this.document, rangeOf(text, problem.path)),
    }));
    const fixes: Fix[] = [];
    const diagnostics = [...own, ...atKeys].map((problem) => {
      const diagnostic = new vscode.Diagnostic(problem.range, problem.message, severities[problem.severity]);
      diagnostic.source = 'unroll';
      const [, meant] = /did you mean ("[^"]+")\?/.exec(problem.message) ?? [];
      if (meant) {
        fixes.push({ diagnostic, replacement: meant });
      }
      return diagnostic;
    });
    this.fixes = fixes;
    this.collection.set(this.document.uri, diagnostics);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.checks++;
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

/** The look at the data and the failed run may have found the same thing. */
function onePerKey(problems: readonly KeyProblem[]): KeyProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()];
}
