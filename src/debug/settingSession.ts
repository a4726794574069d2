/** The part of the debug adapter that sets values, and tells of the course that comes of it. */
import { InvalidatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { WhatIfTensor } from '../protocol/debugged';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import type { Runtime } from './runtime';
import { interventionsOf, type Target, targetOf } from './setValues';
import { mostElements, type Opened, ValueSession } from './valueSession';
import { whatIfOf, whatIfValues } from './whatIf';

export abstract class SettingSession extends ValueSession {
  /** See `whatIfValues`. */
  whatIfValues(
    tensor: Pick<WhatIfTensor, 'of' | 'name'>,
    version: number,
  ): Float32Array<ArrayBuffer> | undefined {
    return this.runtime && whatIfValues(this.runtime, tensor, version);
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    this.answer(response, (runtime) => {
      const opened = this.opened.get(variablesReference);
      if (!opened) {
        throw new Error('what was shown is of an earlier stop; open it again');
      }
      const { children, pass, step } = opened;
      const named = children.list(0, children.indexed || mostElements).find((each) => each.name === name);
      if (!named?.target) {
        throw new Error(`${name} cannot be set; h, c, gates and inputs can`);
      }
      this.set(runtime, named.target, value, { pass, step });
      response.body = { value: this.textOf(runtime, named.expression ?? named.name, step) };
      this.sendResponse(response);
    });
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    { expression, value, frameId: frame }: DebugProtocol.SetExpressionArguments,
  ): void {
    this.answer(response, (runtime) => {
      const place = this.placeOf(runtime, frame);
      const target = targetOf(parseExpression(expression), runtime.names, place.step);
      this.set(runtime, target, value, place);
      response.body = { value: this.textOf(runtime, expression, place.step) };
      this.sendResponse(response);
    });
  }

  /** What was changed, or that nothing is any more. */
  protected sendWhatIf(): void {
    if (this.runtime) {
      this.tell('unroll.whatIf', { whatIf: whatIfOf(this.runtime) });
    }
  }

  private set(
    runtime: Runtime,
    target: Target,
    typed: string,
    { pass, step }: Pick<Opened, 'pass' | 'step'>,
  ): void {
    const value = evaluate(parseExpression(typed), runtime.names, step);
    runtime.set(interventionsOf(runtime.recording, target, value, step));
    this.sendEvent(new InvalidatedEvent(['variables', 'stacks']));
    this.tellPlace(pass);
    this.sendWhatIf();
  }
}
