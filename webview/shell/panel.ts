/**
 * `<unroll-panel>`: the whole page, with a bar on top, the config form on the left, and a scrolling column of
 * sections. `main` defines the element as soon as its store exists.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Store } from '../state/store';
import { snapshotAfter } from '../state/trainingTimeline';
import { Watch } from '../state/watch';
import { button } from '../ui/controls';
import { shared } from '../ui/styles';
import { CursorEvents } from './cursorEvents';
import { navigation } from './navigation';
import { panelStyles } from './panelStyles';
import { ScrollAnchor } from './scrollAnchor';
import { sectionsOf } from './sections';
import '../form/config-form';
import '../sections/findings/findings-list';
import './probe-picker';
import './section';
import './start-page';
import './timeline';
import './top-bar';

/** Matches a page too narrow for form and sections side by side; one replaces the other. */
const narrow = window.matchMedia('(max-width: 700px)');
/** Matches a page wide enough to show the form by default. */
const wide = window.matchMedia('(min-width: 900px)');

@customElement('unroll-panel')
export class Panel extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private narrow = narrow.matches;
  @state() private wide = wide.matches;
  @query('main') readonly scroller!: HTMLElement | null;
  protected readonly watch = new Watch(
    this,
    ({ run, evaluation, trace, comparison, whatIf, error, loading, view }) => [
      run,
      evaluation === null,
      trace,
      comparison,
      whatIf,
      error,
      loading,
      view.probe,
      view.layer,
      view.formOpen,
      view.range,
      view.picks,
      view.pickerOpen,
    ],
  );
  private readonly anchor = new ScrollAnchor(this);
  protected readonly cursorEvents = new CursorEvents(this);

  static override styles = [shared, panelStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    narrow.addEventListener('change', this.onWidth);
    wide.addEventListener('change', this.onWidth);
    this.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    narrow.removeEventListener('change', this.onWidth);
    wide.removeEventListener('change', this.onWidth);
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
                ${run || comparison ? html`<div>${navigation(this.store, this.anchor.current, (view) => this.goTo(view))}<unroll-probe-picker .store=${this.store}></unroll-probe-picker><unroll-timeline role="region" aria-label="Timeline of the training" .store=${this.store}></unroll-timeline></div> ${this.renderSections()}` : html`<nav hidden></nav>${this.renderStart()}`}
              </div>`
        }
      </div>
    `;
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
    return html`<main tabindex="-1" @scroll=${this.anchor.onScroll}>
      <unroll-findings-list .store=${store}></unroll-findings-list>
      ${sectionsOf(store.state).map(
        (section) => html`<unroll-section id=${section.view} .store=${store} .section=${section}>
          ${section.render(store)}
        </unroll-section>`,
      )}
    </main>`;
  }

  private goTo(view: string): void {
    this.store.receive({ type: 'show', view });
  }

  private readonly onWidth = (): void => {
    this.narrow = narrow.matches;
    this.wide = wide.matches;
  };

  /** Moves to the snapshot before and after with [ and ], wherever no text is being typed. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const { snapshots, trace, view } = this.store.state;
    const by = { '[': -1, ']': 1 }[event.key];
    const [target] = event.composedPath();
    const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (by !== undefined && !typing && trace && snapshots.length > 1) {
      this.store.choose({ snapshot: snapshotAfter(snapshots, view.snapshot ?? trace.update, by) ?? null });
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-panel': Panel;
  }
}
