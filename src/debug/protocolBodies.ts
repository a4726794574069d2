/**
 * Frames, breakpoints and values as the protocol writes them, with lines and columns as the client counts
 * them. Pure.
 */
import { OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { BreakpointAnswer, LineRequest } from './breakpoints';
import type { StackFrame } from './frames';
import { frameId } from './protocolIds';
import type { SourcePosition, SourceRows } from './sourceRows';
import type { ListedVariable } from './variableStore';

/** The reference of the list of steps, the source of a sequence without a file. */
const listReference = 1;

export class ProtocolBodies {
  private readonly firstLine: number;
  private readonly firstColumn: number;

  /**
   * @param client the client's own settings: whether it counts lines and columns from 1, as most do, or from
   *   0
   */
  constructor({
    linesStartAt1 = true,
    columnsStartAt1 = true,
  }: Pick<Dap.InitializeRequestArguments, 'linesStartAt1' | 'columnsStartAt1'> = {}) {
    this.firstLine = linesStartAt1 ? 1 : 0;
    this.firstColumn = columnsStartAt1 ? 1 : 0;
  }

  /** A line of the client, zero-based. */
  lineOf(clientLine: number): number {
    return clientLine - this.firstLine;
  }

  /** A column of the client, zero-based. */
  columnOf(clientColumn: number): number {
    return clientColumn - this.firstColumn;
  }

  lineRequest({ line, column, ...conditions }: Dap.SourceBreakpoint): LineRequest {
    return {
      ...conditions,
      line: this.lineOf(line),
      column: column === undefined ? undefined : this.columnOf(column),
    };
  }

  position({ line, column }: SourcePosition): SourcePosition {
    return { line: line + this.firstLine, column: column + this.firstColumn };
  }

  frame({ pass, step, name, position }: StackFrame, rows: SourceRows): Dap.StackFrame {
    return {
      id: frameId(pass, step),
      name,
      ...(position ? { source: sourceBody(rows), ...this.position(position) } : { line: 0, column: 0 }),
    };
  }

  /** A step to go to; `line` is one of the steps' that read it. */
  gotoTarget(step: number, { line, column }: SourcePosition): Dap.GotoTarget {
    return { id: step, label: `t = ${step}`, ...this.position({ line, column }) };
  }

  breakpoint({ breakpoint, why, line, column }: BreakpointAnswer): Dap.Breakpoint {
    return {
      ...(breakpoint ? { id: breakpoint.id } : {}),
      verified: breakpoint !== undefined,
      message: why,
      line: line === undefined ? undefined : line + this.firstLine,
      column: column === undefined ? undefined : column + this.firstColumn,
    };
  }

  /** The line that a logpoint writes at a step. */
  output(text: string, step: number, rows: SourceRows): Dap.OutputEvent {
    const output: Dap.OutputEvent = new OutputEvent(`${text}\n`, 'console');
    const position = rows.of(step);
    if (position) {
      output.body.source = sourceBody(rows);
      output.body.line = position.line + this.firstLine;
    }
    return output;
  }
}

/** Whether a source of the client is the one that a sequence reads. */
export function isSourceOf({ file }: SourceRows, { sourceReference, path }: Dap.Source): boolean {
  return sourceReference === listReference || (path !== undefined && path === file);
}

export function variableBody(variable: ListedVariable): Dap.Variable {
  const { name, value, expression } = variable;
  return { name, value, evaluateName: expression, ...childrenBody(variable) };
}

export function evaluatedBody(variable: ListedVariable): Dap.EvaluateResponse['body'] {
  return { result: variable.value, ...childrenBody(variable) };
}

function sourceBody({ name, file }: SourceRows): Dap.Source {
  return file === null ? { name, sourceReference: listReference } : { name, path: file };
}

/** The type of a value, and how it is opened further. */
function childrenBody({ type, reference, children, isLazy, target }: ListedVariable) {
  return {
    type,
    variablesReference: reference,
    ...(children && children.indexed > 0 ? { indexedVariables: children.indexed, namedVariables: 0 } : {}),
    presentationHint: {
      ...(isLazy ? { lazy: true } : {}),
      ...(target ? {} : { attributes: ['readOnly'] }),
    },
  };
}
