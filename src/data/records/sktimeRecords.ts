/**
 * The archives of time series in sktime's format (`.ts`): a header of lines that begin with `@`, then a series
 * a line, its dimensions separated by `:`, its label last.
 * https://www.sktime.net/en/stable/api_reference/file_specifications/ts.html
 */
import { DataError, type DataSource } from '../common/dataset';
import { type FieldValue, readLines } from './records';
import { labelOf, numbersOf, stepsOf } from './seriesLines';

/** Lines in which `@data` must come; a TypeScript file, which has the same ending, has none. */
const longestHeader = 1000;

/** The fields `x` and `label` of each series, with its line. */
export async function* sktimeRecords(
  source: DataSource,
): AsyncGenerator<{ readonly line: number; readonly fields: ReadonlyMap<string, FieldValue> }> {
  const { name } = source;
  const header = new Map<string, string>();
  let line = 0;
  let inData = false;
  for await (const raw of readLines(source)) {
    line++;
    const text = raw.trim();
    if (text === '' || text.startsWith('#') || text.startsWith('%')) {
      continue;
    }
    if (inData) {
      yield { line, fields: seriesOf(text, line, name, header) };
      continue;
    }
    const [, key, value] = /^@(\w+)\s*(.*)$/.exec(text) ?? [];
    if (key === undefined || line > longestHeader) {
      throw noArchive(name);
    }
    inData = key.toLowerCase() === 'data';
    header.set(key.toLowerCase(), value.toLowerCase());
  }
  if (!inData) {
    throw noArchive(name);
  }
}

function seriesOf(
  text: string,
  line: number,
  file: string,
  header: ReadonlyMap<string, string>,
): ReadonlyMap<string, FieldValue> {
  const problem = (what: string) => new DataError(`line ${line} of ${file} ${what}`, ['data', 'file']);
  if (header.get('timestamps')?.startsWith('true') === true || text.startsWith('(')) {
    throw problem('has time stamps with its values; write the series without them');
  }
  const parts = text.split(':');
  const target = header.get('targetlabel')?.startsWith('true') === true;
  const labelled = target || header.get('classlabel')?.startsWith('false') !== true;
  if (!labelled) {
    throw problem('belongs to a file without labels (@classLabel false), so there is nothing to predict');
  }
  if (parts.length < 2) {
    throw problem('has no label behind a colon; expected values, a colon and the label');
  }
  const declared = Number(header.get('dimensions') ?? Number.NaN);
  if (declared > 0 && parts.length - 1 !== declared) {
    throw problem(`has ${parts.length - 1} dimensions, the header states ${declared}`);
  }
  const label = parts[parts.length - 1];
  const dimensions = parts.slice(0, -1).map((part) => numbersOf(part.split(','), line, file));
  return new Map([
    ['x', stepsOf(dimensions, line, file)],
    ['label', target ? stepsOf([numbersOf([label], line, file)], line, file) : labelOf(label, line, file)],
  ]);
}

function noArchive(name: string): DataError {
  return new DataError(
    `data.file: ${name} is no archive of time series: it has no line "@data" behind a header of lines such as "@problemName x". A .ts file of TypeScript is not data`,
    ['data', 'file'],
  );
}
