/**
 * `<unroll-unit-chips>`: the units of a pattern. Each can be held, like by a click in a plot, removed, and
 * put back.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { number } from '../../../src/notation/numbers';
import { shared } from '../../ui/styles';
import type { OnUnit } from './pattern';
import { chipStyles } from './patternStyles';

const moves: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowDown: (at, last) => Math.min(last, at + 1),
  Home: () => 0,
  End: (_, last) => last,
};

@customElement('unroll-unit-chips')
export class UnitChips extends LitElement {
  @property({ attribute: false }) units: readonly OnUnit[] = [];
  /** Units that are removed from the pattern. */
  @property({ attribute: false }) out: ReadonlySet<number> = new Set();
  @property({ attribute: false }) held: number | null = null;
  /** Symbol of the compared value. */
  @property({ attribute: false }) symbol = '';
  @property({ attribute: false }) hold: (unit: number) => void = () => undefined;
  @property({ attribute: false }) toggle: (unit: number) => void = () => undefined;
  /** Index of the button in the tab order (roving tabindex). */
  private at = 0;

  static override styles = [shared, chipStyles];

  protected override willUpdate(): void {
    this.at = Math.min(this.at, Math.max(0, 2 * this.units.length - 1));
  }

  protected override render(): TemplateResult {
    return html`<div
      class="chips"
      role="toolbar"
      aria-label="Units that are looked for"
      @keydown=${this.onKey}
      @focusin=${this.onFocus}
    >
      ${this.units.map((unit, index) => this.renderChip(unit, index))}
    </div>`;
  }

  private renderChip({ unit, sign, low, high, rise }: OnUnit, index: number): TemplateResult {
    const isIn = !this.out.has(unit);
    const held = unit === this.held;
    const tabIndex = (button: number) => (button === this.at ? 0 : -1);
    return html`<span class="chip" data-unit=${unit} data-in=${isIn ? 'true' : 'false'} data-held=${held ? 'true' : 'false'}>
      <button
        class="hold"
        tabindex=${tabIndex(2 * index)}
        aria-pressed=${held ? 'true' : 'false'}
        aria-label=${`Unit ${unit}, ${sign > 0 ? 'positive' : 'negative'}${isIn ? '' : ', taken out'}`}
        title=${`Unit ${unit}: ${this.symbol} from ${number(low, 2)} to ${number(high, 2)}, at the first step ${number(Math.abs(rise), 2)} ${rise < 0 ? 'nearer to' : 'farther from'} zero than before. Press to ${held ? 'let go of it' : 'point it out in every plot'}.`}
        @click=${() => this.hold(unit)}
      ><span aria-hidden="true">${unit}<i>${sign > 0 ? '+' : '−'}</i></span></button>
      <button
        class="take"
        tabindex=${tabIndex(2 * index + 1)}
        aria-label=${isIn ? `Take unit ${unit} out` : `Put unit ${unit} back`}
        title=${isIn ? 'Take it out' : 'Put it back'}
        @click=${() => this.toggle(unit)}
      ><svg viewBox="0 0 16 16" aria-hidden="true"><path d=${isIn ? 'M5 5l6 6M11 5l-6 6' : 'M8 4v8M4 8h8'}></path></svg></button>
    </span>`;
  }

  private get buttons(): readonly HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  private readonly onFocus = ({ target }: FocusEvent): void => {
    const at = target instanceof HTMLButtonElement ? this.buttons.indexOf(target) : -1;
    if (at >= 0 && at !== this.at) {
      this.at = at;
      this.requestUpdate();
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { buttons } = this;
    const move = moves[event.key];
    if (move && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      buttons[move(this.at, buttons.length - 1)]?.focus();
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-unit-chips': UnitChips;
  }
}
