/** Runs the comparisons that a user starts, with their progress, a way to cancel them, and their results. */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import type { Comparison } from '../../protocol/comparison';
import type { ComparisonRun } from '../../run/client/comparison';
import { configName } from '../common/configFile';
import type { Log } from '../common/log';
import { applyFix } from '../config/configEdits';
import type { Comparisons } from './comparisons';

export class Comparing {
  /** @param showComparison opens the panel of a config at its section "Comparison" */
  constructor(
    private readonly comparisons: Comparisons,
    private readonly showComparison: (config: vscode.Uri) => void,
    private readonly log: Log,
  ) {}

  /** Tries a fix on a short copy of the training and offers to apply it. */
  async tryFix(config: vscode.Uri, finding: Finding, fix: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(config);
    vscode.commands.executeCommand('setContext', 'unroll.fixTried', true); // ends the last step of Get Started
    this.showComparison(config);
    const ended = await this.follow(config, await this.comparisons.tryFix(document, finding, fix));
    if (ended.trial?.outcome) {
      await this.announce(config, ended);
    }
  }

  async compareCells(config: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(config);
    this.showComparison(config);
    const { summary } = await this.follow(config, this.comparisons.compareCells(document));
    if (summary !== null) {
      this.log.channel.info(`${configName(config)}: ${summary}`);
    }
  }

  private async announce(config: vscode.Uri, { trial, title }: Comparison): Promise<void> {
    if (!trial?.outcome) {
      return;
    }
    const { verdict, sentence } = trial.outcome;
    const fix = trial.finding.fixes[trial.fix];
    const words = {
      helped: 'helped',
      didNotHelp: 'did not help here',
      cannotTell: 'has no clear result yet',
    }[verdict];
    this.log.channel.info(`${configName(config)}: ${title}: ${words}: ${sentence}`);
    const apply = 'Apply Fix';
    const answer = await vscode.window.showInformationMessage(
      `“${fix.title}” ${words}: ${sentence}`,
      ...(verdict === 'didNotHelp' ? [] : [apply]),
    );
    if (answer === apply) {
      await applyFix(config, fix);
    }
  }

  /** @throws if the runs have no place to be written to */
  private async follow(config: vscode.Uri, run: ComparisonRun): Promise<Comparison> {
    const { title } = run.state;
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `${configName(config)}: ${title}`,
        cancellable: true,
      },
      async (progress, token) => {
        token.onCancellationRequested(() => {
          progress.report({ message: 'cancelling' });
          run.cancel();
        });
        const timer = setInterval(() => progress.report({ message: progressText(run.state) }), refreshMs);
        try {
          return await run.finished;
        } finally {
          clearInterval(timer);
        }
      },
    );
  }
}

const refreshMs = 300;

/** Returns progress such as `as it is: update 120; with the fix: update 90 of 300`. */
function progressText({ runs, updates }: Comparison): string {
  const going = runs.filter(({ status }) => status === 'running');
  const words = going.map(({ label, steps }) => `${label}: update ${steps}`).join('; ');
  return updates === null || words === '' ? words : `${words} of ${updates}`;
}
