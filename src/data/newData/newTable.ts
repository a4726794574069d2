/** New rows for a trained model: windows over all of them, scaled with the statistics of the training. */
import type { Config, TableData } from '../../config/schema';
import { quantity } from '../../notation/numbers';
import { DataError, type DataSource, type NewData } from '../common/dataset';
import type { TrainedData, TrainedSource } from '../common/trainedData';
import type { Table } from '../tables/table';
import type { TableColumn } from '../tables/tableColumn';
import { tableSequences } from '../tables/tableSequences';
import { Signals } from '../tables/tableSignals';
import { type WindowShape, windowShape } from '../tables/windows';
import { tableAsTrained } from './tableAsTrained';
import { type ReadTable, tableForecasts } from './tableForecast';

/**
 * @param open opens the file; called twice
 * @throws DataError where the file is not of the same kind as the training's data
 */
export async function newTable(
  config: Config,
  data: TableData,
  trained: TrainedData,
  open: () => Promise<DataSource>,
): Promise<NewData> {
  const { shape } = config.task;
  const window = windowShape(shape, data);
  const { table, targets: present } = await tableAsTrained(data, trained, open);
  const made = new Signals(table, new Uint8Array(table.rows), data.normalize, scalingsOf(trained));
  const columnOf = (name: string): TableColumn => {
    const column = table.columns.get(name);
    if (!column) {
      throw new Error(`column "${name}" was not read`);
    }
    return column;
  };
  const isEmbedded = ({ kind }: TrainedSource) => kind === 'word' && config.model.embedding !== undefined;
  const embedded = trained.inputs.filter(isEmbedded).map(({ name }) => columnOf(name));
  const inputs = trained.inputs
    .filter((source) => !isEmbedded(source))
    .flatMap(({ name }) => made.inputs(columnOf(name)));
  const columns = trained.targets.filter(({ name }) => present.includes(name));
  const whole = columns.length === trained.targets.length;
  const [first] = whole ? columns : [];
  const classes = first && first.kind !== 'number' ? columnOf(first.name) : undefined;
  const targets =
    !whole || classes
      ? []
      : columns.map(({ name }) =>
          config.task.loss === 'binaryCrossEntropy'
            ? made.binary(columnOf(name))
            : made.number(columnOf(name)),
        );
  const signals = { inputs, embedded, targets, classes };
  const isKnown = (row: number) =>
    whole && columns.every(({ name }) => !Number.isNaN(columnOf(name).values[row]));
  const starts = startsOf(table, window, data);
  if (starts.length === 0) {
    const longest = table.series.reduce((most, { from, to }) => Math.max(most, to - from), 0);
    throw new DataError(
      `${table.file} has ${quantity(longest, 'row')}${data.group === undefined ? '' : ` in its longest "${data.group}"`}, the model reads ${window.inputSteps} at a time`,
      ['data', 'window'],
    );
  }
  const read: ReadTable = {
    table,
    window,
    signals,
    set: tableSequences(table, starts, shape, window, signals, isKnown),
  };
  const lacking = trained.targets.filter(({ name }) => !present.includes(name)).map(({ name }) => name);
  return {
    ...read,
    forecast: () => tableForecasts(read, config, data, trained),
    notes: [
      ...table.notes,
      ...(lacking.length > 0
        ? [`${table.file} has no column "${lacking.join('", "')}", so there are no targets to compare with.`]
        : []),
    ],
  };
}

/**
 * First rows of windows whose inputs lie within a series; targets may lie behind its end, and the last window
 * always ends with the series.
 */
function startsOf(
  { series }: Table,
  { inputSteps }: Pick<WindowShape, 'inputSteps'>,
  { stride }: TableData,
): Float64Array {
  const found: number[] = [];
  for (const { from, to } of series) {
    const last = to - inputSteps;
    for (let start = from; start <= last; start += stride) {
      found.push(start);
    }
    if (last >= from && (last - from) % stride !== 0) {
      found.push(last);
    }
  }
  return Float64Array.from(found);
}

function scalingsOf({ inputs, targets }: TrainedData) {
  return new Map(
    [...targets, ...inputs].flatMap((source) =>
      source.kind === 'number' ? [[source.name, source.scaling[0]] as const] : [],
    ),
  );
}
