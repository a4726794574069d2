/** Unpacks gzip and deflate with the web's own stream, so that no package is needed for it. */

/**
 * What a compressed stream holds, piece by piece.
 * @param broken makes the error for bytes that cannot be unpacked; errors of the stream itself are passed on
 */
export async function* unpacked(
  packed: AsyncIterator<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
  broken: (why: string) => Error,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let failure: { readonly error: unknown } | undefined;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const next = await packed.next();
          if (next.done === true) {
            controller.close();
          } else {
            controller.enqueue(new Uint8Array(next.value));
          }
        } catch (error) {
          failure = { error };
          controller.error(error);
        }
      },
      async cancel() {
        await packed.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  const reader = stream.pipeThrough(new DecompressionStream(format)).getReader();
  try {
    while (true) {
      const next = await reader.read().catch((error: unknown) => {
        throw failure ? failure.error : broken(reasonOf(error));
      });
      if (next.done) {
        return;
      }
      yield next.value;
    }
  } finally {
    // Where the reader stops early, the file is closed; after an error there is nothing to cancel.
    await reader.cancel().catch(() => undefined);
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
