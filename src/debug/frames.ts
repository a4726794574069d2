/** The call stack: the unrolled chain of steps, from the one where the debugger stands. Pure. */
import { numberText } from '../analysis/spectrum/spectrumText';
import type { Recording } from '../protocol/recording';
import type { Operation } from './operations';
import type { Pass } from './programCounter';
import { gradientNorm } from './timeline';

/** Number of frames where a pass stands at a step: those before it; of the way back those that it has come through. */
export function frameCount(pass: Pass, step: number, steps: number): number {
  return pass === 'forward' ? step + 1 : steps - step;
}

/** The step of the frame at a depth, from 0. */
export function stepOfFrame(pass: Pass, step: number, depth: number): number {
  return pass === 'forward' ? step - depth : step + depth;
}

/** `t = 57 · 2012-03-01 · ‖∂L/∂h‖ 1.2e-3` */
export function frameName(recording: Recording, step: number, operation: Operation | undefined): string {
  const label = recording.stepLabels[step];
  const norm = gradientNorm(recording, step);
  const where = operation?.layer && recording.layers.length > 1 ? `${operation.layer}: ` : '';
  return [
    `t = ${step}`,
    ...(label ? [label] : []),
    ...(operation ? [`${where}${operation.equation}`] : []),
    ...(norm === undefined ? [] : [`‖∂L/∂h‖ ${numberText(norm)}`]),
  ].join(' · ');
}
