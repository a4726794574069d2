/** The inputs of a network, from how its training has read the data. */
import type { EmbeddedInput } from './dataset';
import { featureNames, shownToken, type TrainedSource } from './trainedData';

/**
 * The inputs that a network reads from the sources, as in a dataset: how many numbers, and the tokens of those
 * that are embedded.
 * @param embedding whether the network has embeddings
 */
export function networkInputs(
  sources: readonly TrainedSource[],
  embedding: boolean,
): { readonly inputSize: number; readonly embedded?: readonly EmbeddedInput[] } {
  const embedded = sources.flatMap((source) =>
    embedding && (source.kind === 'word' || source.kind === 'tokens')
      ? [{ source, name: source.name, tokens: source.tokens.map(shownToken) }]
      : [],
  );
  const others = sources.filter((source) => embedded.every((each) => each.source !== source));
  return {
    inputSize: featureNames(others).length,
    ...(embedded.length > 0 ? { embedded: embedded.map(({ name, tokens }) => ({ name, tokens })) } : {}),
  };
}
