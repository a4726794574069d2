/** A call of an exported model in Python. */
import { hasOwnOutputs } from '../../engine/network';
import type { ExportedModel } from '../common/exportedModel';

/** `model(x)`, `model(x, 5)`, or `model(x)[0]` where it also returns a state: the outputs of a batch. */
export function call({ spec }: ExportedModel, input: string, steps = ''): string {
  const carries = !hasOwnOutputs(spec) && spec.shape !== 'one-to-one' && !spec.bidirectional;
  return hasOwnOutputs(spec) ? `model(${input}, ${steps})` : `model(${input})${carries ? '[0]' : ''}`;
}
