/** The part of the debug adapter that tells values: frames, scopes, variables, expressions. */
import { DebugSession } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { complete } from './expressions/complete';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import { frameCount, frameName, stepOfFrame } from './frames';
import type { Pass } from './programCounter';
import { frameId, ofFrame, passOf } from './protocolNames';
import { References } from './references';
import type { Runtime } from './runtime';
import { scopesOf } from './scopes';
import { type Children, group, type Variable, variableOf } from './variables';
import { placeOf } from './whatIf';

/** What a reference of the protocol stands for. */
export interface Opened {
  readonly children: Children;
  readonly pass: Pass;
  readonly step: number;
}

/** The source that is made for a sequence without a file. */
export const listReference = 1;
/** Elements that are given where a client asks for all of them. */
export const mostElements = 10_000;

export abstract class ValueSession extends DebugSession {
  protected runtime: Runtime | undefined;
  protected readonly opened = new References<Opened>();

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, (runtime) => {
      const pass = passOf(threadId);
      const place = runtime.programCounter.at(pass);
      const total = frameCount(pass, place.step, runtime.programCounter.steps);
      const end = Math.min(total, startFrame + (levels || total));
      const stackFrames: DebugProtocol.StackFrame[] = [];
      for (let depth = startFrame; depth < end; depth++) {
        const step = stepOfFrame(pass, place.step, depth);
        const row = runtime.rows.of(step);
        stackFrames.push({
          id: frameId(pass, step),
          name: frameName(runtime.recording, step, depth === 0 ? runtime.operationAt(place) : undefined),
          source: row && this.source(runtime),
          line: row ? this.convertDebuggerLineToClient(row.line) : 0,
          column: row ? this.convertDebuggerColumnToClient(row.column) : 0,
        });
      }
      response.body = { stackFrames, totalFrames: total };
      this.sendResponse(response);
    });
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    args: DebugProtocol.ScopesArguments,
  ): void {
    this.answer(response, (runtime) => {
      const { pass, step } = ofFrame(args.frameId);
      response.body = {
        scopes: scopesOf(runtime.viewOf(pass, step)).map(({ name, children, expensive }) => ({
          name,
          expensive,
          variablesReference: this.opened.create({ children, pass, step }),
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, filter, start = 0, count }: DebugProtocol.VariablesArguments,
  ): void {
    this.answer(response, () => {
      const opened = this.opened.get(variablesReference);
      const wanted = opened && (opened.children.indexed === 0 || filter !== 'named');
      const listed = wanted ? opened.children.list(start, count || mostElements) : [];
      response.body = {
        variables: opened ? listed.map((each) => this.variable(each, opened)) : [],
      };
      this.sendResponse(response);
    });
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId: frame }: DebugProtocol.EvaluateArguments,
  ): void {
    this.answer(response, (runtime) => {
      const { pass, step } = this.placeOf(runtime, frame);
      const value = evaluate(parseExpression(expression), runtime.names, step);
      const {
        name: _,
        evaluateName: __,
        ...body
      } = this.variable(variableOf('', value, expression), { pass, step });
      response.body = { ...body, result: body.value };
      this.sendResponse(response);
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column }: DebugProtocol.CompletionsArguments,
  ): void {
    this.answer(response, (runtime) => {
      const caret = this.convertClientColumnToDebugger(column);
      response.body = {
        targets: complete(text, caret, runtime.names).map(({ label, type, start, length }) => ({
          label,
          type: type === 'function' ? 'function' : 'variable',
          start,
          length,
        })),
      };
      this.sendResponse(response);
    });
  }

  protected override sourceRequest(response: DebugProtocol.SourceResponse): void {
    this.answer(response, (runtime) => {
      response.body = { content: runtime.rows.text ?? '', mimeType: 'text/plain' };
      this.sendResponse(response);
    });
  }

  protected textOf({ names }: Runtime, expression: string, step: number): string {
    return variableOf('', evaluate(parseExpression(expression), names, step)).value;
  }

  /** Of a frame; without one, where the forward pass stands. */
  protected placeOf({ programCounter }: Runtime, frame: number | undefined): Pick<Opened, 'pass' | 'step'> {
    return frame === undefined
      ? { pass: 'forward', step: programCounter.at('forward').step }
      : ofFrame(frame);
  }

  /** For the panel, which follows. */
  protected tellPlace(pass: Pass): void {
    if (this.runtime) {
      this.tell('unroll.place', placeOf(this.runtime, pass));
    }
  }

  protected tell(event: string, body: object): void {
    this.sendEvent({ type: 'event', seq: 0, event, body });
  }

  protected variable(each: Variable, { pass, step }: Pick<Opened, 'pass' | 'step'>): DebugProtocol.Variable {
    const { name, value, type, expression, target } = each;
    const children = each.isLazy ? this.lazy(each, step) : each.children;
    return {
      name,
      value,
      type,
      evaluateName: expression,
      variablesReference: children ? this.opened.create({ children, pass, step }) : 0,
      ...(children && children.indexed > 0 ? { indexedVariables: children.indexed, namedVariables: 0 } : {}),
      presentationHint: {
        ...(each.isLazy ? { lazy: true } : {}),
        ...(target ? {} : { attributes: ['readOnly'] }),
      },
    };
  }

  protected lazy({ name, expression = name }: Variable, step: number): Children {
    return group(() => {
      const { runtime } = this;
      return runtime
        ? [variableOf('', evaluate(parseExpression(expression), runtime.names, step), expression)]
        : [];
    });
  }

  protected source({ rows }: Runtime): DebugProtocol.Source {
    return rows.file === null
      ? { name: rows.name, sourceReference: listReference }
      : { name: rows.name, path: this.convertDebuggerPathToClient(rows.file) };
  }

  protected columnOf({ rows }: Runtime, step: number): number {
    return this.convertDebuggerColumnToClient(rows.of(step)?.column ?? 0);
  }

  /** Answers, or says what is wrong: an expression with its place. */
  protected answer(response: DebugProtocol.Response, work: (runtime: Runtime) => void): void {
    try {
      if (!this.runtime) {
        throw new Error('nothing is debugged yet');
      }
      work(this.runtime);
    } catch (error) {
      this.refuse(
        response,
        error instanceof ExpressionError
          ? `${error.message} (character ${error.start + 1})`
          : error instanceof Error
            ? error.message
            : String(error),
      );
    }
  }

  /** @param showUser whether the window says so; the answer to a hover or a watch is shown in its own place */
  protected refuse(response: DebugProtocol.Response, why: string, showUser = false): void {
    this.sendErrorResponse(response, { id: 1, format: '{_why}', variables: { _why: why }, showUser });
  }
}
