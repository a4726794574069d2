/** A section as the owner of its pictures: it knows the run, the layer and the moment that they show. */
import type { PanelView, SnapshotTensor } from '../../src/protocol/panel';
import { count } from '../base/format';
import type { FigureInfo } from '../export/figure';
import type { FigureOwner, NamedHeading, SavedKind, ShownTensor } from '../export/figureOwner';
import { shownLayer, shownProbe } from '../state/shown';
import { tensorOf } from '../state/shownTensor';
import type { Store } from '../state/store';

/** What a section knows of itself. */
interface Origin {
  readonly store: Store;
  readonly view: PanelView;
  readonly heading: string;
}

export class FigureOrigin implements FigureOwner {
  constructor(private readonly section: Origin) {}

  get key(): string {
    return this.section.view;
  }

  get runName(): string {
    return this.section.store.state.run?.folder.split(/[\\/]/).at(-1) ?? '';
  }

  headingOf(facts: FigureInfo): NamedHeading {
    const { view, heading, store } = this.section;
    const { state } = store;
    const run = (view === 'comparison' ? state.comparison?.title : state.run?.record.name) ?? '';
    const timeless = view === 'loss' || view === 'comparison';
    const layered = !timeless && view !== 'weights';
    const layer = layered ? (shownLayer(state)?.label ?? '') : '';
    const traceStep = view === 'whatIf' ? state.whatIf?.whatIf.update : state.trace?.update;
    const panelStep = view === 'weights' ? state.weights?.update : traceStep;
    const step = facts.snapshot ?? (timeless ? undefined : panelStep);
    const snapshot = step === undefined ? '' : `update ${count(step)}`;
    const shown = view === 'whatIf' ? state.whatIf?.changed : shownProbe(state);
    const sequence = layered ? (shown?.label ?? '') : '';
    const origin = [run, heading, layer, sequence, snapshot].filter((part) => part !== '').join(' · ');
    return { title: facts.title, origin, run, layer, snapshot };
  }

  tensorOf(tensor: SnapshotTensor): ShownTensor | undefined {
    return tensorOf(this.section.store.state, tensor);
  }

  isTabled(figure: string): boolean {
    return this.section.store.state.view.tables.includes(figure);
  }

  setTabled(figure: string, tabled: boolean): void {
    const { store } = this.section;
    const others = store.state.view.tables.filter((other) => other !== figure);
    store.choose({ tables: tabled ? [...others, figure] : others });
  }

  onChange(listener: () => void): () => void {
    return this.section.store.subscribe(listener);
  }

  save(kind: SavedKind, name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.section.store.post({ type: 'save', kind, name, bytes }, [bytes.buffer]);
  }

  copyTensor(tensor: SnapshotTensor, text: string | null): void {
    this.section.store.post({ type: 'copyTensor', tensor, text });
  }

  showError(message: string): void {
    this.section.store.setError(message);
  }
}
