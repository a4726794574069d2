/**
 * Expression that a hover over a data file evaluates: the input, or the target, that the cell under the mouse
 * holds. VS Code would take the word under the mouse, which is seldom an expression. The session is asked for
 * the value first, so that a cell without a value shows nothing.
 */
import * as vscode from 'vscode';
import * as z from 'zod';
import { cellAt } from '../../data/tables/cellAt';
import { frameOf } from '../../debug/protocolIds';
import { dataSelector } from '../common/configFile';

/**
 * Selector that also covers files with other names that a config may name, and the debugger's list of steps.
 */
const selector = [...[dataSelector].flat(), 'csv', 'tsv', 'plaintext', 'jsonl'];
/** Length in characters above which lines have no hovers. */
const longestLine = 10_000;

const evaluated = z.object({ variablesReference: z.number() });
const listed = z.object({ variables: z.array(z.object({ name: z.string() })) });
const targeted = z.object({ targets: z.array(z.object({ id: z.int() })) });

/**
 * Registers the hovers, which answer only while a sequence is debugged: otherwise the files may belong to
 * other debuggers.
 */
export function registerHoverExpressions(type: string): vscode.Disposable {
  const sessions = new Set<string>();
  let registered: vscode.Disposable | undefined;
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === type) {
        sessions.add(session.id);
        registered ??= vscode.languages.registerEvaluatableExpressionProvider(selector, {
          provideEvaluatableExpression: (document, position) => expressionAt(type, document, position),
        });
      }
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (sessions.delete(id) && sessions.size === 0) {
        registered?.dispose();
        registered = undefined;
      }
    }),
    new vscode.Disposable(() => registered?.dispose()),
  );
}

async function expressionAt(
  type: string,
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
): Promise<vscode.EvaluatableExpression | undefined> {
  const frame = vscode.debug.activeStackItem;
  if (!(frame instanceof vscode.DebugStackFrame) || frame.session.type !== type || document.isDirty) {
    return undefined; // the lines of unsaved text are not those of the file that was read
  }
  const header = firstLine(document);
  const { text } = document.lineAt(line);
  if (header === undefined || line < header || text.length > longestLine) {
    return undefined;
  }
  const cell = cellAt(document.uri.path, document.lineAt(header).text, text, character);
  if (!cell) {
    return undefined;
  }
  const values = new FrameValues(frame);
  const offset = line === header ? 0 : await values.offsetOf(line);
  const value = offset === undefined ? undefined : await values.valueOf(cell.column, cell.text);
  const expression = value && (offset ? `${value}@${offset}` : value);
  return expression !== undefined && (await values.evaluate(expression))
    ? new vscode.EvaluatableExpression(new vscode.Range(line, cell.start, line, cell.end), expression)
    : undefined;
}

function firstLine(document: vscode.TextDocument): number | undefined {
  for (let line = 0; line < document.lineCount; line++) {
    if (!document.lineAt(line).isEmptyOrWhitespace) {
      return line;
    }
  }
  return undefined;
}

/** Values at a frame of a session. */
class FrameValues {
  constructor(private readonly frame: vscode.DebugStackFrame) {}

  /**
   * Number of steps from the frame's step to the one that reads a line; undefined if the sequence does not
   * read it.
   */
  async offsetOf(line: number): Promise<number | undefined> {
    const answer = targeted.parse(await this.frame.session.customRequest('gotoTargets', { line: line + 1 }));
    const { step } = frameOf(this.frame.frameId);
    const [nearest] = answer.targets
      .map(({ id }) => id - step)
      .sort((left, right) => Math.abs(left) - Math.abs(right));
    return nearest;
  }

  /**
   * Returns the expression of a cell. Inputs are searched first, because a column may be both input and
   * target. Each word of a column of words is an input.
   */
  async valueOf(column: string, text: string): Promise<string | undefined> {
    const element = (of: string, label: string) => `${of}[${JSON.stringify(label)}]`;
    const inputs = await this.labelsOf('x');
    const input = [column, `${column}=${text}`].find((label) => inputs.includes(label));
    if (input !== undefined) {
      return element('x', input);
    }
    const targets = await this.labelsOf('target');
    // The list of steps names its targets differently.
    const target = targets.find((label) => column === label || column === `target ${label}`);
    return target === undefined ? undefined : element('target', target);
  }

  /** Evaluates an expression; undefined if it has no value. */
  async evaluate(expression: string): Promise<z.infer<typeof evaluated> | undefined> {
    const { session, frameId } = this.frame;
    try {
      return evaluated.parse(await session.customRequest('evaluate', { expression, frameId }));
    } catch {
      return undefined; // a hover shows nothing for an expression without a value
    }
  }

  private async labelsOf(vector: string): Promise<readonly string[]> {
    const value = await this.evaluate(vector);
    if (!value?.variablesReference) {
      return [];
    }
    const { variablesReference } = value;
    const answer = await this.frame.session.customRequest('variables', { variablesReference });
    return listed.parse(answer).variables.map(({ name }) => name.replace(/^\[\d+\] /, ''));
  }
}
