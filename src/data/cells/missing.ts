/** Tells a cell without a value from others: empty, `NA`, `NaN`, or what the config lists as missing. */

/** Texts that hold no value in any column. */
const anywhere = new Set(['', 'na', 'n/a', 'nan', 'null', '?', '#n/a', '<na>', '\\n']);
/** Texts that hold no value where numbers or dates are expected; in a column of words they are words. */
const amongNumbers = new Set(['-', '--', '–', '—', '.', '..', '…', '*', 'none', 'nil', 'missing', 'nodata']);
for (const error of ['#value!', '#div/0!', '#ref!', '#name?', '#num!', '#null!']) {
  amongNumbers.add(error);
}
const longest = 8;

/** What counts as missing in a file. */
export class Missing {
  private readonly texts: ReadonlySet<string>;
  private readonly numbers: ReadonlySet<number>;

  /** @param listed texts and numbers that the config lists, besides those that are always missing */
  constructor(listed: readonly (string | number)[] = []) {
    this.texts = new Set(listed.map((each) => String(each).trim()));
    this.numbers = new Set(
      listed.map((each) =>
        typeof each === 'number' ? each : each.trim() === '' ? Number.NaN : Number(each),
      ),
    );
  }

  /** Whether a cell holds no value, in a column of any kind. */
  has(cell: string): boolean {
    const text = cell.trim();
    return (text.length <= longest && anywhere.has(text.toLowerCase())) || this.texts.has(text);
  }

  /** Whether a cell that is no number and no date holds no value, in a column of numbers or dates. */
  hasAmongNumbers(cell: string): boolean {
    const text = cell.trim();
    return (text.length <= longest && amongNumbers.has(text.toLowerCase())) || this.has(cell);
  }

  /** Whether the config lists a number as missing. */
  hasNumber(value: number): boolean {
    return this.numbers.size > 0 && this.numbers.has(value);
  }
}
