/**
 * Problems of open configs, each at its exact range: errors of the config itself and of the data that it
 * names, the error of its last run, and the findings of that run while the config is still the one that was
 * trained. Syntax errors are left to the JSON language service, which already marks them.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import { parseConfig, rangeOf } from '../../config/parse';
import { asBegun, isSameConfig } from '../../config/resolved';
import type { Config } from '../../config/schema';
import { isConfig, rangeIn } from '../common/configFile';
import type { Log } from '../common/log';
import { dataProblems, type KeyProblem } from '../config/dataProblems';
import type { Findings, Found } from '../runs/findings';
import type { Trainings } from '../runs/trainings';

/** Pause after the last keystroke before a config is checked. */
const restMs = 200;

/** Problem as the editor shows it, with its correction. */
export interface Mark {
  readonly diagnostic: vscode.Diagnostic;
  /** Text that should replace its range. */
  readonly replacement?: string;
  readonly finding?: Finding;
}

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('unroll');
  private readonly watched = new Map<string, ConfigProblems>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    trainings: Trainings,
    private readonly findings: Findings,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      this.collection,
      findings.onChange((config) => this.watched.get(config.toString())?.check()),
      vscode.workspace.onDidOpenTextDocument((document) => this.watch(document)?.check()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.watch(document)?.edited();
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document.uri)),
      // A data file may have been created or deleted in the meantime.
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.watch(editor.document)?.check()),
      trainings.onStart(({ config }) => this.watched.get(config.toString())?.setFailure(undefined)),
      trainings.onEnd(async ({ training, finished }) => {
        if (finished.status === 'failed' && finished.key && finished.error) {
          const document = await vscode.workspace.openTextDocument(training.config);
          const { key: path, error: message, meant } = finished;
          this.watch(document)?.setFailure({ path, message, meant });
        }
      }),
    ];
    for (const document of vscode.workspace.textDocuments) {
      this.watch(document)?.check();
    }
  }

  /** Returns the problems that touch a range. */
  marksAt(document: vscode.TextDocument, range: vscode.Range): readonly Mark[] {
    const marks = this.watched.get(document.uri.toString())?.marks ?? [];
    return marks.filter(({ diagnostic }) => diagnostic.range.intersection(range));
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
      problems = new ConfigProblems(document, this.collection, this.findings, this.log);
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

/** Problems of one open config. */
class ConfigProblems implements vscode.Disposable {
  marks: readonly Mark[] = [];
  private failure: KeyProblem | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Number of checks so far, so that an answer about an older text is dropped. */
  private checks = 0;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly collection: vscode.DiagnosticCollection,
    private readonly findings: Findings,
    private readonly log: Log,
  ) {}

  /** Handles a change of the text: the error of a run of the old text no longer counts. */
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
    const found = config ? await this.look(config) : [];
    const ofRun = config ? findingsOf(config, await this.findings.of(this.document.uri)) : [];
    if (check !== this.checks) {
      return;
    }
    const failed = this.failure ? [this.failure] : [];
    const rangeAt = (key: KeyProblem['path']) => rangeIn(this.document, rangeOf(text, key));
    const atKeys = onePerKey([...found, ...failed]).map(({ path, message, meant }) => ({
      message,
      meant,
      severity: 'error' as const,
      range: rangeAt(path),
    }));
    this.marks = [
      ...[...own, ...atKeys].map((problem): Mark => {
        const { meant } = problem;
        const diagnostic = diagnosticOf(problem);
        return meant === undefined ? { diagnostic } : { diagnostic, replacement: JSON.stringify(meant) };
      }),
      ...ofRun.map((finding): Mark => {
        const { sentence: message, severity, rule } = finding;
        const diagnostic = diagnosticOf({ message, severity, range: rangeAt(finding.key) });
        diagnostic.code = rule;
        return { diagnostic, finding };
      }),
    ];
    this.collection.set(
      this.document.uri,
      this.marks.map(({ diagnostic }) => diagnostic),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.checks++;
  }

  private async look(config: Config): Promise<readonly KeyProblem[]> {
    try {
      return await dataProblems(config, this.document.uri);
    } catch (error) {
      this.log.failure(`checking the data of ${this.document.uri.fsPath}`, error);
      return [];
    }
  }
}

/**
 * Returns the findings of the latest run if the config is still the one that was trained, comments and spaces
 * aside.
 */
function findingsOf(config: Config, found: Found | undefined): readonly Finding[] {
  return found && isSameConfig(asBegun(config, found.config), found.config) ? found.diagnosis.findings : [];
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

function diagnosticOf({
  range,
  message,
  severity,
}: {
  readonly range: vscode.Range;
  readonly message: string;
  readonly severity: keyof typeof severities;
}): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = 'unroll';
  return diagnostic;
}

/** Keeps one problem per key, because the check of the data and the failed run may report the same one. */
function onePerKey(problems: readonly KeyProblem[]): KeyProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()];
}
