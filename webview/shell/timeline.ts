/**
 * `<unroll-timeline>`: the snapshots of a training. Dragging, playing and keys choose one, which the whole
 * panel then shows.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { count, plural } from '../../src/notation/numbers';
import { nameOf } from '../state/findings';
import type { Store } from '../state/store';
import {
  beginnings,
  epochAt,
  lossPath,
  nearestSnapshot,
  snapshotAfter,
  viewOfBeginning,
} from '../state/trainingTimeline';
import { Watch } from '../state/watch';
import { severityIcon, severityStyles } from '../ui/severityIcon';
import { shared } from '../ui/styles';
import { timelineStyles } from './timelineStyles';

/** Time between two snapshots while playing; longer under reduced motion, so that each can be looked at. */
const playMs = { usual: 140, still: 800 };
const wantsLittleMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
/** Maximum number of marks; more would run together into a band. */
const mostMarks = 250;

@customElement('unroll-timeline')
export class Timeline extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private playing = false;
  @query('.track') private track!: HTMLElement;
  protected readonly watch = new Watch(this, ({ snapshots, trace, run, view, historyVersion, diagnosis }) => [
    snapshots,
    trace?.update,
    run?.record.steps,
    view.snapshot,
    historyVersion,
    diagnosis,
  ]);
  private timer: ReturnType<typeof setInterval> | undefined;
  private dragging = false;

  static override styles = [shared, severityStyles, timelineStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshots, view } = this.store.state;
    if (snapshots.length < 2) {
      return nothing;
    }
    const following = view.snapshot === null;
    return html`<div class="row" role="group" aria-label="Training">
      <button
        class="icon"
        title=${this.playing ? 'Stop' : 'Play the training'}
        aria-label=${this.playing ? 'Stop' : 'Play the training'}
        @click=${() => (this.playing ? this.stop() : this.play())}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d=${this.playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11l9-5.5z'}></path>
        </svg>
      </button>
      ${this.renderTrack()}
      <span class="words quiet">${this.words(this.shown)}</span>
      <button
        class="newest"
        aria-pressed=${following ? 'true' : 'false'}
        title="Shows the newest moment, and follows the training"
        @click=${() => this.go(null)}
      >
        Newest
      </button>
    </div>`;
  }

  /** The chosen snapshot, or the visible one. */
  private get shown(): number {
    const { snapshots, trace, view } = this.store.state;
    return view.snapshot ?? trace?.update ?? snapshots.at(-1) ?? 0;
  }

  /** Update at the right edge. */
  private get last(): number {
    const { snapshots, run } = this.store.state;
    return Math.max(snapshots.at(-1) ?? 0, run?.record.steps ?? 0, 1);
  }

  private renderTrack(): TemplateResult {
    const { snapshots, history, diagnosis } = this.store.state;
    const { last, shown } = this;
    const percent = (update: number) => (100 * update) / last;
    const marks = snapshots.length <= mostMarks ? snapshots : [];
    return html`<div
      class="track"
      role="slider"
      tabindex="0"
      aria-label="Moment of training"
      aria-valuemin="0"
      aria-valuemax=${snapshots.length - 1}
      aria-valuenow=${snapshots.indexOf(nearestSnapshot(snapshots, shown) ?? 0)}
      aria-valuetext=${this.words(shown)}
      title="Drag, or use the arrow keys; [ and ] work everywhere in the panel"
      @pointerdown=${this.onPointerDown}
      @pointermove=${this.onPointerMove}
      @pointerup=${this.onPointerUp}
      @keydown=${this.onKey}
    >
      <svg class="loss" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
        <path d=${lossPath(history, last)}></path>
      </svg>
      <div class="marks">
        ${marks.map((update) => html`<i .style=${`left: ${percent(update)}%`}></i>`)}
        ${marks.length === 0 ? html`<i class="band"></i>` : nothing}
      </div>
      <div class="handle" .style=${`left: ${percent(shown)}%`}></div>
      ${beginnings(diagnosis).map(
        ({ update, found }) => html`<button
          class="beginning"
          tabindex="-1"
          .style=${`left: ${percent(update)}%`}
          title=${`Since ${count(update)} updates: ${found.map(({ finding }) => nameOf(finding)).join(', ')}`}
          aria-label=${`${found.map(({ finding }) => nameOf(finding)).join(', ')}, since ${plural(update, 'update')}`}
          @pointerdown=${(event: Event) => event.stopPropagation()}
          @click=${() => {
            this.go(nearestSnapshot(snapshots, update) ?? null);
            const view = viewOfBeginning(found);
            if (view) {
              this.store.receive({ type: 'show', view });
            }
          }}
        >
          ${severityIcon(found[0].finding.severity)}
        </button>`,
      )}
    </div>`;
  }

  private words(update: number): string {
    const { history, run } = this.store.state;
    const planned = run?.record.plannedEpochs ?? 0;
    const epoch = Math.min(epochAt(history, update), Math.max(planned, 1));
    return update === 0
      ? 'before training'
      : `after ${plural(update, 'update')}${planned > 0 ? `, epoch ${count(epoch)}` : ''}`;
  }

  private go(snapshot: number | null): void {
    if (snapshot !== this.store.state.view.snapshot) {
      this.store.choose({ snapshot });
    }
  }

  private play(): void {
    const { snapshots } = this.store.state;
    this.playing = true;
    if (this.shown === snapshots.at(-1)) {
      this.go(snapshots[0] ?? null);
    }
    this.timer = setInterval(() => {
      const { trace, snapshots: all } = this.store.state;
      const { shown } = this;
      if (trace?.update !== shown) {
        return; // it has not arrived yet
      }
      const next = snapshotAfter(all, shown, 1);
      if (next === undefined || next === shown) {
        this.stop();
        this.go(null);
      } else {
        this.go(next);
      }
    }, pace());
  }

  private stop(): void {
    clearInterval(this.timer);
    this.playing = false;
  }

  private goTo(event: PointerEvent): void {
    const box = this.track.getBoundingClientRect();
    const update = ((event.clientX - box.left) / box.width) * this.last;
    this.go(nearestSnapshot(this.store.state.snapshots, update) ?? null);
  }

  private onPointerDown(event: PointerEvent): void {
    if (event.button === 0) {
      this.stop();
      this.dragging = true;
      this.track.setPointerCapture(event.pointerId);
      this.goTo(event);
    }
  }

  private onPointerMove(event: PointerEvent): void {
    if (this.dragging) {
      this.goTo(event);
    }
  }

  private onPointerUp(): void {
    this.dragging = false;
  }

  private onKey(event: KeyboardEvent): void {
    const { snapshots } = this.store.state;
    const many = Math.max(2, Math.round(snapshots.length / 10));
    const by: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -many,
      PageUp: many,
      Home: -snapshots.length,
      End: snapshots.length,
    };
    const move = by[event.key];
    if (move !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.stop();
      this.go(snapshotAfter(snapshots, this.shown, move) ?? null);
    }
  }
}

/**
 * Returns the time between snapshots. VS Code has its own setting for reduced motion, passed to webviews as a
 * class.
 */
function pace(): number {
  const still = wantsLittleMotion.matches || document.body.classList.contains('vscode-reduce-motion');
  return still ? playMs.still : playMs.usual;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-timeline': Timeline;
  }
}
