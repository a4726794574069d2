/** The bytes of a file that a test holds in base64. */
export function bytesIn(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
