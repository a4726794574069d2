/**
 * `<unroll-pattern-view>`: the units that are on throughout some steps, and where else in the data they are
 * on together.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { count, number, plural } from '../../../src/notation/numbers';
import { tensorName } from '../../../src/notation/tensorNames';
import { Visibility } from '../../base/visibility';
import { missingOfLayer } from '../../state/missingTensors';
import { selectedUnit, shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';
import { type StepTensor, stepTensor } from '../../state/traceTensors';
import type { PatternChoice } from '../../state/view';
import { Watch } from '../../state/watch';
import { button } from '../../ui/controls';
import { shared } from '../../ui/styles';
import { type OnUnit, patternSteps, reachable, type Steps, strongest, unitsOfRange } from './pattern';
import { patternStyles } from './patternStyles';
import './pattern-fields';
import './pattern-search';
import './unit-chips';

/** Number of steps shown on either side of a match. */
const contextSteps = 20;

@customElement('unroll-pattern-view')
export class PatternView extends LitElement {
  @property({ attribute: false }) store!: Store;
  /** Units that the user removed from the pattern of the state in `outOf`. */
  @state() private out: ReadonlySet<number> = new Set();
  private outOf = '';
  protected readonly watch = new Watch(
    this,
    (state) => [
      state.trace,
      state.run?.folder,
      state.search,
      state.view.pattern,
      state.view.range,
      state.view.cursor?.pinned ? state.view.cursor : null,
      state.view.probe,
      state.view.layer,
    ],
    {
      missing: (state) => missingOfLayer(state, { layer: /^[hc]$/ }),
      visibility: new Visibility(this),
      lazily: true,
    },
  );

  static override styles = [shared, patternStyles];

  protected override willUpdate(): void {
    const { state } = this.store;
    const of = `${state.run?.folder} ${statesOf(state)?.tensor.name}`;
    if (this.outOf !== of) {
      this.outOf = of;
      this.out = new Set();
    }
  }

  protected override render(): TemplateResult {
    const { state } = this.store;
    const tensors = statesOf(state);
    if (!tensors) {
      return html`<p class="empty">Patterns can be searched for with the first trace, before the first update of the weights.</p>`;
    }
    const { tensor, of, hasCell } = tensors;
    const steps = patternSteps(state.view, tensor.steps);
    return html`
      <unroll-pattern-fields .store=${this.store} .tensor=${tensor} .of=${of} .hasCell=${hasCell}></unroll-pattern-fields>
      ${
        steps
          ? this.renderUnits(tensor, of, steps)
          : html`<p class="empty">No steps are chosen: drag over some in a plot, hold the cursor on one with a click, or type the first and the last.</p>`
      }
      <unroll-pattern-search .store=${this.store}></unroll-pattern-search>
    `;
  }

  private renderUnits(tensor: StepTensor, of: 'h' | 'c', steps: Steps): TemplateResult {
    const { pattern } = this.store.state.view;
    const { threshold } = pattern;
    const on = unitsOfRange(tensor, steps, { ...pattern, state: of });
    if (on.length === 0) {
      return this.renderNone(tensor, of, steps);
    }
    const chosen = on.filter(({ unit }) => !this.out.has(unit));
    const symbol = of === 'c' ? 'tanh c' : 'h';
    const all = chosen.length === on.length;
    return html`
      <p class="note">
        ${plural(on.length, 'unit')} ${on.length === 1 ? 'is' : 'are'} on ${stepsText(steps)}:
        ${symbol} ≥ ${number(threshold)} (+), or ≤ −${number(threshold)} (−)${edgeText(pattern, ', and off just ')}. ${orderText(pattern, on.length)}
      </p>
      <unroll-unit-chips
        .units=${on}
        .out=${this.out}
        .held=${selectedUnit(this.store.state)}
        .symbol=${symbol}
        .hold=${(unit: number) => this.hold(unit, steps)}
        .toggle=${(unit: number) => this.toggle(unit)}
      ></unroll-unit-chips>
      <div class="actions">
        ${
          chosen.length === 0
            ? html`<span class="quiet">All units are taken out.</span>`
            : button({
                label: 'Find in the data',
                title: `Look for ${plural(chosen.length, 'unit')} in every sequence of the data`,
                action: () => this.find(steps, of, chosen),
              })
        }
        ${
          all
            ? html`<span class="quiet">Press a unit to see it in every plot.</span>`
            : button({
                label: 'Put all back',
                primary: false,
                action: () => {
                  this.out = new Set();
                },
              })
        }
      </div>
    `;
  }

  private renderNone(tensor: StepTensor, of: 'h' | 'c', steps: Steps): TemplateResult {
    const { pattern } = this.store.state.view;
    const { offBefore, offAfter, threshold } = pattern;
    const best = strongest(tensor, steps, of);
    if ((offBefore || offAfter) && best && best.least >= threshold) {
      return html`<p class="empty">No unit is on ${stepsText(steps)} ${edgeText(pattern, 'and off just ')}. Without that condition some are.</p>`;
    }
    if (!best) {
      return html`<p class="empty">No unit is on ${stepsText(steps)}: each of them crosses zero there. Choose fewer steps.</p>`;
    }
    const lower = reachable(best.least);
    return html`<p class="empty">
        No unit is on ${stepsText(steps)}. The strongest, unit ${best.unit}, stays ${number(best.least, 2)} away from zero.
      </p>
      <div class="actions">
        ${button({ label: `Lower the threshold to ${lower}`, primary: false, action: () => this.choose({ threshold: lower }) })}
      </div>`;
  }

  /**
   * Holds a unit at the first step of the range, like a click in a plot; a second call releases it, but the
   * cursor stays where the range depends on it.
   */
  private hold(unit: number, { from }: Steps): void {
    const { cursor, pattern, range } = this.store.state.view;
    const step = cursor?.pinned ? cursor.step : from;
    const isHeld = selectedUnit(this.store.state) === unit;
    const makesRange = pattern.steps === null && range === null;
    this.store.choose({
      cursor: isHeld ? { step, unit: null, pinned: makesRange } : { step, unit, pinned: true },
    });
  }

  private toggle(unit: number): void {
    const out = new Set(this.out);
    if (!out.delete(unit)) {
      out.add(unit);
    }
    this.out = out;
  }

  private choose(choice: Partial<PatternChoice>): void {
    this.store.choose({ pattern: { ...this.store.state.view.pattern, ...choice } });
  }

  private find({ from, to }: Steps, of: 'h' | 'c', chosen: readonly OnUnit[]): void {
    const { store, out } = this;
    const { trace, view } = store.state;
    const probe = shownProbe(store.state);
    const layer = shownLayer(store.state);
    if (trace && probe && layer) {
      const { threshold, offBefore, offAfter } = view.pattern;
      const units = chosen.map(({ unit, sign }) => ({ unit, sign }));
      store.find(
        {
          update: trace.update,
          layer: layer.name,
          state: of,
          pattern: { units, ignored: [...out], threshold, length: to - from, offBefore, offAfter },
          origin: { sequence: probe.picked?.watched === false ? null : probe.sequence, from, to },
          context: contextSteps,
        },
        probe.label,
      );
    }
  }
}

interface States {
  readonly tensor: StepTensor;
  readonly of: 'h' | 'c';
  readonly hasCell: boolean;
}

/** Returns the state of the shown layer that is compared. */
function statesOf(state: State): States | undefined {
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  const h = probe && layer && stepTensor(probe, tensorName(layer.name, 'h'));
  const c = probe && layer && stepTensor(probe, tensorName(layer.name, 'c'));
  if (c && state.view.pattern.state === 'c') {
    return { tensor: c, of: 'c', hasCell: true };
  }
  return h && { tensor: h, of: 'h', hasCell: c !== undefined };
}

/** Returns the sides on which the units have to be off, after some words; empty where they need not be. */
function edgeText({ offBefore, offAfter }: PatternChoice, words: string): string {
  const sides = [...(offBefore ? ['before'] : []), ...(offAfter ? ['after'] : [])];
  return sides.length === 0 ? '' : `${words}${sides.join(' and ')}`;
}

function orderText({ offBefore, offAfter }: PatternChoice, units: number): string {
  if (units === 1) {
    return '';
  }
  const sides = [...(offBefore ? ['beginning'] : []), ...(offAfter ? ['end'] : [])];
  return sides.length === 0
    ? 'The unit farthest from zero comes first.'
    : `The unit that changes most at the ${sides.join(' and the ')} comes first.`;
}

function stepsText({ from, to }: Steps): string {
  return to - from === 1 ? `at step ${count(from)}` : `throughout steps ${count(from)} to ${count(to - 1)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-pattern-view': PatternView;
  }
}
