/**
 * A table read as the training read its own: the same columns, each of the same kind, and words with the
 * classes that they had then.
 */
import { nearest } from '../../config/names';
import type { TableData } from '../../config/schema';
import { DataError, type DataSource } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import type { TrainedData, TrainedSource } from '../common/trainedData';
import { columnNames } from '../descriptions/describeTable';
import { readTables } from '../tables/anyFile/tableOfFiles';
import type { Table } from '../tables/table';
import type { TableColumn } from '../tables/tableColumn';
import { between } from '../tables/windows';

/**
 * @param open opens the file; called twice, because the header decides whether there are targets
 * @returns the table, and the columns of its targets; fewer than the training had where the file lacks them
 * @throws DataError where a column that the model reads is missing, of another kind, or has a new word
 */
export async function tableAsTrained(
  data: TableData,
  trained: TrainedData,
  open: () => Promise<DataSource>,
): Promise<{ readonly table: Table; readonly targets: readonly string[] }> {
  const inputs = trained.inputs.map(({ name }) => name);
  const first = await open();
  const header = await columnNames(first.files?.[0] ?? first, data);
  const targets = trained.targets.map(({ name }) => name).filter((name) => header.includes(name));
  const source = await open();
  const missing = inputs.find((name) => !header.includes(name));
  if (missing !== undefined) {
    const meant = nearest(missing, header);
    throw new DataError(
      `${source.name} has no column "${missing}", which the model reads; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${joinNames(header)}`,
      ['data', 'inputs'],
      meant,
    );
  }
  const optional = new Set(targets.filter((name) => !inputs.includes(name)));
  const columns = { ...kept(data.columns, header), ...numbersAsClasses(trained, [...inputs, ...targets]) };
  const read = await readTables(source, {
    data: { ...data, inputs, targets, columns },
    classes: false,
    optional,
  });
  const sources = new Map([...trained.targets, ...trained.inputs].map((each) => [each.name, each]));
  const asTrained = new Map(
    [...read.columns].map(([name, column]) => {
      const known = sources.get(name);
      return [name, known ? columnAsTrained(column, known, read, optional.has(name)) : column];
    }),
  );
  // A window, and the target behind it, lie between two gaps in time, as in a training.
  const series = read.series.flatMap((each) =>
    between([each], read.gaps).map(({ from, to }) => ({ name: each.name, from, to })),
  );
  return { table: { ...read, columns: asTrained, series }, targets };
}

type Columns = TableData['columns'];

/** What the config says of the columns that the file has. */
function kept(columns: Columns, header: readonly string[]): Columns {
  return Object.fromEntries(Object.entries(columns ?? {}).filter(([name]) => header.includes(name)));
}

/** Classes of the training whose names are all numbers would be read as numbers. */
function numbersAsClasses({ inputs, targets }: TrainedData, used: readonly string[]): Columns {
  const isNumber = (token: string) => String(Number(token)) === token;
  return Object.fromEntries(
    [...inputs, ...targets].flatMap((source) =>
      source.kind === 'word' && used.includes(source.name) && source.tokens.every(isNumber)
        ? [[source.name, 'class' as const]]
        : [],
    ),
  );
}

function columnAsTrained(
  column: TableColumn,
  source: TrainedSource,
  { file, lines }: Table,
  isOptional: boolean,
): TableColumn {
  const { name, kind, values } = column;
  if (source.kind === 'word' || source.kind === 'tokens') {
    const { tokens, unknown } = source;
    const codes = new Map(tokens.map((token, code) => [token, code]));
    const texts = kind === 'word' ? column.words : undefined;
    const codeOf = (value: number, row: number) => {
      if (Number.isNaN(value)) {
        return Number.NaN;
      }
      const text = texts ? texts[value] : String(value);
      const code = codes.get(text) ?? (unknown ? tokens.length - 1 : undefined);
      if (code === undefined && !isOptional) {
        throw new DataError(
          `line ${lines[row]} of ${file}: the training has never seen "${text}" in column "${name}"; it knows ${joinNames(tokens)}`,
          ['data', 'inputs'],
          nearest(text, tokens),
        );
      }
      return code ?? Number.NaN;
    };
    return { name, kind: 'word', values: values.map(codeOf), words: tokens };
  }
  const isEmpty = values.every(Number.isNaN);
  if (kind !== source.kind && !isEmpty) {
    throw new DataError(`${file}: column "${name}" holds ${kind}s, it held ${source.kind}s in the training`, [
      'data',
      'inputs',
    ]);
  }
  return { ...column, kind: source.kind };
}
