/**
 * The context of a match that is shown: the steps around it, what was read there, and the pattern's units.
 * Computed afterwards, for the few sequences with matches.
 */
import type { BatchBuffer, Dataset, SequenceSet } from '../../data/common/dataset';
import type { StateReader } from '../../engine/stateReader';
import { readableRaw } from '../../notation/scaling';
import { isOfDecoder } from '../../notation/tensorNames';
import type { BareMatch, PatternContext, PatternMatch, PatternQuestion } from '../../protocol/worker';

/** Largest number of steps that are shown. */
const mostSteps = 240;
/** Largest number of units that are shown. */
const mostUnits = 24;
/** Largest number of inputs that are shown: more curves could not be distinguished. */
const mostInputs = 16;

export function withContext(
  matches: readonly BareMatch[],
  dataset: Dataset,
  reader: StateReader,
  question: PatternQuestion,
): readonly PatternMatch[] {
  const contexts = new Map(matches.map((match) => [match, emptyContext(match, dataset, reader, question)]));
  for (const set of ['training', 'validation'] as const) {
    const of = matches.filter((match) => match.set === set);
    for (let first = 0; first < of.length; first += reader.rows) {
      const batch = of.slice(first, first + reader.rows);
      readStates(
        dataset[set],
        batch.map((match) => [match, contexts.get(match)]),
        reader,
        question,
      );
    }
  }
  return matches.flatMap(({ set, sequence, label, range, units, own }, i) => {
    const context = contexts.get(matches[i]);
    return context ? [{ set, sequence, label, range, units, own, context }] : [];
  });
}

function readStates(
  set: SequenceSet,
  batch: readonly (readonly [BareMatch, PatternContext | undefined])[],
  reader: StateReader,
  { pattern, state }: PatternQuestion,
): void {
  const sequences = batch.map(([{ sequence }]) => sequence);
  const until = Math.max(...batch.map(([, context]) => (context ? context.from + context.steps : 0)));
  reader.read(
    set,
    sequences,
    (row, step, values, at) => {
      const [, context] = batch[row];
      if (context && step >= context.from && step < context.from + context.steps) {
        for (let i = 0; i < context.shown; i++) {
          const value = values[at + pattern.units[i].unit];
          context.values[(step - context.from) * context.shown + i] =
            state === 'c' ? Math.tanh(value) : value;
        }
      }
    },
    undefined,
    until,
  );
}

/** A context without the states. */
function emptyContext(
  { set: name, sequence, range }: BareMatch,
  dataset: Dataset,
  reader: StateReader,
  { context, pattern, layer }: PatternQuestion,
): PatternContext {
  const set = dataset[name];
  const from = Math.max(0, range.from - context);
  const to = Math.min(reader.stepsOf(set, sequence), range.to + context, from + mostSteps);
  const shown = Math.min(mostUnits, pattern.units.length);
  const steps = to - from;
  const reads = !isOfDecoder(layer) && dataset.shape !== 'one-to-many';
  const labels = reads
    ? Array.from({ length: steps }, (_, i) => set.stepLabel(sequence, from + i) ?? '')
    : [];
  return {
    from,
    steps,
    labels: labels.some((label) => label !== '') ? labels : [],
    shown,
    values: new Float32Array(steps * shown),
    inputs: reads ? inputsOf(dataset, set, sequence, from, to) : [],
  };
}

function inputsOf(
  { inputSize: I, outputSize: O, inputNames, inputScaling }: Dataset,
  set: SequenceSet,
  sequence: number,
  from: number,
  to: number,
): PatternContext['inputs'] {
  if (I > mostInputs) {
    return [];
  }
  const T = to - from;
  const batch: BatchBuffer = {
    size: 1,
    steps: T,
    x: new Float32Array(T * I),
    target: new Float32Array(T * O),
    targetClass: new Int32Array(T),
    mask: new Uint8Array(T),
  };
  set.writeInputs(sequence, from, to, batch, 0);
  return inputNames.map((name, i) => {
    const raw = (t: number) => readableRaw(batch.x[t * I + i], inputScaling[i]);
    return { name, values: Float32Array.from({ length: T }, (_, t) => raw(t)) };
  });
}
