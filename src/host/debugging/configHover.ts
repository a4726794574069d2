/**
 * Hovers on a config whose sequence is debugged: the values of its names at the step where the debugger has
 * stopped. VS Code itself asks a debugger only about the file that contains the step.
 */
import * as vscode from 'vscode';
import { pathAt, rangeOf } from '../../config/parse';
import { configSelector, rangeIn } from '../common/configFile';
import type { Sessions } from './sessions';

export function registerConfigHover(sessions: Sessions): vscode.Disposable {
  return vscode.languages.registerHoverProvider(configSelector, {
    async provideHover(document, position) {
      const debugged = sessions.of(document.uri);
      if (!debugged) {
        return undefined;
      }
      const text = document.getText();
      const path = pathAt(text, document.offsetAt(position));
      const range = rangeIn(document, rangeOf(text, path));
      const lines: string[] = [];
      for (const expression of expressionsOf(path, stringAt(document, range))) {
        const value = await sessions.evaluate(document.uri, expression);
        if (value !== undefined) {
          lines.push(`\`${expression}\` = ${value}`);
        }
      }
      const [first] = lines;
      if (first === undefined) {
        return undefined;
      }
      const words = new vscode.MarkdownString(`In the debugger, at t = ${debugged.place.step}:\n\n`);
      words.appendMarkdown(lines.join('  \n'));
      return new vscode.Hover(words, range);
    },
  });
}

/** Returns the debugger's expressions for a value of a config; empty if the debugger has no name for it. */
function expressionsOf(path: readonly (string | number)[], text: string): readonly string[] {
  const key = path.filter((part) => typeof part === 'string').join('.');
  const element = (of: string) => `${of}[${JSON.stringify(text)}]`;
  switch (key) {
    case 'data.inputs':
      return [element('x')];
    case 'data.targets':
      return [element('y'), element('target')];
    case 'model.hiddenSize':
      return ['h', 'c'];
    case 'model.init.forgetBias':
      return ['gate.f'];
    case 'training.clip':
    case 'training.clip.norm':
    case 'training.clip.value':
      return ['norm(grad.h)'];
    default:
      return [];
  }
}

/** Returns the string in the range, without its quotes. */
function stringAt(document: vscode.TextDocument, range: vscode.Range): string {
  return document.getText(range).replace(/^"|"$/g, '');
}
