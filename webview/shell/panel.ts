/**
 * `<unroll-panel>`: the whole page. A bar on top, the config form on the left, and one column of sections to scroll.
 * `main` defines the element, when its store is there.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { PanelView } from '../../src/protocol/panel';
import { count } from '../base/format';
import type { ColumnRange, Place } from '../drawing/matrix';
import { isFollowed } from '../state/followDebugger';
import { type Store, Watch } from '../state/store';
import { snapshotAfter } from '../state/trainingTimeline';
import { button } from '../ui/controls';
import { shared } from '../ui/styles';
import { navigation, sectionsOf } from './navigation';
import { panelStyles } from './panelStyles';
import { sectionControls } from './sectionControls';
import '../form/config-form';
import '../sections/findings-list';
import '../sections/comparison/comparison-view';
import '../sections/what-if-view';
import '../sections/gates-view';
import '../sections/gradients/gradient-view';
import '../sections/loss-chart';
import '../sections/memory/memory-view';
import './probe-picker';
import '../sections/pattern/pattern-view';
import './section';
import './start-page';
import '../sections/states/states-view';
import './timeline';
import './top-bar';
import '../sections/weights/weights-view';

/** Too narrow for the form and the sections side by side; one takes the other's place. */
const narrow = window.matchMedia('(max-width: 700px)');
/** Wide enough to show the form without being asked. */
const wide = window.matchMedia('(min-width: 900px)');

export class Panel extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private narrow = narrow.matches;
  @state() private wide = wide.matches;
  @state() private current: PanelView = 'loss';
  @query('main') private scroller!: HTMLElement | null;
  protected readonly watch = new Watch(
    this,
    ({ run, trace, weights, order, comparison, whatIf, error, loading, show, view }) => [
      run,
      trace,
      weights,
      comparison,
      whatIf,
      error,
      loading,
      show,
      view.probe,
      view.layer,
      view.gate,
      view.block,
      view.collapsed,
      order,
      view.unitOrder,
      view.formOpen,
      view.logLoss,
      view.gradientScale,
      view.weightsShow,
      view.range,
      view.picks,
      view.pickerOpen,
    ],
  );
  /** Where to scroll to as soon as there is enough to scroll. */
  private wanted: number | PanelView | null = null;
  /** Where the panel itself scrolled to; anything else is the person's doing. */
  private scrolledTo = -1;
  private shown: { readonly view: PanelView } | null = null;
  private grown = new ResizeObserver(() => this.scrollToWanted());

  static override styles = [shared, panelStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    narrow.addEventListener('change', this.onWidth);
    wide.addEventListener('change', this.onWidth);
    this.addEventListener('keydown', this.onKey);
    this.addEventListener('plot-cursor', this.onCursor);
    this.addEventListener('plot-pin', this.onPin);
    this.addEventListener('plot-range', this.onRange);
    this.wanted = this.store.state.view.scroll || null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    narrow.removeEventListener('change', this.onWidth);
    wide.removeEventListener('change', this.onWidth);
    this.grown.disconnect();
  }

  protected override render(): TemplateResult {
    const { state } = this.store;
    const { error, run, comparison, view } = state;
    const formShown = view.formOpen ?? this.wide;
    const failure =
      error ?? (run?.record.status === 'failed' ? (run.record.error ?? 'The run failed.') : null);
    return html`
      <unroll-top-bar
        role="banner"
        .store=${this.store}
        .formShown=${formShown}
        .toggleForm=${() => this.store.choose({ formOpen: !formShown })}
        @go-to-loss=${() => this.goTo('loss')}
      ></unroll-top-bar>
      ${
        failure === null
          ? html`<div></div>`
          : html`<p class="banner" role="alert">
              <span>${failure}</span>
              ${error === null ? nothing : button({ label: 'Dismiss', primary: false, action: () => this.store.setError(null) })}
            </p>`
      }
      <div class="body ${formShown ? 'form' : ''} ${this.narrow ? 'narrow' : ''}">
        ${formShown ? html`<div class="config" aria-label="Config" role=${this.narrow ? 'main' : 'complementary'}><unroll-config-form .store=${this.store}></unroll-config-form></div>` : nothing}
        ${
          formShown && this.narrow
            ? nothing
            : html`<div class="column">
                ${run || comparison ? html`<div>${navigation(this.store, this.current, (view) => this.goTo(view))}<unroll-probe-picker .store=${this.store}></unroll-probe-picker><unroll-timeline role="region" aria-label="Course of the training" .store=${this.store}></unroll-timeline></div> ${this.renderSections()}` : html`<nav hidden></nav>${this.renderStart()}`}
              </div>`
        }
      </div>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { show } = this.store.state;
    if (show !== this.shown) {
      this.shown = show;
      this.wanted = show?.view ?? null;
      this.scrollToWanted();
    }
    if (this.scroller) {
      this.grown.observe(this.scroller);
      for (const section of this.scroller.children) {
        this.grown.observe(section);
      }
    }
  }

  private renderStart(): TemplateResult {
    const { run, loading } = this.store.state;
    if (run === undefined && !loading) {
      return html`<main></main>`;
    }
    return html`<main><unroll-start-page .store=${this.store}></unroll-start-page></main>`;
  }

  private renderSections(): TemplateResult {
    const { store } = this;
    return html`<main tabindex="-1" @scroll=${this.onScroll}>
      <unroll-findings .store=${store}></unroll-findings>
      ${sectionsOf(store.state).map(
        ([
          view,
          heading,
        ]) => html`<unroll-section id=${view} .store=${store} .view=${view} .heading=${heading}>
          ${sectionControls(store, view)} ${this.renderView(view)}
        </unroll-section>`,
      )}
    </main>`;
  }

  private renderView(view: PanelView): TemplateResult {
    const { store } = this;
    switch (view) {
      case 'loss':
        return html`<unroll-loss-chart .store=${store}></unroll-loss-chart>${this.renderFacts()}`;
      case 'states':
        return html`<unroll-states-view .store=${store}></unroll-states-view>`;
      case 'pattern':
        return html`<unroll-pattern-view .store=${store}></unroll-pattern-view>`;
      case 'gates':
        return html`<unroll-gates-view .store=${store}></unroll-gates-view>`;
      case 'gradients':
        return html`<unroll-gradient-view .store=${store}></unroll-gradient-view>`;
      case 'comparison':
        return html`<unroll-comparison-view .store=${store}></unroll-comparison-view>`;
      case 'whatIf':
        return html`<unroll-what-if-view .store=${store}></unroll-course>`;
      case 'memory':
        return html`<unroll-memory-view .store=${store}></unroll-memory-view>`;
      case 'weights':
        return html`<unroll-weights-view .store=${store}></unroll-weights-view>`;
    }
  }

  private renderFacts() {
    const record = this.store.state.run?.record;
    if (!record) {
      return nothing;
    }
    return html`<p class="facts quiet">
      ${count(record.parameters)} weights, seed ${record.seed}, started ${guard([record.startedAt], () => new Date(record.startedAt).toLocaleString())}.
      ${record.notes.join(' ')}
    </p>`;
  }

  private goTo(view: PanelView): void {
    this.store.receive({ type: 'show', view });
  }

  private scrollToWanted(): void {
    const { scroller, wanted } = this;
    if (!scroller || wanted === null) {
      return;
    }
    if (typeof wanted === 'number') {
      scroller.scrollTop = wanted;
      this.scrolledTo = scroller.scrollTop;
      if (Math.abs(scroller.scrollTop - wanted) < 2) {
        this.wanted = null;
      }
      return;
    }
    // Stays wanted until the person scrolls: what is still to be drawn above would move it.
    const section = scroller.querySelector<HTMLElement>(`#${wanted}`);
    if (section) {
      scroller.scrollTop = section.offsetTop;
      this.scrolledTo = scroller.scrollTop;
      this.current = wanted;
    }
  }

  private readonly onScroll = (): void => {
    const { scroller } = this;
    if (!scroller) {
      return;
    }
    if (Math.abs(scroller.scrollTop - this.scrolledTo) > 2) {
      this.wanted = null;
    }
    if (this.wanted === null || typeof this.wanted === 'string') {
      this.store.choose({ scroll: Math.round(scroller.scrollTop) });
    }
    if (this.wanted === null) {
      const line = scroller.scrollTop + 60;
      const above = [...scroller.querySelectorAll<HTMLElement>('unroll-section')].filter(
        ({ offsetTop }) => offsetTop <= line,
      );
      const last = sectionsOf(this.store.state).find(([view]) => view === above.at(-1)?.id);
      this.current = last?.[0] ?? 'loss';
    }
  };

  private readonly onWidth = (): void => {
    this.narrow = narrow.matches;
    this.wide = wide.matches;
  };

  /** [ and ] go to the moment of training before and after, wherever no text is typed. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const { snapshots, trace, view } = this.store.state;
    const by = { '[': -1, ']': 1 }[event.key];
    const [target] = event.composedPath();
    const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (by !== undefined && !typing && trace && snapshots.length > 1) {
      this.store.choose({ snapshot: snapshotAfter(snapshots, view.snapshot ?? trace.update, by) ?? null });
    }
  };

  private readonly onCursor = (event: HTMLElementEventMap['plot-cursor']): void => {
    const { cursor } = this.store.state.view;
    const { column, row, byKeys } = event.detail;
    const pinned = cursor?.pinned ?? false;
    if (byKeys || !pinned) {
      const unit = isUnits(event) ? row : (cursor?.unit ?? null);
      this.store.choose({ cursor: { step: column, unit, pinned } });
    }
  };

  /** A click holds the cursor; a click on the same place, or Escape, frees it. */
  private readonly onPin = (event: CustomEvent<Place | null>): void => {
    const { cursor } = this.store.state.view;
    if (event.detail === null) {
      this.store.choose({ cursor: cursor && { ...cursor, pinned: false } });
      return;
    }
    const { column, row } = event.detail;
    const unit = isUnits(event) ? row : (cursor?.unit ?? null);
    if (isFollowed(this.store.state)) {
      this.store.choose({ cursor: { step: column, unit, pinned: true } });
      this.store.post({ type: 'goToStep', step: column });
      return;
    }
    const same = cursor?.pinned === true && cursor.step === column && cursor.unit === unit;
    this.store.choose({ cursor: { step: column, unit, pinned: !same } });
  };

  private readonly onRange = ({ detail }: CustomEvent<ColumnRange | null>): void => {
    const { pattern } = this.store.state.view;
    const range = detail && ([detail.from, detail.to] as const);
    // What was dragged over stays the range of the pattern when all steps are shown again.
    this.store.choose(range ? { range, pattern: { ...pattern, steps: range } } : { range });
  };
}

/** Whether the rows of the plot that sent the event are the layer's units. */
function isUnits(event: Event): boolean {
  const [plot] = event.composedPath();
  return plot instanceof HTMLElement && plot.dataset.units === 'true';
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-panel': Panel;
  }
}
