/** Has the model of a snapshot write a text, and records it as training would have recorded a sequence. */
import type { Trace } from '../../engine/training';
import type { TensorFile } from '../../formats/safetensors';
import type { GeneratedText, GenerationAsk } from '../../protocol/generated';
import type { Observation } from './observation';
import { Writer } from './writing';
import { WrittenSet } from './writtenSet';

/** The writer of an observation and its texts, kept because memory of the engine is never freed. */
const kept = new WeakMap<Observation, { readonly writer: Writer; readonly set: WrittenSet }>();

/**
 * The observer must have taken the same weights.
 * @param interrupted called often, with the tokens written so far; may throw to stop
 * @throws InputError with one sentence where the model does not write text, or not from this prompt
 */
export function pickWritten(
  observation: Observation,
  weights: TensorFile,
  ask: GenerationAsk,
  interrupted: (tokens: number) => void,
): { readonly trace: Trace; readonly loss: number; readonly generated: GeneratedText } {
  const { writer, set } = writerOf(observation);
  writer.take(weights, 'the weights');
  const written = writer.write(ask, undefined, interrupted);
  set.take(written);
  const trace = observation.observer.traceOf(set, 0, [], () => interrupted(written.tokens.length));
  const { read: _, classes: __, ...generated } = written;
  return { trace, loss: lossOf(trace), generated };
}

function writerOf(observation: Observation) {
  const known = kept.get(observation);
  if (known) {
    return known;
  }
  const { config, dataset, observer } = observation;
  const writer = new Writer(config, dataset.trained);
  const made = { writer, set: new WrittenSet(observer.spec, writer.inputs) };
  kept.set(observation, made);
  return made;
}

/** The mean of −ln p over the tokens that were drawn. */
function lossOf({ tensors }: Trace): number {
  const y = tensors.get('y');
  let sum = 0;
  let drawn = 0;
  tensors.get('target')?.values.forEach((token, t) => {
    if (y && !Number.isNaN(token)) {
      sum -= Math.log(y.values[t * y.shape[1] + token]);
      drawn++;
    }
  });
  return sum / drawn;
}
