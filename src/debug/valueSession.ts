/** The part of the debug adapter that tells values: frames, scopes, variables, expressions. */
import { DebugSession } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { complete } from './expressions/complete';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import { ExpressionError } from './expressions/problem';
import { frameCount, frameName, stepOfFrame } from './frames';
import type { Pass } from './machine';
import { group, type Inside, type Shown, shown } from './nodes';
import { frameId, ofFrame, passOf } from './protocolNames';
import { References } from './references';
import { scopesOf } from './scopes';
import type { Stage } from './stage';
import { placeOf } from './whatIf';

/** What a reference of the protocol stands for. */
export interface Opened {
  readonly inside: Inside;
  readonly pass: Pass;
  readonly step: number;
}

/** The source that is made for a sequence without a file. */
export const listReference = 1;
/** Elements that are given where a client asks for all of them. */
export const mostElements = 10_000;

export abstract class ValueSession extends DebugSession {
  protected stage: Stage | undefined;
  protected readonly opened = new References<Opened>();

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, (stage) => {
      const pass = passOf(threadId);
      const place = stage.machine.at(pass);
      const total = frameCount(pass, place.step, stage.machine.steps);
      const end = Math.min(total, startFrame + (levels || total));
      const stackFrames: DebugProtocol.StackFrame[] = [];
      for (let depth = startFrame; depth < end; depth++) {
        const step = stepOfFrame(pass, place.step, depth);
        const row = stage.rows.of(step);
        stackFrames.push({
          id: frameId(pass, step),
          name: frameName(stage.recording, step, depth === 0 ? stage.operationAt(place) : undefined),
          source: row && this.source(stage),
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
    this.answer(response, (stage) => {
      const { pass, step } = ofFrame(args.frameId);
      response.body = {
        scopes: scopesOf(stage.viewOf(pass, step)).map(({ name, inside, expensive }) => ({
          name,
          expensive,
          variablesReference: this.opened.create({ inside, pass, step }),
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
      const wanted = opened && (opened.inside.indexed === 0 || filter !== 'named');
      const listed = wanted ? opened.inside.list(start, count || mostElements) : [];
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
    this.answer(response, (stage) => {
      const { pass, step } = this.placeOf(stage, frame);
      const value = evaluate(parseExpression(expression), stage.names, step);
      const {
        name: _,
        evaluateName: __,
        ...body
      } = this.variable(shown('', value, expression), { pass, step });
      response.body = { ...body, result: body.value };
      this.sendResponse(response);
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column }: DebugProtocol.CompletionsArguments,
  ): void {
    this.answer(response, (stage) => {
      const caret = this.convertClientColumnToDebugger(column);
      response.body = {
        targets: complete(text, caret, stage.names).map(({ label, type, start, length }) => ({
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
    this.answer(response, (stage) => {
      response.body = { content: stage.rows.text ?? '', mimeType: 'text/plain' };
      this.sendResponse(response);
    });
  }

  protected textOf({ names }: Stage, expression: string, step: number): string {
    return shown('', evaluate(parseExpression(expression), names, step)).value;
  }

  /** Of a frame; without one, where the forward pass stands. */
  protected placeOf({ machine }: Stage, frame: number | undefined): Pick<Opened, 'pass' | 'step'> {
    return frame === undefined ? { pass: 'forward', step: machine.at('forward').step } : ofFrame(frame);
  }

  /** For the panel, which follows. */
  protected tellPlace(pass: Pass): void {
    if (this.stage) {
      this.tell('unroll.place', placeOf(this.stage, pass));
    }
  }

  protected tell(event: string, body: object): void {
    this.sendEvent({ type: 'event', seq: 0, event, body });
  }

  protected variable(each: Shown, { pass, step }: Pick<Opened, 'pass' | 'step'>): DebugProtocol.Variable {
    const { name, value, type, expression, target } = each;
    const inside = each.isLazy ? this.lazy(each, step) : each.inside;
    return {
      name,
      value,
      type,
      evaluateName: expression,
      variablesReference: inside ? this.opened.create({ inside, pass, step }) : 0,
      ...(inside && inside.indexed > 0 ? { indexedVariables: inside.indexed, namedVariables: 0 } : {}),
      presentationHint: {
        ...(each.isLazy ? { lazy: true } : {}),
        ...(target ? {} : { attributes: ['readOnly'] }),
      },
    };
  }

  protected lazy({ name, expression = name }: Shown, step: number): Inside {
    return group(() => {
      const { stage } = this;
      return stage ? [shown('', evaluate(parseExpression(expression), stage.names, step), expression)] : [];
    });
  }

  protected source({ rows }: Stage): DebugProtocol.Source {
    return rows.file === null
      ? { name: rows.name, sourceReference: listReference }
      : { name: rows.name, path: this.convertDebuggerPathToClient(rows.file) };
  }

  protected columnOf({ rows }: Stage, step: number): number {
    return this.convertDebuggerColumnToClient(rows.of(step)?.column ?? 0);
  }

  /** Answers, or says what is wrong: an expression with its place. */
  protected answer(response: DebugProtocol.Response, work: (stage: Stage) => void): void {
    try {
      if (!this.stage) {
        throw new Error('nothing is debugged yet');
      }
      work(this.stage);
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
