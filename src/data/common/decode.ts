/**
 * Decodes the bytes of a text file chunk by chunk, with progress; any encoding other than UTF-8 is refused.
 */
import { DataError, type DataSource } from './dataset';

/** @throws DataError where the bytes are not UTF-8 */
export async function* decodeText(source: DataSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  for await (const chunk of source.chunks()) {
    const text = decode(decoder, chunk, source, read);
    read += chunk.byteLength;
    source.progress?.(read);
    if (text !== '') {
      yield text;
    }
  }
  const rest = decode(decoder, undefined, source, read);
  if (rest !== '') {
    yield rest;
  }
}

function decode(
  decoder: TextDecoder,
  chunk: Uint8Array | undefined,
  source: DataSource,
  read: number,
): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new DataError(
      `data.file: ${source.name} is not text in UTF-8 (between bytes ${read} and ${read + (chunk?.byteLength ?? 0)}); save it as UTF-8`,
      ['data', 'file'],
    );
  }
}
