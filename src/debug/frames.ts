/** The call stack: the unrolled chain of steps, beginning at the one where the debugger stands. Pure. */
import { typeset } from '../notation/numbers';
import type { Recording } from '../protocol/recording';
import type { Operation } from './operations';
import type { Pass } from './programCounter';
import type { Runtime } from './runtime';
import type { SourcePosition } from './sourceRows';
import { gradientNorm } from './timeline';

/** A step of a pass. */
export interface Frame {
  readonly pass: Pass;
  readonly step: number;
}

export interface StackFrame extends Frame {
  readonly name: string;
  /** The row that the step reads; undefined where it reads none. */
  readonly position: SourcePosition | undefined;
}

/** The frame where a pass stands. */
export function topFrame({ programCounter }: Runtime, pass: Pass): Frame {
  return { pass, step: programCounter.at(pass).step };
}

/** Number of frames of a pass: its steps up to the one where it stands. */
export function frameCount(runtime: Runtime, pass: Pass): number {
  const { step } = topFrame(runtime, pass);
  return pass === 'forward' ? step + 1 : runtime.programCounter.steps - step;
}

/**
 * A page of the call stack of a pass.
 * @param start depth of the first frame, from 0
 * @param count number of frames; 0: all
 */
export function callStack(runtime: Runtime, pass: Pass, start: number, count: number): readonly StackFrame[] {
  const { recording, rows } = runtime;
  const position = runtime.programCounter.at(pass);
  const total = frameCount(runtime, pass);
  const end = Math.min(total, start + (count || total));
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => {
    const depth = start + i;
    const step = pass === 'forward' ? position.step - depth : position.step + depth;
    const operation = depth === 0 ? runtime.operationAt(position) : undefined;
    return { pass, step, name: frameName(recording, step, operation), position: rows.of(step) };
  });
}

/** `t = 57 · 2012-03-01 · ‖∂L/∂h‖ 1.2e-3` */
function frameName(recording: Recording, step: number, operation: Operation | undefined): string {
  const label = recording.stepLabels[step];
  const norm = gradientNorm(recording, step);
  const where = operation?.layer && recording.layers.length > 1 ? `${operation.layer}: ` : '';
  return [
    `t = ${step}`,
    ...(label ? [label] : []),
    ...(operation ? [`${where}${operation.equation}`] : []),
    ...(norm === undefined ? [] : [`‖∂L/∂h‖ ${typeset(norm)}`]),
  ].join(' · ');
}
