/** The text of one file, or of the files of a folder or a pattern, one after another. */
import type { DataSource } from '../common/dataset';
import { decodeText } from '../common/decode';

/** Yields the text in parts; each file begins on a line of its own. */
export async function* textOf(source: DataSource): AsyncGenerator<string> {
  if (!source.files) {
    yield* decodeText(source);
    return;
  }
  let last = '\n';
  for (const file of source.files) {
    if (last !== '\n') {
      yield '\n';
    }
    for await (const part of decodeText(file)) {
      last = part.at(-1) ?? last;
      yield part;
    }
  }
}
