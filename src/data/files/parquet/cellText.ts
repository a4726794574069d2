/** The values of a parquet column as the texts of cells: numbers to the last digit, times as ISO 8601. */
import type { SchemaElement } from 'hyparquet';
import { singleDecimal } from '../../../notation/decimals';
import { half } from '../half';

/** A value as it is stored: a number, an integer of 64 or 96 bits, a truth value, or bytes. */
export type Stored = number | bigint | boolean | Uint8Array;

/** How a column's values become texts; undefined where they have no text that a table could use. */
export function cellText(element: SchemaElement): ((value: Stored) => string) | undefined {
  const { type, converted_type: converted, logical_type: logical, scale = 0 } = element;
  const kind = logical?.type;
  switch (type) {
    case 'BOOLEAN':
      return (value) => (value === true ? 'true' : 'false');
    case 'FLOAT':
      return (value) => singleDecimal(Number(value));
    case 'DOUBLE':
      return (value) => (Object.is(value, -0) ? '-0' : String(value));
    case 'INT96':
      return (value) => (typeof value === 'bigint' ? instant(nanosOf(value), 'NANOS', false) : '');
    case 'INT32':
    case 'INT64': {
      if (logical?.type === 'TIMESTAMP') {
        return (value) => instant(integer(value), logical.unit, logical.isAdjustedToUTC);
      }
      if (logical?.type === 'TIME') {
        return (value) => timeOfDay(integer(value), logical.unit);
      }
      if (kind === 'DATE' || converted === 'DATE') {
        return (value) => instant(integer(value) * 86_400_000n, 'MILLIS', false).slice(0, -9);
      }
      const unit = converted?.endsWith('MICROS') ? 'MICROS' : 'MILLIS';
      if (converted?.startsWith('TIMESTAMP')) {
        return (value) => instant(integer(value), unit, true);
      }
      if (converted?.startsWith('TIME')) {
        return (value) => timeOfDay(integer(value), unit);
      }
      if (kind === 'DECIMAL' || converted === 'DECIMAL') {
        return (value) => decimal(integer(value), logical?.type === 'DECIMAL' ? logical.scale : scale);
      }
      const unsigned =
        converted?.startsWith('UINT') || (logical?.type === 'INTEGER' && logical.isSigned === false);
      const bits = type === 'INT32' ? 32 : 64;
      return unsigned ? (value) => String(BigInt.asUintN(bits, integer(value))) : String;
    }
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      if (kind === 'DECIMAL' || converted === 'DECIMAL') {
        return (value) => decimal(signed(bytes(value)), logical?.type === 'DECIMAL' ? logical.scale : scale);
      }
      if (kind === 'FLOAT16') {
        return (value) => {
          const [low, high] = bytes(value);
          return String(half(256 * high + low));
        };
      }
      if (kind === 'UUID') {
        return (value) => hexOf(bytes(value)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      }
      if (type === 'FIXED_LEN_BYTE_ARRAY' || converted === 'BSON' || converted === 'INTERVAL') {
        return undefined;
      }
      return (value) => utf8.decode(bytes(value));
    default:
      return undefined;
  }
}

const utf8 = new TextDecoder();

type Unit = 'MILLIS' | 'MICROS' | 'NANOS';
const digitsOf: Readonly<Record<Unit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

/** A count of units since 1970; `Z` states that it is UTC. The fraction is left out where it is zero. */
function instant(count: bigint, unit: Unit, utc: boolean): string {
  const digits = digitsOf[unit];
  const perSecond = 10n ** BigInt(digits);
  const [seconds, rest] = floorDivide(count, perSecond);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) {
    throw new Error(`a time is ${seconds} seconds from 1970`);
  }
  return `${date.toISOString().slice(0, -5)}${fraction(rest, digits)}${utc ? 'Z' : ''}`;
}

function timeOfDay(count: bigint, unit: Unit): string {
  const digits = digitsOf[unit];
  const [seconds, rest] = floorDivide(count, 10n ** BigInt(digits));
  const two = (part: bigint) => String(part).padStart(2, '0');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction(rest, digits)}`;
}

function fraction(rest: bigint, digits: number): string {
  return rest === 0n ? '' : `.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
}

function floorDivide(value: bigint, by: bigint): [quotient: bigint, rest: bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

/** 96 bits: nanoseconds of a day below, and above them the Julian day (1970-01-01 is 2440588). */
function nanosOf(value: bigint): bigint {
  const days = (value >> 64n) - 2_440_588n;
  return days * 86_400_000_000_000n + BigInt.asUintN(64, value);
}

/** value · 10^−scale, exactly. */
function decimal(value: bigint, scale: number): string {
  if (scale < 0 || scale > 1000) {
    throw new Error(`a decimal number has a scale of ${scale}`);
  }
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = value < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}

/** Bytes as an integer in two's complement, the most significant byte first. */
function signed(value: Uint8Array): bigint {
  return value.length === 0 ? 0n : BigInt.asIntN(8 * value.length, BigInt(`0x${hexOf(value)}`));
}

function hexOf(value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function integer(value: Stored): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}

function bytes(value: Stored): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new Error('a text is stored as a number');
  }
  return value;
}
