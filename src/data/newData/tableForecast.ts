/**
 * Forecasts behind the end of a table: each prediction becomes the row that the next window reads. With
 * horizon h, the window that ends h rows before a row predicts it.
 */
import type { Config, TableData } from '../../config/schema';
import { fedOf } from '../../notation/scaling';
import { placeInYear } from '../cells/dates';
import { futureDays } from '../cells/futureDays';
import { type BatchBuffer, DataError, type SequenceSet, type SeriesForecast } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import { writeCode } from '../common/tokenInput';
import type { TrainedData, TrainedSource } from '../common/trainedData';
import type { Series } from '../tables/series';
import type { Table } from '../tables/table';
import { dayNames, type TableSignals } from '../tables/tableSequences';
import type { WindowShape } from '../tables/windows';

/** The rows that were read, and the windows over them. */
export interface ReadTable {
  readonly set: SequenceSet;
  readonly table: Table;
  readonly window: WindowShape;
  readonly signals: TableSignals;
}

/** The forecast of each series that is long enough, and the notes on what was assumed. */
export function tableForecasts(
  read: ReadTable,
  config: Config,
  data: TableData,
  trained: TrainedData,
): { readonly series: readonly SeriesForecast[]; readonly notes: readonly string[] } {
  const names = trained.targets.map(({ name }) => name);
  const inputs = trained.inputs.map(({ name }) => name);
  const unread = names.find((name) => !inputs.includes(name));
  if (data.horizon === 0 || unread !== undefined) {
    throw new DataError(
      unread === undefined
        ? 'a forecast needs data.horizon 1 or more: with 0 the target lies in the row that is read'
        : `a forecast feeds predictions back, but "${unread}" is not among the columns that the model reads (${joinNames(inputs)}); train with it in data.inputs`,
    );
  }
  const held = trained.inputs.filter(({ name, kind }) => kind !== 'date' && !names.includes(name));
  const long = read.table.series.filter(
    ({ from, to }) => to - from >= read.window.inputSteps + data.horizon - 1,
  );
  if (long.length === 0) {
    throw new DataError(
      `${read.table.file} has too few rows for a forecast: ${read.window.inputSteps + data.horizon - 1} are needed`,
    );
  }
  return {
    series: long.map((series) => new TableForecast(read, config, data, trained, series)),
    notes:
      held.length > 0
        ? [
            `The forecast keeps the last value of ${joinNames(held.map(({ name }) => `"${name}"`))}, which the model reads and does not predict.`,
          ]
        : [],
  };
}

/** The inputs of one row. */
interface FedRow {
  /** `[I]` features that are numbers. */
  readonly x: Float64Array;
  /** The code of each embedded column. */
  readonly codes: readonly number[];
}

class TableForecast implements SeriesForecast {
  readonly set: SequenceSet;
  readonly rowsAtOnce: number;
  readonly name: string | undefined;
  /** As fed: the last rows of the series, then those that were predicted. */
  private readonly rows: FedRow[];
  private added = 0;
  /** Names of the embedded columns. */
  private readonly embedded: readonly string[];
  private readonly labels: (k: number) => string | undefined;
  private readonly dates: ReadonlyMap<string, (k: number) => number>;

  constructor(
    { table, window, signals }: ReadTable,
    { task: { shape } }: Config,
    data: TableData,
    private readonly trained: TrainedData,
    series: Series,
  ) {
    const own = shape === 'encoder-decoder' || shape === 'one-to-many';
    this.name = series.name;
    this.rowsAtOnce = own ? data.horizon : 1;
    const behind = own ? 0 : data.horizon - 1;
    const first = series.to - window.inputSteps - behind;
    this.rows = Array.from({ length: window.inputSteps + behind }, (_, i) => ({
      x: Float64Array.from(signals.inputs, (signal) => signal.value(first + i)),
      codes: signals.embedded.map(({ values }) => values[first + i]),
    }));
    this.embedded = signals.embedded.map(({ name }) => name);
    const daysIn = (values: Float64Array) => futureDays(values.subarray(series.from, series.to));
    this.dates = new Map(
      [...table.columns.values()]
        .filter(({ kind }) => kind === 'date')
        .map(({ name, values }) => [name, daysIn(values)]),
    );
    const future = table.days ? daysIn(table.days) : () => Number.NaN;
    const { ofDay } = dayNames(table.days);
    this.labels = (k) => ofDay(future(k));
    this.set = {
      count: 1,
      inputSteps: () => window.inputSteps,
      outputSteps: () => window.outputSteps,
      writeInputs: (_, from, to, batch, b) => this.writeInputs(from, to, batch, b, window.inputSteps, own),
      writeTargets: (_, from, to, batch, b) => {
        for (let t = from; t < to; t++) {
          batch.mask[(t - from) * batch.size + b] = 1;
        }
      },
      label: () => series.name ?? '',
      stepLabel: () => undefined,
    };
  }

  at(k: number): string {
    const label = this.labels(k);
    return [this.name, label].filter((part) => part !== undefined).join(': ');
  }

  take(raw: readonly number[]): void {
    this.added++;
    const last = this.rows[this.rows.length - 1];
    const x = last.x.slice();
    let column = 0;
    for (const source of this.trained.inputs.filter(({ name }) => !this.embedded.includes(name))) {
      x.set(this.valuesOf(source, raw) ?? [], column); // where it is not predicted, it stays what it was
      column += widthOf(source);
    }
    const isTarget = (name: string) => this.trained.targets.some((target) => target.name === name);
    const codes = last.codes.map((code, k) => (isTarget(this.embedded[k]) ? raw[0] : code));
    this.rows.push({ x, codes });
    this.rows.shift();
  }

  /** The features of a column in the row that was predicted; undefined where they stay what they were. */
  private valuesOf(source: TrainedSource, raw: readonly number[]): ArrayLike<number> | undefined {
    const target = this.trained.targets.findIndex(({ name }) => name === source.name);
    switch (source.kind) {
      case 'date': {
        const angle = placeInYear(this.dates.get(source.name)?.(this.added) ?? Number.NaN);
        return Number.isNaN(angle) ? undefined : [Math.sin(angle), Math.cos(angle)];
      }
      case 'number':
        return target < 0 ? undefined : [fedOf(raw[target], source.scaling[0])];
      case 'word':
      case 'tokens':
        return target < 0 ? undefined : source.tokens.map((_, code) => (code === raw[0] ? 1 : 0));
    }
  }

  /** Only the last step of a window is predicted. */
  private writeInputs(
    from: number,
    to: number,
    batch: BatchBuffer,
    b: number,
    inputSteps: number,
    own: boolean,
  ): void {
    for (let t = from; t < to; t++) {
      const place = (t - from) * batch.size + b;
      const isRead = t < inputSteps;
      const { x, codes } = this.rows[Math.min(t, this.rows.length - 1)];
      batch.x.set(isRead ? x : new Float64Array(x.length), place * x.length);
      codes.forEach((code, k) => {
        writeCode(batch, k, place, isRead ? code : -1);
      });
      if (!own) {
        batch.mask[place] = t === inputSteps - 1 ? 1 : 0;
      }
    }
  }
}

function widthOf(source: TrainedSource): number {
  return source.kind === 'number' ? 1 : source.kind === 'date' ? 2 : source.tokens.length;
}
