/** Reads numbers as people and programs write them: with a decimal comma, thousands separators, or a percent sign. */

/** The characters of a file's numbers. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  /** What separates the thousands; empty where nothing does. A space is also any other kind of space. */
  readonly thousands: '' | ',' | '.' | ' ' | "'";
}

export const plainNumbers: NumberFormat = { decimal: '.', thousands: '' };

/** The number in a text, or NaN where it holds none. */
export type NumberReader = (text: string) => number;

const plain = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** What may stand around a number without being a part of it: a percent sign or the sign of a currency. */
const dressed = /^([+\-−]?)\s*[$€£¥]?\s*(.*?)\s*[%€$£¥]?$/s;

/**
 * A reader of numbers in a format. `55%` is 55: the unit is that of the file. Numbers in another format than
 * the given one are NaN, except for those of JSON and R with a decimal point, which are always read unless
 * the point separates thousands.
 */
export function numberReader({ decimal, thousands }: NumberFormat): NumberReader {
  const grouped = thousands === '' ? undefined : groupedNumber(thousands, decimal);
  const separators = thousands === '' ? undefined : new RegExp(`[${charactersOf(thousands)}]`, 'g');
  const read = (text: string): number => {
    const pointed = decimal === ',' ? text.replace(',', '.') : text;
    if (plain.test(pointed) && !(decimal === ',' && text.includes('.'))) {
      return Number(pointed);
    }
    if (separators && grouped?.test(text)) {
      return Number(text.replace(separators, '').replace(',', '.'));
    }
    return plain.test(text) ? Number(text) : Number.NaN;
  };
  return (cell) => {
    // Most cells are plain, so that is tried first.
    const text = cell.trim();
    if (decimal === '.' && plain.test(text)) {
      return Number(text);
    }
    const value = read(text);
    if (!Number.isNaN(value) || !/\d/.test(text)) {
      return value;
    }
    const [, sign = '', digits = ''] = dressed.exec(text) ?? [];
    return digits === text ? Number.NaN : read(`${sign.replace('−', '-')}${digits}`);
  };
}

/** Whole groups of three digits, with a sign and a fraction. */
function groupedNumber(thousands: string, decimal: string): RegExp {
  return new RegExp(`^[+-]?\\d{1,3}(?:[${charactersOf(thousands)}]\\d{3})+(?:[${decimal}]\\d*)?$`);
}

/** The characters that stand for a separator, inside of a character class. */
function charactersOf(thousands: string): string {
  return thousands === ' ' ? ' \\u00a0\\u202f\\u2009' : thousands === "'" ? "'’" : thousands;
}

/**
 * The format of numbers, judged by all given cells together. A comma before three digits may be either
 * separator: where nothing else in the file decides, it is a decimal comma in a file whose fields commas do
 * not separate, and separates thousands in one whose fields they do.
 * @param commaSeparates whether a comma separates the fields of the file
 */
export function detectNumbers(cells: Iterable<string>, commaSeparates: boolean): NumberFormat {
  const seen = { comma: 0, point: 0, commaGroups: 0, pointGroups: 0, commaThree: 0, spaces: 0, quotes: 0 };
  for (const cell of cells) {
    count(cell.trim(), seen);
  }
  const decimal = seen.comma > seen.point || isEuropean(seen, commaSeparates) ? ',' : '.';
  const groups = decimal === ',' ? seen.pointGroups : seen.commaGroups + seen.commaThree;
  const grouping = decimal === ',' ? '.' : ',';
  return {
    decimal,
    thousands: groups > 0 ? grouping : seen.spaces > 0 ? ' ' : seen.quotes > 0 ? "'" : '',
  };
}

type Seen = Record<
  'comma' | 'point' | 'commaGroups' | 'pointGroups' | 'commaThree' | 'spaces' | 'quotes',
  number
>;

/** Whether commas before three digits are decimal commas although no other number says so. */
function isEuropean(seen: Seen, commaSeparates: boolean): boolean {
  return seen.commaThree > 0 && !commaSeparates && seen.point === 0 && seen.commaGroups === 0;
}

/** Adds one cell to what was seen. Cells that are no numbers, such as dates, count for nothing. */
function count(cell: string, seen: Seen): void {
  const text = /^[+\-−]?\s*[$€£¥]?\s*([\d.,'’\s]*\d[.,]?)\s*[%€$£¥]?$/.exec(cell)?.[1];
  if (text === undefined) {
    return;
  }
  const [, separator, mark] = /^\d{1,3}(?:([ \u00a0\u202f\u2009'’])\d{3})+(?:([.,])\d+)?$/.exec(text) ?? [];
  if (separator !== undefined) {
    seen.quotes += /['’]/.test(separator) ? 1 : 0;
    seen.spaces += /\s/.test(separator) ? 1 : 0;
    seen.comma += mark === ',' ? 1 : 0;
    seen.point += mark === '.' ? 1 : 0;
  } else if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) {
    seen.comma++;
    seen.pointGroups++;
  } else if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) {
    seen.point++;
    seen.commaGroups++;
  } else if (/^\d{1,3}(,\d{3}){2,}$/.test(text)) {
    seen.commaGroups++;
  } else if (/^\d{1,3}(\.\d{3}){2,}$/.test(text)) {
    seen.pointGroups++;
  } else if (/^[1-9]\d{0,2},\d{3}$/.test(text)) {
    seen.commaThree++;
  } else if (/^\d*,\d+$/.test(text)) {
    seen.comma++;
  } else if (/^(\d*\.\d+|\d+\.)$/.test(text)) {
    seen.point++;
  }
}
