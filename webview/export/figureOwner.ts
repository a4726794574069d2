/**
 * The owner of a picture: the part of the panel that it stands in. A picture asks its owner for everything that lies
 * outside of the picture: its heading, the tensor that it draws, and the host's help to save and copy.
 */
import type { SnapshotTensor } from '../../src/protocol/panel';
import type { FigureInfo } from './figure';
import type { Heading } from './sheet';

export type SavedKind = 'png' | 'svg' | 'csv';

/** The heading over a saved picture, with the parts that its file is named by. */
export interface NamedHeading extends Heading {
  readonly run: string;
  readonly layer: string;
  readonly snapshot: string;
}

/** The values that a picture draws, row-major, `rows·size`. */
export interface ShownTensor {
  readonly values: Float32Array;
  readonly shape: readonly [rows: number, size: number];
}

export interface FigureOwner {
  /** By which the pictures of several owners are told apart. */
  readonly key: string;
  /** Last part of the run's folder. */
  readonly runName: string;
  headingOf(facts: FigureInfo): NamedHeading;
  /** Undefined where the panel has no values of the tensor. */
  tensorOf(tensor: SnapshotTensor): ShownTensor | undefined;
  /** Whether the picture with this key also stands as a table. */
  isTabled(figure: string): boolean;
  setTabled(figure: string, tabled: boolean): void;
  /** @returns the end of the subscription */
  onChange(listener: () => void): () => void;
  save(kind: SavedKind, name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** @param text of the values; null: code that reads the tensor from its file */
  copyTensor(tensor: SnapshotTensor, text: string | null): void;
  showError(message: string): void;
}

const owners = new WeakMap<Element, FigureOwner>();

/** Every picture inside of the element has this owner. */
export function ownFigures(element: Element, owner: FigureOwner): void {
  owners.set(element, owner);
}

/** The nearest owner around an element, through the roots of the elements between; null where there is none. */
export function ownerOf(figure: Element): FigureOwner | null {
  for (let node: Node | null = figure; node; node = parentOf(node)) {
    const owner = node instanceof Element ? owners.get(node) : undefined;
    if (owner) {
      return owner;
    }
  }
  return null;
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
