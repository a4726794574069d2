/** The columns of a table as signals for the network: one for each input feature and numeric target. */
import { fedOf, type Scaling, unscaled } from '../../notation/scaling';
import { placeInYear } from '../cells/dates';
import { DataError } from '../common/dataset';
import { measureScaling } from '../common/scaling';
import type { TrainedSource } from '../common/trainedData';
import type { Table } from './table';
import type { TableColumn } from './tableColumn';

/** One input feature or target. */
export interface Signal {
  readonly name: string;
  readonly scaling: Scaling;
  /** The value as it is fed to the network. */
  value(row: number): number;
}

/** Makes signals; each column is measured once, on training rows only. */
export class Signals {
  readonly notes: string[] = [];
  private readonly scalings: Map<string, Scaling>;

  /** @param trainingRows 1 for each row that may be measured */
  constructor(
    private readonly table: Table,
    private readonly trainingRows: Uint8Array,
    private readonly normalize: 'standard' | 'minmax' | 'none',
    /** Scalings that are given, by column; they are not measured. */
    given: ReadonlyMap<string, Scaling> = new Map(),
  ) {
    this.scalings = new Map(given);
  }

  /**
   * The input features of a column: one for numbers, (sin, cos) of the time of year for dates, one per
   * different word for words.
   */
  inputs(column: TableColumn): Signal[] {
    switch (column.kind) {
      case 'number':
        return [this.number(column)];
      case 'date': {
        const angles = Float64Array.from(column.values, placeInYear);
        return [
          { name: `sin(${column.name})`, scaling: unscaled, value: (row) => Math.sin(angles[row]) },
          { name: `cos(${column.name})`, scaling: unscaled, value: (row) => Math.cos(angles[row]) },
        ];
      }
      case 'word':
        return column.words.map((word, code) => ({
          name: `${column.name}=${word}`,
          scaling: unscaled,
          value: (row) => (column.values[row] === code ? 1 : 0),
        }));
    }
  }

  number({ name, values }: TableColumn): Signal {
    const scaling = this.scalings.get(name) ?? this.measure(name, values);
    this.scalings.set(name, scaling);
    return { name, scaling, value: (row) => fedOf(values[row], scaling) };
  }

  /** @throws DataError with the first line that holds a value other than 0 or 1 */
  binary({ name, values }: TableColumn): Signal {
    const bad = values.findIndex((value) => value !== 0 && value !== 1);
    if (bad >= 0) {
      throw new DataError(
        `line ${this.table.lines[bad]} of ${this.table.file}: binaryCrossEntropy needs 0 or 1 in "${name}", found ${values[bad]}`,
        ['data', 'targets'],
      );
    }
    return { name, scaling: unscaled, value: (row) => values[row] };
  }

  /**
   * How a column is read, so that new rows can be read alike.
   * @param yesNo whether it is a target of yes and no, which is not scaled
   */
  source(column: TableColumn, yesNo = false): TrainedSource {
    const { name, kind, words } = column;
    switch (kind) {
      case 'number':
        return { kind, name, scaling: [yesNo ? unscaled : this.number(column).scaling] };
      case 'date':
        return { kind, name };
      case 'word':
        return { kind, name, tokens: words, unknown: false };
    }
  }

  private measure(name: string, values: Float64Array): Scaling {
    const { trainingRows, normalize } = this;
    const measured = function* () {
      for (let row = 0; row < values.length; row++) {
        if (trainingRows[row] === 1) {
          yield values[row];
        }
      }
    };
    const first = trainingRows.indexOf(1);
    if (values.every((value, row) => trainingRows[row] === 0 || value === values[first])) {
      this.notes.push(`Column "${name}" has the same value in every training row.`);
    }
    return measureScaling(measured(), normalize, name);
  }
}
