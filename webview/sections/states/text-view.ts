/**
 * `<unroll-text-view>`: the text that a model read, each character in the colour of one unit's activation.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { count, number } from '../../../src/notation/numbers';
import type { ColumnRange, Place } from '../../drawing/matrix';
import { paletteIndex } from '../../drawing/palette';
import { onThemeChange, themePalette } from '../../drawing/theme';
import { moveBy } from '../../plots/plotKeys';
import type { Store } from '../../state/store';
import { type StepTensor, stepTensor, targetClass } from '../../state/traceTensors';
import { shared } from '../../ui/styles';
import { inkOn, isHit, textWindow, topClasses } from '../common/textCells';
import { columnRange, linearScale, type TimeContext } from '../common/timePlots';
import '../../ui/segments';

@customElement('unroll-text-view')
export class TextView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) context!: TimeContext;
  @property({ attribute: false }) h!: StepTensor;
  /** Cell state; undefined where the cell has none. */
  @property({ attribute: false }) c: StepTensor | undefined;
  @query('.text') private area!: HTMLElement;
  private endTheme: (() => void) | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-bottom: 12px;
      }
      .text {
        margin: 0 var(--gutter-right) 0 var(--gutter-left);
        padding: 2px;
        max-height: 16em;
        overflow-y: auto;
        position: relative;
        font-family: var(--vscode-editor-font-family);
        font-size: var(--vscode-editor-font-size, 1.1em);
        line-height: 1.7;
        white-space: break-spaces;
        word-break: break-all;
        cursor: crosshair;
        outline: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
      }
      .text:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
      .text span {
        padding: 2px 1px;
      }
      .text span.current {
        outline: 2px solid var(--vscode-foreground);
        outline-offset: -1px;
      }
      .said {
        min-height: 1.6em;
        padding: 3px var(--gutter-right) 0 var(--gutter-left);
        line-height: 1.6;
      }
      .said span {
        margin-right: 14px;
        white-space: pre;
      }
      .said,
      .said span {
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.endTheme = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endTheme?.();
  }

  private get tensor(): StepTensor {
    return this.store.state.view.textOf === 'c' && this.c ? this.c : this.h;
  }

  private get unit(): number {
    const chosen = this.context.state.view.cursor?.unit ?? 0;
    return chosen < this.tensor.size ? chosen : 0;
  }

  private get shown(): ColumnRange {
    const { state } = this.context;
    return textWindow(this.tensor.steps, columnRange(state), state.view.cursor?.step ?? null);
  }

  protected override render(): TemplateResult {
    const { context, tensor, unit, shown } = this;
    const { view } = context.state;
    const symbol = tensor === this.c ? 'c' : 'h';
    const whole = shown.from === 0 && shown.to === tensor.steps;
    const part = whole
      ? ''
      : `, characters ${count(shown.from)} to ${count(shown.to - 1)} of ${count(tensor.steps)}`;
    const hint = view.cursor?.unit == null ? '; point at a row of a heatmap for another unit' : '';
    const scale = linearScale(tensor, context.waiter);
    return html`
      <div class="title">
        <h3>Text</h3>
        ${
          this.c
            ? html`<unroll-segments
                .label=${'Colours of the text'}
                .segments=${[{ value: 'h', label: 'h' }, { value: 'c', label: 'c' }]}
                .value=${symbol}
                .choose=${(of: string) => this.store.choose({ textOf: of === 'c' ? 'c' : 'h' })}
              ></unroll-segments>`
            : nothing
        }
        <span class="quiet">${symbol} of unit ${unit}${scale ? `, ${scale.words}` : ''}${part}${hint}</span>
      </div>
      <div
        class="text"
        tabindex="0"
        role="application"
        aria-roledescription="text"
        aria-label=${`Text that was read, coloured by ${symbol} of unit ${unit}${part}`}
        aria-describedby="said"
        @pointermove=${(event: Event) => this.pointAt(event, false)}
        @click=${(event: Event) => this.pointAt(event, true)}
        @keydown=${this.onKey}
      >${guard([tensor, unit, shown.from, shown.to, scale, themePalette('diverging'), context.probe], () => this.renderCharacters())}</div>
      <p class="said" id="said" aria-live="polite">${this.renderSaid(symbol)}</p>
    `;
  }

  protected override updated(): void {
    const step = this.context.state.view.cursor?.step ?? -1;
    this.area.querySelector('.current')?.classList.remove('current');
    const cell = this.cellOf(step);
    if (cell) {
      cell.classList.add('current');
      const { scrollTop, clientHeight } = this.area;
      if (cell.offsetTop < scrollTop || cell.offsetTop + cell.offsetHeight > scrollTop + clientHeight) {
        this.area.scrollTop = cell.offsetTop - clientHeight / 2;
      }
    }
  }

  private renderCharacters() {
    const { context, tensor, unit, shown } = this;
    const scale = linearScale(tensor, context.waiter);
    const { colours, nonFinite } = themePalette('diverging');
    return Array.from({ length: shown.to - shown.from }, (_, index) => {
      const step = shown.from + index;
      const value = tensor.values[step * tensor.size + unit];
      const colour = Number.isFinite(value) ? colours[paletteIndex(scale?.position(value) ?? 0)] : nonFinite;
      const letter = context.probe.stepLabels[step] || ' ';
      const css = `background: rgb(${colour & 255}, ${(colour >>> 8) & 255}, ${(colour >>> 16) & 255}); color: ${inkOn(colour)}`;
      return html`<span data-step=${step} .style=${css}>${letter}</span>${letter === '⏎' ? html`<br />` : nothing}`;
    });
  }

  /** Renders the value at the cursor's step, the three most likely next characters, and the actual one. */
  private renderSaid(symbol: string) {
    const { context, tensor, unit } = this;
    const { probe, signals, state } = context;
    const step = state.view.cursor?.step ?? -1;
    if (step < 0 || step >= tensor.steps) {
      return html`<span class="quiet">Point at a character to see what the model expects next.</span>`;
    }
    const nameOf = (index: number) => signals.outputs[index] ?? `class ${index}`;
    const y = stepTensor(probe, 'y');
    const value = html`<span
      ><span class="quiet">step</span>${step} · ${probe.stepLabels[step]}</span
    ><span><span class="quiet">${symbol}</span>${number(tensor.values[step * tensor.size + unit])}</span>`;
    if (!y || signals.targetKind !== 'classes' || y.steps !== tensor.steps) {
      return value;
    }
    const target = stepTensor(probe, 'target');
    const wanted = target ? targetClass(target, step) : -1;
    const hit = isHit(y, target, step);
    const expected = topClasses(y, step, 3)
      .map(({ index, probability }) => `${nameOf(index)} ${number(probability, 3)}`)
      .join('   ');
    return html`${value}<span><span class="quiet">predicted</span>${expected}</span>${
      hit === undefined
        ? nothing
        : html`<span
            ><span class="quiet">target</span>${nameOf(wanted)} ${number(y.values[step * y.size + wanted], 3)}, ${hit ? 'hit' : 'missed'}</span
          >`
    }`;
  }

  private cellOf(step: number): HTMLElement | null {
    return this.area.querySelector<HTMLElement>(`[data-step="${step}"]`);
  }

  private pointAt({ target }: Event, pin: boolean): void {
    const step = target instanceof HTMLElement ? Number(target.dataset.step ?? Number.NaN) : Number.NaN;
    if (!Number.isNaN(step)) {
      this.tell(pin ? 'plot-pin' : 'plot-cursor', { column: step, row: null });
    }
  }

  private tell(name: 'plot-cursor' | 'plot-pin', place: Place | null, byKeys = false): void {
    const detail = name === 'plot-cursor' ? { ...place, byKeys } : place;
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /**
   * Handles the keys of a plot; up and down move to the line above and below, and Enter holds the cursor like
   * a click.
   */
  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.ctrlKey) {
      return;
    }
    const { shown } = this;
    const column = this.context.state.view.cursor?.step ?? shown.from;
    if (event.key === 'Escape' || event.key === 'Enter') {
      this.tell('plot-pin', event.key === 'Enter' ? { column, row: null } : null);
      return;
    }
    const lines = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const range = columnRange(this.context.state);
    const all = { from: range?.from ?? 0, to: Math.min(range?.to ?? this.tensor.steps, this.tensor.steps) };
    const next =
      lines === undefined
        ? moveBy(event.key, { column, row: null }, all, 0)?.column
        : this.stepBeside(column, lines);
    if (next !== undefined) {
      event.preventDefault();
      this.tell('plot-cursor', { column: next, row: null }, true);
    }
  }

  /**
   * Returns the step at the same place in the line before (−1) or after (1); undefined beyond the first and
   * the last.
   */
  private stepBeside(step: number, by: number): number | undefined {
    const { shown } = this;
    const here = this.cellOf(step);
    let best: HTMLElement | undefined;
    for (let at = step + by; here && at >= shown.from && at < shown.to; at += by) {
      const cell = this.cellOf(at);
      if (!cell || cell.offsetTop === here.offsetTop) {
        continue;
      }
      if (best && cell.offsetTop !== best.offsetTop) {
        break;
      }
      const far = (one: HTMLElement) => Math.abs(one.offsetLeft - here.offsetLeft);
      best = best && far(best) <= far(cell) ? best : cell;
    }
    return best && Number(best.dataset.step);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-text-view': TextView;
  }
}
