/** The UCR archive of time series: a series a line, its label first, separated by tabs, commas or spaces. */
import { DataError, type DataSource } from '../common/dataset';
import { type FieldValue, readLines } from './records';
import { labelOf, numbersOf, stepsOf } from './seriesLines';

/** The fields `x` and `label` of each series, with its line. */
export async function* ucrRecords(
  source: DataSource,
): AsyncGenerator<{ readonly line: number; readonly fields: ReadonlyMap<string, FieldValue> }> {
  const { name } = source;
  let line = 0;
  for await (const raw of readLines(source)) {
    line++;
    const text = raw.trim();
    if (text === '') {
      continue;
    }
    const [label, ...cells] = text.split(/\s*[\t,]\s*|\s+/);
    if (cells.length < 2) {
      throw new DataError(
        `line ${line} of ${name} has ${cells.length + 1} ${cells.length === 0 ? 'value' : 'values'}; expected a label and a series of numbers`,
        ['data', 'file'],
      );
    }
    yield {
      line,
      fields: new Map([
        ['x', stepsOf([numbersOf(cells, line, name)], line, name)],
        ['label', labelOf(label, line, name)],
      ]),
    };
  }
}
