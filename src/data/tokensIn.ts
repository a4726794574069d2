/** The tokens of a text as the data of a config is read, and the text of tokens. */
import type { Config } from '../config/schema';
import { joinWords, wordsIn } from './common/words';

/** Whether tokens are words, which are written with spaces between them. */
function areWords(data: Config['data']): boolean {
  return data.kind === 'text' && data.tokens === 'word';
}

export function tokensIn(data: Config['data'], text: string): readonly string[] {
  const lines = text.replace(/\r\n?/g, '\n');
  return data.kind === 'text' && data.tokens === 'word'
    ? wordsIn(data.lowercase ? lines.toLowerCase() : lines)
    : [...lines];
}

export function textOf(data: Config['data'], tokens: readonly string[]): string {
  return areWords(data) ? joinWords(tokens) : tokens.join('');
}
