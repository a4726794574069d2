/** One column of a row group as a sequence of cells; one page is held at a time. */
import type { ColumnMetaData } from 'hyparquet';
import { type Bytes, brokenFile, decoded } from '../bytes';
import type { Stored } from './cellText';
import { type Page, pagesOf } from './pages';
import { dictionaryOf, type PageValues, valuesOf } from './pageValues';
import type { FlatColumn } from './schema';

export class ColumnCells {
  private readonly pages: AsyncGenerator<Page>;
  private dictionary: readonly string[] | undefined;
  private page: PageValues = { rows: 0, present: undefined, values: [], places: undefined };
  /** Rows of the page, and values of it, that were taken. */
  private row = 0;
  private value = 0;

  /** @param left rows of the row group */
  constructor(
    private readonly bytes: Bytes,
    private readonly column: FlatColumn,
    chunk: ColumnMetaData,
    private left: number,
  ) {
    this.pages = pagesOf(bytes, chunk);
  }

  /**
   * The next cells; an empty text where there is no value.
   * @throws DataError where the column has fewer
   */
  async take(count: number): Promise<readonly string[]> {
    const cells: string[] = [];
    while (cells.length < count) {
      if (this.row === this.page.rows) {
        await this.turn();
        continue;
      }
      const until = Math.min(this.page.rows, this.row + count - cells.length);
      decoded(this.bytes.name, () => {
        for (; this.row < until; this.row++) {
          cells.push(this.page.present?.[this.row] === 0 ? '' : this.next());
        }
      });
    }
    return cells;
  }

  private next(): string {
    const { places, values } = this.page;
    const i = this.value++;
    if (!places) {
      return this.column.text(values[i]);
    }
    const text = this.dictionary?.[places[i]];
    if (text === undefined) {
      throw new Error(`column "${this.column.name}" refers to entry ${places[i]} of its dictionary`);
    }
    return text;
  }

  private async turn(): Promise<void> {
    const { bytes, column } = this;
    const next = await this.pages.next();
    if (next.done === true) {
      throw brokenFile(bytes.name, `column "${column.name}" ends ${this.left} rows before the others`);
    }
    const page = next.value;
    decoded(bytes.name, () => {
      if (page.header.type === 'DICTIONARY_PAGE') {
        this.dictionary = Array.from<Stored, string>(dictionaryOf(page, column.element), column.text);
      } else if (page.header.type !== 'INDEX_PAGE') {
        this.page = valuesOf(page, column.element, this.left, this.dictionary !== undefined);
        this.left -= this.page.rows;
        this.row = 0;
        this.value = 0;
      }
    });
  }
}
