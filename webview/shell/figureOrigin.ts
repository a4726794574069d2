/** A section as the owner of its figures: it knows the run, the layer and the snapshot that they show. */
import { count } from '../../src/notation/numbers';
import type { SnapshotTensor } from '../../src/protocol/panel';
import type { FigureInfo } from '../export/figure';
import type { FigureOwner, NamedHeading, SavedKind, ShownTensor } from '../export/figureOwner';
import type { SectionDefinition } from '../sections/common/sectionDefinition';
import { tensorOf } from '../state/shownTensor';
import type { Store } from '../state/store';

/** The element of a section. */
interface SectionElement {
  readonly store: Store;
  readonly section: SectionDefinition;
}

export class FigureOrigin implements FigureOwner {
  constructor(private readonly element: SectionElement) {}

  get key(): string {
    return this.element.section.view;
  }

  get runName(): string {
    return this.element.store.state.run?.folder.split(/[\\/]/).at(-1) ?? '';
  }

  headingOf(facts: FigureInfo): NamedHeading {
    const { store, section } = this.element;
    const { run, layer, sequence, update } = section.origin(store.state);
    const shown = facts.snapshot ?? update;
    const snapshot = shown === undefined ? '' : `update ${count(shown)}`;
    const parts = [run, section.heading, layer, sequence, snapshot];
    const origin = parts.filter((part) => part !== '').join(' · ');
    return { title: facts.title, origin, run, layer, snapshot };
  }

  tensorOf(tensor: SnapshotTensor): ShownTensor | undefined {
    return tensorOf(this.element.store.state, tensor);
  }

  isTabled(figure: string): boolean {
    return this.element.store.state.view.tables.includes(figure);
  }

  setTabled(figure: string, tabled: boolean): void {
    const { store } = this.element;
    const others = store.state.view.tables.filter((other) => other !== figure);
    store.choose({ tables: tabled ? [...others, figure] : others });
  }

  onChange(listener: () => void): () => void {
    return this.element.store.subscribe(listener);
  }

  save(kind: SavedKind, name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.element.store.post({ type: 'save', kind, name, bytes }, [bytes.buffer]);
  }

  copyTensor(tensor: SnapshotTensor, text: string | null): void {
    this.element.store.post({ type: 'copyTensor', tensor, text });
  }

  showError(message: string): void {
    this.element.store.setError(message);
  }
}
