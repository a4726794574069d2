/**
 * A message of the protobuf wire format, as it is written: a list of fields, each a tag and a value
 * (https://protobuf.dev/programming-guides/encoding). ONNX files need two of the wire types: integers of
 * variable length, and bytes behind their length.
 */

const variableLength = 0;
const behindLength = 2;

export class Message {
  private readonly parts: Uint8Array[] = [];
  private bytes = 0;

  /** Adds an int32, int64, bool or enumeration. Negative ones take ten bytes, as the format prescribes. */
  integer(field: number, value: number | bigint): this {
    this.append(variable(BigInt(field * 8 + variableLength)));
    this.append(variable(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  integers(field: number, values: Iterable<number | bigint>): this {
    for (const value of values) {
      this.integer(field, value);
    }
    return this;
  }

  text(field: number, value: string): this {
    return this.raw(field, new TextEncoder().encode(value));
  }

  texts(field: number, values: Iterable<string>): this {
    for (const value of values) {
      this.text(field, value);
    }
    return this;
  }

  /** Adds bytes, which are not copied: they must not change before `encoded`. */
  raw(field: number, value: Uint8Array): this {
    this.open(field, value.byteLength);
    this.append(value);
    return this;
  }

  /** Adds a message within this one; fields that are added to it later are not part of it. */
  message(field: number, value: Message): this {
    this.open(field, value.bytes);
    for (const part of value.parts) {
      this.append(part);
    }
    return this;
  }

  messages(field: number, values: Iterable<Message>): this {
    for (const value of values) {
      this.message(field, value);
    }
    return this;
  }

  encoded(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.bytes);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  }

  private open(field: number, length: number): void {
    this.append(variable(BigInt(field * 8 + behindLength)));
    this.append(variable(BigInt(length)));
  }

  private append(part: Uint8Array): void {
    this.parts.push(part);
    this.bytes += part.byteLength;
  }
}

/** Seven bits a byte, the lowest first; the eighth bit says that another byte follows. */
function variable(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
