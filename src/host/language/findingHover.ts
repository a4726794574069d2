/**
 * Hover on a finding: the measured values, their place and links. The editor adds the sentence and the quick
 * fixes.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import { measureName, measureValue, ruleTitles } from '../../notation/findings';
import { configSelector } from '../common/configFile';
import type { Problems } from './problems';

export function registerFindingHover(problems: Problems): vscode.Disposable {
  return vscode.languages.registerHoverProvider(configSelector, {
    provideHover(document, position) {
      const marks = problems.marksAt(document, new vscode.Range(position, position));
      const found = marks.flatMap(({ finding, diagnostic }) =>
        finding === undefined ? [] : [{ finding, range: diagnostic.range }],
      );
      if (found.length === 0) {
        return undefined;
      }
      const texts = found.map(({ finding }) => findingText(finding, document.uri));
      return new vscode.Hover(texts, found[0].range);
    },
  });
}

function findingText(finding: Finding, config: vscode.Uri): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: ['unroll.explain', 'unroll.inspectGradients'] };
  const { rule, evidence } = finding;
  text.appendMarkdown(`**${ruleTitles[rule]}** ${placeOf(finding)}\n\n`);
  text.appendMarkdown('| measured | |\n| :-- | --: |\n');
  for (const measure of evidence) {
    text.appendMarkdown(`| ${measureName(measure)} | ${measureValue(measure)} |\n`);
  }
  const link = (command: string, argument: unknown) =>
    `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
  text.appendMarkdown(
    `\n[$(pulse) Show gradients](${link('unroll.inspectGradients', config)}) · [$(book) How this is decided](${link('unroll.explain', 'diagnosis')})`,
  );
  return text;
}

/** Returns the place of a finding, such as `layer l0, gate f, steps 0 to 70`. */
function placeOf({ layer, gate, unit, steps }: Finding): string {
  const parts = [
    layer === undefined ? '' : `layer ${layer}`,
    gate === undefined ? '' : `gate ${gate}`,
    unit === undefined ? '' : `unit ${unit}`,
    steps === undefined ? '' : `steps ${steps.from} to ${steps.to}`,
  ].filter(Boolean);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}
