/** The neighbours of a token in an embedding of a run, and the vectors that have moved. */
import { movedTokens, nearestTokens, normAt, type RankedToken } from '../../analysis/embeddingAnalysis';
import { fillNormal } from '../../engine/initialise';
import type { EmbeddingFacts, EmbeddingQuestion } from '../../protocol/embedding';
import { readRunConfig } from '../files/folder';
import { InputError } from '../files/inputError';
import { weightsFileOf } from '../files/snapshots';
import { readTensorFile } from '../files/tensorFile';
import { readTokens } from '../sources/tokensFile';

/** Most tokens in a list. */
const mostListed = 12;

/**
 * @param folder of the run
 * @throws InputError with one line where the run has no such embedding
 */
export async function embeddingFacts(
  folder: string,
  { update, weight, token: typed }: EmbeddingQuestion,
): Promise<EmbeddingFacts> {
  const { training } = await readRunConfig(folder);
  const file = await weightsFileOf(folder, update);
  const tensor = (await readTensorFile(file, 'checkpoint')).tensors.get(weight);
  const tokens = (await readTokens(folder))[weight];
  if (!tensor || tokens?.length !== tensor.shape[0]) {
    throw new InputError(`${file}: there is no "${weight}" with the tokens of the run`);
  }
  const [, size] = tensor.shape;
  const vectors = { values: tensor.values, size };
  // The start is drawn again from the seed, so that no snapshot of it has to be kept.
  const start = new Float32Array(tensor.values.length);
  fillNormal(start, weight, training.seed);
  const moved = movedTokens(vectors, start, mostListed);
  const matches = typed === null ? [] : matching(tokens, typed);
  const code = typed === null ? (moved[0]?.code ?? 0) : (matches[0] ?? -1);
  const named = (ranked: readonly RankedToken[]) =>
    ranked.map(({ code: each, value }) => ({ token: tokens[each], value }));
  return {
    tokens: tokens.length,
    size,
    token: code < 0 ? null : tokens[code],
    norm: code < 0 ? 0 : normAt(vectors, code),
    matches: matches.slice(0, mostListed).map((each) => tokens[each]),
    nearest: code < 0 ? [] : named(nearestTokens(vectors, code, mostListed)),
    moved: named(moved),
  };
}

/**
 * Codes of the tokens that begin with a text: the same token first, then those that differ in case, then the
 * others in their order.
 */
function matching(tokens: readonly string[], typed: string): number[] {
  const wanted = typed.toLowerCase();
  const rank = (token: string) => (token === typed ? 0 : token.toLowerCase() === wanted ? 1 : 2);
  return tokens
    .flatMap((token, code) => (token.toLowerCase().startsWith(wanted) ? [{ code, rank: rank(token) }] : []))
    .sort((one, other) => one.rank - other.rank || one.code - other.code)
    .map(({ code }) => code);
}
