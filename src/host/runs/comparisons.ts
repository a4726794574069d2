/**
 * Comparisons that were started in this window: a fix that is tried, or cells side by side. They are trained
 * in worker threads like every run; the panel of the config shows them, one at a time.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import type { TrialOutcome } from '../../analysis/diagnosis/outcome';
import { parseConfig } from '../../config/parse';
import { normalised } from '../../config/resolved';
import { comparedVariants, type Variant, withEdits } from '../../config/variants';
import type { Comparison } from '../../protocol/comparison';
import type { Metric } from '../../protocol/run';
import type { RunWorker } from '../../run/client/client';
import { type ComparisonListener, type ComparisonPlan, ComparisonRun } from '../../run/client/comparison';
import { readRun } from '../../run/files/folder';
import { trialUpdates } from '../../run/training/trialLength';
import { readableFolders } from '../common/configFile';
import type { Findings } from './findings';

/** Source of a comparison: trains its variants, or reports on existing runs. */
export interface ComparisonSource {
  readonly state: Comparison;
  cancel(): void;
}

/** Comparison with the metrics that it has reported so far. */
export interface LiveComparison {
  readonly run: ComparisonSource;
  /** Metrics of each of its runs, in order. */
  readonly metrics: readonly Metric[][];
}

export interface ComparisonNews {
  readonly config: vscode.Uri;
  /** Null if the comparison was closed. */
  readonly comparison: Comparison | null;
}

export class Comparisons implements vscode.Disposable {
  private readonly live = new Map<string, LiveComparison>();
  private readonly outcomes = new Map<string, TrialOutcome>();
  private readonly changed = new vscode.EventEmitter<ComparisonNews>();
  private readonly measured = new vscode.EventEmitter<{ config: vscode.Uri; run: number; metric: Metric }>();
  readonly onChange = this.changed.event;
  readonly onMetric = this.measured.event;
  private next = 1;

  /** @param worker creates the worker when it is first needed */
  constructor(
    private readonly worker: () => RunWorker,
    private readonly findings: Findings,
  ) {}

  of(config: vscode.Uri): LiveComparison | undefined {
    return this.live.get(config.toString());
  }

  /** Returns the outcome of the last trial of a fix on the config as it is; undefined if there was none. */
  outcomeOf(text: string, finding: Finding, fix: number): TrialOutcome | undefined {
    return this.outcomes.get(trialKey(text, finding, fix));
  }

  /** Trains a short copy without the fix and one with it, from the same seed on the same data. */
  async tryFix(document: vscode.TextDocument, finding: Finding, fix: number): Promise<ComparisonRun> {
    const config = document.uri;
    const text = document.getText();
    const found = await this.findings.of(config);
    if (!found) {
      throw new Error('the run that this was found in is gone; train the config again');
    }
    const { record, metrics } = await readRun(found.folder);
    const { title, edits } = finding.fixes[fix];
    const run = this.start(config, {
      title: `Try it: ${title}`,
      variants: [
        { label: 'as it is', text: withoutList(text) },
        { label: 'with the fix', text: withoutList(withEdits(text, edits)) },
      ],
      updates: trialUpdates(record, metrics),
      together: true,
      trial: { finding, fix },
    });
    run.finished.then(
      ({ trial }) => {
        if (trial?.outcome) {
          this.outcomes.set(trialKey(text, finding, fix), trial.outcome);
        }
      },
      () => undefined, // the caller reports the error
    );
    return run;
  }

  /** Trains the variants that the config lists, or else the three cells, each to its end. */
  compareCells(document: vscode.TextDocument): ComparisonRun {
    const variants: readonly Variant[] = comparedVariants(document.getText());
    return this.start(document.uri, {
      title: 'Compare cells',
      variants,
      updates: null,
      together: false,
      trial: null,
    });
  }

  /** Closes the comparison of a config. The runs stay in their folders. */
  close(config: vscode.Uri): void {
    this.of(config)?.run.cancel();
    this.live.delete(config.toString());
    this.changed.fire({ config, comparison: null });
  }

  dispose(): void {
    for (const { run } of this.live.values()) {
      run.cancel();
    }
    this.changed.dispose();
    this.measured.dispose();
  }

  /**
   * Puts a comparison into the panel of a config and replaces the comparison before it.
   * @param known metrics that each of its runs already has
   * @param make receives the comparison's number and the listener for its news
   */
  present<Source extends ComparisonSource>(
    config: vscode.Uri,
    known: readonly (readonly Metric[])[],
    make: (id: number, listener: ComparisonListener) => Source,
  ): Source {
    this.of(config)?.run.cancel();
    const metrics = known.map((of) => [...of]);
    const id = this.next++;
    const isCurrent = () => this.of(config)?.run.state.id === id;
    const run = make(id, {
      changed: (comparison) => {
        if (isCurrent()) {
          this.changed.fire({ config, comparison });
        }
      },
      metrics: (which, metric) => {
        metrics[which].push(metric);
        if (isCurrent()) {
          this.measured.fire({ config, run: which, metric });
        }
      },
    });
    this.live.set(config.toString(), { run, metrics });
    this.changed.fire({ config, comparison: run.state });
    return run;
  }

  private start(
    config: vscode.Uri,
    plan: Pick<ComparisonPlan, 'title' | 'variants' | 'updates' | 'together' | 'trial'>,
  ): ComparisonRun {
    const whole = {
      config: config.fsPath,
      roots: readableFolders(config),
      limits: this.findings.limits(config),
    };
    return this.present(
      config,
      plan.variants.map(() => []),
      (id, listener) => new ComparisonRun(this.worker(), { ...plan, ...whole, id }, listener),
    );
  }
}

/** Removes the list of variants, because a variant that is trained has none of its own. */
function withoutList(text: string): string {
  return withEdits(text, [{ key: ['compare'], value: null }]);
}

/**
 * Returns the key of a trial. Comments and spaces are left out, because they do not change what a fix does.
 */
function trialKey(text: string, { rule, layer, gate, fixes }: Finding, fix: number): string {
  const { config } = parseConfig(text);
  return JSON.stringify([config && normalised(config), rule, layer, gate, fixes[fix].title]);
}
