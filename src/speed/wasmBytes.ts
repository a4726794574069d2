/**
 * Writes just enough of the WebAssembly binary format for one exported function, which ceilingModule.ts
 * needs.
 */

export type Code = readonly number[];

export const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

export const op = {
  end: [0x0b],
  emptyLoop: [0x03, 0x40],
  branchIf: (depth: number): Code => [0x0d, ...unsigned(depth)],
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  tee: (local: number): Code => [0x22, ...unsigned(local)],
  i32Const: (value: number): Code => [0x41, ...signed(value)],
  i32Sub: [0x6b],
  f32Const: (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  splat: simd(0x13),
  extractLane0: [...simd(0x1f), 0],
  add: simd(0xe4),
  mul: simd(0xe6),
  relaxedMadd: simd(0x105),
};

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly result: number;
  /** Types of the locals after the parameters. */
  readonly locals: readonly number[];
  readonly body: Code;
}

export function moduleOf({ name, parameters, result, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const code = [...vector(locals.map((local) => [1, local])), ...body, ...op.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, [[0x60, ...vector(parameters.map((parameter) => [parameter])), 1, result]]),
    ...section(3, [[0]]),
    ...section(7, [[...text(name), 0, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

function simd(opcode: number): Code {
  return [0xfd, ...unsigned(opcode)];
}

/** LEB128 encoding. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 encoding. */
function signed(value: number): Code {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
