/** The part of the debug adapter that sets values, and tells of the course that comes of it. */
import { InvalidatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { WhatIfTensor } from '../protocol/debugged';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import { interventionsOf, type Target, targetOf } from './setting';
import type { Stage } from './stage';
import { mostElements, type Opened, ValueSession } from './valueSession';
import { whatIfOf, whatIfValues } from './whatIf';

export abstract class SettingSession extends ValueSession {
  /** See `whatIfValues`. */
  whatIfValues(
    tensor: Pick<WhatIfTensor, 'of' | 'name'>,
    version: number,
  ): Float32Array<ArrayBuffer> | undefined {
    return this.stage && whatIfValues(this.stage, tensor, version);
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    this.answer(response, (stage) => {
      const opened = this.opened.get(variablesReference);
      if (!opened) {
        throw new Error('what was shown is of an earlier stop; open it again');
      }
      const { inside, pass, step } = opened;
      const named = inside.list(0, inside.indexed || mostElements).find((each) => each.name === name);
      if (!named?.target) {
        throw new Error(`${name} cannot be set; h, c, gates and inputs can`);
      }
      this.set(stage, named.target, value, { pass, step });
      response.body = { value: this.textOf(stage, named.expression ?? named.name, step) };
      this.sendResponse(response);
    });
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    { expression, value, frameId: frame }: DebugProtocol.SetExpressionArguments,
  ): void {
    this.answer(response, (stage) => {
      const place = this.placeOf(stage, frame);
      const target = targetOf(parseExpression(expression), stage.names, place.step);
      this.set(stage, target, value, place);
      response.body = { value: this.textOf(stage, expression, place.step) };
      this.sendResponse(response);
    });
  }

  /** What was changed, or that nothing is any more. */
  protected sendWhatIf(): void {
    if (this.stage) {
      this.tell('unroll.whatIf', { whatIf: whatIfOf(this.stage) });
    }
  }

  private set(
    stage: Stage,
    target: Target,
    typed: string,
    { pass, step }: Pick<Opened, 'pass' | 'step'>,
  ): void {
    const value = evaluate(parseExpression(typed), stage.names, step);
    stage.set(interventionsOf(stage.recording, target, value, step));
    this.sendEvent(new InvalidatedEvent(['variables', 'stacks']));
    this.tellPlace(pass);
    this.sendWhatIf();
  }
}
