/** What each picture of the panel can be asked for: what it is called, its numbers, and itself on another canvas. */
import type { LitElement } from 'lit';
import type { SnapshotTensor } from '../../src/protocol/panel';

/** The numbers of a picture, asked for one by one: there may be millions. */
export interface NumberTable {
  /** What stands before the numbers of a row: `step`, and `label` where steps have one. */
  readonly rowHeads: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** One for each of `rowHeads`. */
  rowHead(row: number): readonly string[];
  columnHead(column: number): string;
  /** Null where there is none. */
  value(row: number, column: number): number | null;
  /** Whether the values of a column are Float32, so that fewer digits say them. */
  isSingle(column: number): boolean;
}

export interface TablePlace {
  readonly row: number;
  /** Null: the whole row. */
  readonly column: number | null;
}

/** What stands under a picture: the columns `from … to−1` of what is counted. */
export interface Axis {
  readonly unit: string;
  /** What is counted downwards, where something is. */
  readonly down?: string;
  readonly from: number;
  readonly to: number;
  /** By column; empty where the number says it all. */
  readonly labels: readonly string[];
}

export interface FigureInfo {
  /** `Hidden state h` */
  readonly title: string;
  /** What is counted to the right. */
  readonly across: string;
  /** Of what is counted to the right; empty where the number says it all. */
  readonly labels: readonly string[];
  /** What is counted downwards, where something is. */
  readonly down?: string;
  /** What the numbers of a row of the picture are called: `h[3]`. */
  readonly rowName?: (row: number) => string;
  /** Whether the numbers keep the rows and columns of the picture; else each column of it is a row of numbers. */
  readonly upright?: boolean;
  /** What is drawn is this tensor of a file of the run. */
  readonly tensor?: SnapshotTensor;
  /** Which it is of several pictures in the section that have one name. */
  readonly one?: string;
  /** Updates done at the moment that is shown, where that is another than the panel's. */
  readonly snapshot?: number;
}

export interface Figure extends LitElement {
  /** By which it is found in its section. */
  readonly name: string;
  readonly facts: FigureInfo;
  /** The elements that make the picture. */
  readonly shown: readonly Element[];
  /** The one of them that `paint` paints; null where there is none. */
  readonly canvas: HTMLCanvasElement | null;
  /** What is still to be written under it. */
  readonly axis: Axis | null;
  /** Where the cursor stands among the numbers. */
  readonly place: TablePlace | null;
  numbers(): NumberTable;
  /**
   * Paints what `canvas` shows over the whole of another.
   * @param width of it in pixels of the page
   * @param ratio of its own pixels to those
   * @returns to be called when the target has been read
   */
  paint(target: HTMLCanvasElement, width: number, height: number, ratio: number): Promise<() => void>;
}
