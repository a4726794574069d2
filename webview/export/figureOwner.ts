/**
 * The owner of a figure: the part of the panel that contains it. A figure asks its owner for everything
 * outside of itself: its heading, the tensor that it draws, and the host's services to save and copy.
 */
import type { SnapshotTensor } from '../../src/protocol/panel';
import type { FigureInfo } from './figure';
import type { Heading } from './sheet';

export type SavedKind = 'png' | 'svg' | 'csv';

/** The heading of a saved figure, with the parts of its file name. */
export interface NamedHeading extends Heading {
  readonly run: string;
  readonly layer: string;
  readonly snapshot: string;
}

/** The values that a figure draws, row-major, `rows·size`. */
export interface ShownTensor {
  readonly values: Float32Array;
  readonly shape: readonly [rows: number, size: number];
}

export interface FigureOwner {
  /** Key that distinguishes the figures of different owners. */
  readonly key: string;
  /** Last part of the run's folder. */
  readonly runName: string;
  headingOf(facts: FigureInfo): NamedHeading;
  /** Returns the values of a tensor; undefined where the panel does not hold them. */
  tensorOf(tensor: SnapshotTensor): ShownTensor | undefined;
  /** Whether the figure with this key is also shown as a table. */
  isTabled(figure: string): boolean;
  setTabled(figure: string, tabled: boolean): void;
  /** Calls the listener when the owner changes. @returns a function that ends the subscription */
  onChange(listener: () => void): () => void;
  save(kind: SavedKind, name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Copies a tensor. @param text the values as text; null copies code that reads the tensor from its file */
  copyTensor(tensor: SnapshotTensor, text: string | null): void;
  showError(message: string): void;
}

const owners = new WeakMap<Element, FigureOwner>();

/** Makes the owner responsible for every figure inside the element. */
export function ownFigures(element: Element, owner: FigureOwner): void {
  owners.set(element, owner);
}

/** The nearest owner around an element, across shadow roots; null where there is none. */
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
