/** The interface of the panel's figures: their titles, their numbers, and drawing on another canvas. */
import type { LitElement } from 'lit';
import type { SnapshotTensor } from '../../src/protocol/panel';

/** The numbers of a figure, read one by one, because there may be millions. */
export interface NumberTable {
  /** Headings of the columns before a row's numbers: `step`, and `label` where steps have labels. */
  readonly rowHeads: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** Texts before the row's numbers, one for each of `rowHeads`. */
  rowHead(row: number): readonly string[];
  columnHead(column: number): string;
  /** Value of a cell; null where there is none. */
  value(row: number, column: number): number | null;
  /** Whether the values of a column are Float32, for which fewer digits suffice. */
  isSingle(column: number): boolean;
}

export interface TablePlace {
  readonly row: number;
  /** Column of the cell; null for the whole row. */
  readonly column: number | null;
}

/** The axis below a figure, over the columns `from … to−1`. */
export interface Axis {
  readonly unit: string;
  /** Name of the vertical index, where there is one. */
  readonly down?: string;
  readonly from: number;
  readonly to: number;
  /** Labels by column; empty where the number suffices. */
  readonly labels: readonly string[];
}

export interface FigureInfo {
  /** Title, such as `Hidden state h`. */
  readonly title: string;
  /** Name of the horizontal index, such as `step`. */
  readonly across: string;
  /** Labels by horizontal index; empty where the number suffices. */
  readonly labels: readonly string[];
  /** Name of the vertical index, where there is one. */
  readonly down?: string;
  /** Name of the numbers in a row of the figure, such as `h[3]`. */
  readonly rowName?: (row: number) => string;
  /**
   * Whether the table keeps the rows and columns of the figure; otherwise each of its columns is a row of the
   * table.
   */
  readonly upright?: boolean;
  /** Tensor of the run's files that the figure draws. */
  readonly tensor?: SnapshotTensor;
  /** Distinguishes figures of the section that share a name. */
  readonly one?: string;
  /** Updates done at the snapshot drawn, where it differs from the panel's. */
  readonly snapshot?: number;
}

export interface Figure extends LitElement {
  /** Name by which the figure is found in its section. */
  readonly name: string;
  readonly facts: FigureInfo;
  /** Elements that make up the figure. */
  readonly shown: readonly Element[];
  /** The canvas among them that `paint` paints; null where there is none. */
  readonly canvas: HTMLCanvasElement | null;
  /** Axis to be drawn below the exported figure. */
  readonly axis: Axis | null;
  /** Place of the cursor among the numbers. */
  readonly place: TablePlace | null;
  numbers(): NumberTable;
  /**
   * Paints the contents of `canvas` over the whole of another canvas.
   * @param width of the target in pixels of the page, like `height`
   * @param ratio pixels of the target per pixel of the page
   * @returns a function to be called when the target has been read
   */
  paint(target: HTMLCanvasElement, width: number, height: number, ratio: number): Promise<() => void>;
}
