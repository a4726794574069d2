/** The tokens of a text as the data of a config is read, and the text of tokens. */
import type { Config } from '../config/schema';
import { wordsIn } from './text/words';

/** Whether tokens are words, which are written with spaces between them. */
function areWords(data: Config['data']): boolean {
  return data.kind === 'text' && data.tokens === 'word';
}

export function tokensIn(data: Config['data'], text: string): readonly string[] {
  const lines = text.replace(/\r\n?/g, '\n');
  return data.kind === 'text' && data.tokens === 'word' ? wordsIn(lines, data.lowercase) : [...lines];
}

/** Words are joined as one writes them: no space before a comma or a closing bracket, or around a line break. */
export function textOf(data: Config['data'], tokens: readonly string[]): string {
  if (!areWords(data)) {
    return tokens.join('');
  }
  return tokens.reduce((text, token) => {
    const joins = text === '' || /[\n([{“‘¿¡]$/u.test(text) || /^[\n.,;:!?)\]}”’…%]/u.test(token);
    return `${text}${joins ? '' : ' '}${token}`;
  }, '');
}
