/** A section as the owner of its pictures: it knows the run, the layer and the moment that they show. */
import type { PanelView, WantedTensor } from '../../src/protocol/panel';
import { count } from '../base/format';
import type { PictureFacts } from '../export/picture';
import type { NamedHeading, PictureOwner, SavedKind, ShownTensor } from '../export/pictureOwner';
import { shownLayer, shownProbe } from '../state/shown';
import { tensorOf } from '../state/shownTensor';
import type { Store } from '../state/store';

/** What a section knows of itself. */
interface Origin {
  readonly store: Store;
  readonly view: PanelView;
  readonly heading: string;
}

export class PictureOrigin implements PictureOwner {
  constructor(private readonly section: Origin) {}

  get key(): string {
    return this.section.view;
  }

  get runName(): string {
    return this.section.store.state.run?.folder.split(/[\\/]/).at(-1) ?? '';
  }

  headingOf(facts: PictureFacts): NamedHeading {
    const { view, heading, store } = this.section;
    const { state } = store;
    const run = (view === 'comparison' ? state.comparison?.title : state.run?.record.name) ?? '';
    const timeless = view === 'loss' || view === 'comparison';
    const layered = !timeless && view !== 'weights';
    const layer = layered ? (shownLayer(state)?.label ?? '') : '';
    const traceStep = view === 'course' ? state.course?.course.update : state.trace?.step;
    const panelStep = view === 'weights' ? state.weights?.step : traceStep;
    const step = facts.moment ?? (timeless ? undefined : panelStep);
    const moment = step === undefined ? '' : `update ${count(step)}`;
    const shown = view === 'course' ? state.course?.changed : shownProbe(state);
    const sequence = layered ? (shown?.label ?? '') : '';
    const origin = [run, heading, layer, sequence, moment].filter((part) => part !== '').join(' · ');
    return { title: facts.title, origin, run, layer, moment };
  }

  tensorOf(tensor: WantedTensor): ShownTensor | undefined {
    return tensorOf(this.section.store.state, tensor);
  }

  isTabled(picture: string): boolean {
    return this.section.store.state.view.tables.includes(picture);
  }

  setTabled(picture: string, tabled: boolean): void {
    const { store } = this.section;
    const others = store.state.view.tables.filter((other) => other !== picture);
    store.choose({ tables: tabled ? [...others, picture] : others });
  }

  onChange(listener: () => void): () => void {
    return this.section.store.subscribe(listener);
  }

  save(kind: SavedKind, name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.section.store.post({ type: 'save', kind, name, bytes }, [bytes.buffer]);
  }

  copyTensor(tensor: WantedTensor, text: string | null): void {
    this.section.store.post({ type: 'copyTensor', tensor, text });
  }

  showError(message: string): void {
    this.section.store.setError(message);
  }
}
