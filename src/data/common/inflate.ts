/** Unpacks gzip and deflate with the web's own stream, so that no package is needed for it. */

/** Bytes that are handed over at a time: no packed byte holds more than 1032, so that memory stays bounded. */
const atATime = 2 ** 16;

/**
 * What a compressed stream holds, piece by piece. A piece is unpacked only once those before it were taken:
 * Node's stream alone would unpack up to 256 MB ahead.
 * @param broken makes the error for bytes that cannot be unpacked; errors of the stream itself are passed on
 */
export async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
  broken: (why: string) => Error,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream(format);
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const fail = (error: unknown) => {
    throw broken(reasonOf(error));
  };
  const next = () => {
    const reading = reader.read();
    reading.catch(() => undefined); // where nobody waits for it any more
    return reading;
  };
  // The reason of a failure comes from the reader.
  writer.closed.catch(() => undefined);
  let reading = next();
  try {
    for await (const piece of pieces(packed)) {
      const writing = writer.write(piece).then(
        () => undefined,
        () => undefined,
      );
      while ((await Promise.race([reading, writing]).catch(fail)) !== undefined) {
        const { value, done } = await reading;
        if (done) {
          return; // what follows belongs to nothing
        }
        reading = next();
        yield value;
      }
    }
    writer.close().catch(() => undefined);
    for (let part = await reading.catch(fail); !part.done; part = await next().catch(fail)) {
      yield part.value;
    }
  } finally {
    // Where it is read to its end, or is broken, there is nothing left to stop.
    await Promise.allSettled([reader.cancel(), writer.abort()]);
  }
}

async function* pieces(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of packed) {
    for (let from = 0; from < chunk.length; from += atATime) {
      yield new Uint8Array(chunk.subarray(from, from + atATime));
    }
  }
}

/**
 * All that compressed bytes hold, of which the size is known.
 * @throws as `broken` makes it, where they hold more or less
 */
export async function unpackedWhole(
  packed: Uint8Array,
  format: 'gzip' | 'deflate-raw',
  size: number,
  broken: (why: string) => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(size);
  let filled = 0;
  const once = (async function* () {
    yield packed;
  })();
  for await (const part of unpacked(once, format, broken)) {
    if (filled + part.length > size) {
      throw broken(`it holds more than ${size} bytes`);
    }
    whole.set(part, filled);
    filled += part.length;
  }
  if (filled < size) {
    throw broken(`it holds ${filled} bytes instead of ${size}`);
  }
  return whole;
}

/** zlib's reason, such as `unexpected end of file`, which Node may wrap. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}
