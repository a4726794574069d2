/**
 * `<unroll-pattern-search>`: progress of a search for a pattern, and the places that it has found, the best
 * first.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { count, number, plural } from '../../../src/notation/numbers';
import type { PatternFound, PatternMatch } from '../../../src/protocol/worker';
import type { PatternSearch } from '../../state/patternSearch';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { button } from '../../ui/controls';
import { shared } from '../../ui/styles';
import { isText } from '../common/textCells';
import { mostInputs } from './match-strip';
import { searchStyles } from './patternStyles';

/** Maximum number of units named among those that are off in a match. */
const mostNamed = 4;

@customElement('unroll-pattern-search')
export class PatternSearchView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ search }) => [search]);

  static override styles = [shared, searchStyles];

  protected override render(): TemplateResult {
    const { search } = this.store.state;
    if (!search) {
      return html``;
    }
    return html`
      <div class="title">
        <h3>Places in the data</h3>
        <span class="quiet">${wanted(search)}</span>
      </div>
      ${this.renderStatus(search)} ${search.found ? renderMatches(search, search.found) : nothing}
    `;
  }

  private renderStatus(search: PatternSearch): TemplateResult {
    switch (search.status) {
      case 'searching':
        return this.renderProgress(search);
      case 'stopped':
        return html`<p class="note quiet" role="status">The search was stopped.</p>`;
      case 'failed':
        return html`<p class="note" role="alert">${search.why ?? 'The search failed.'}</p>`;
      case 'found':
        return html`<p class="note" role="status">${search.found ? summary(search, search.found) : ''}</p>`;
    }
  }

  private renderProgress({ progress }: PatternSearch): TemplateResult {
    const words = progress
      ? `${count(progress.looked)} of ${plural(progress.sequences, 'sequence')}`
      : 'Reading the data';
    return html`<div class="progress">
      <progress
        aria-label="Search in the data"
        .value=${progress ? progress.looked : nothing}
        max=${progress?.sequences ?? 1}
      ></progress>
      <span class="quiet">${words}</span>
      ${button({ label: 'Stop', name: 'Stop the search', primary: false, action: () => this.store.stopSearch() })}
    </div>`;
  }
}

/** Describes the pattern in a few words. */
function wanted({ question, label }: PatternSearch): string {
  const { pattern, origin, state, update } = question;
  const steps = spanText(origin.from, origin.to);
  const symbol = state === 'c' ? 'tanh c' : 'h';
  const { offBefore, offAfter } = pattern;
  const sides = [...(offBefore ? ['before'] : []), ...(offAfter ? ['after'] : [])].join(' and ');
  const edges = sides && `, off ${sides}`;
  return `${plural(pattern.units.length, 'unit')} as in ${steps} of ${label}, ${symbol} on from ${number(pattern.threshold)}${edges}, after ${count(update)} updates`;
}

function summary({ question }: PatternSearch, { places, looked, sequences, matches }: PatternFound): string {
  const units = question.pattern.units.length;
  const least = Math.ceil(units / 2);
  const part =
    looked < sequences
      ? ` Only ${count(looked)} of ${plural(sequences, 'sequence')} were looked at: a search ends after a minute.`
      : '';
  const where = looked < sequences ? '' : ` in ${plural(sequences, 'sequence')}`;
  const others = matches.filter(({ own }) => !own).length;
  if (others === 0) {
    return `Nothing else was found${where}: no other place has ${least === units ? 'these' : `at least ${count(least)} of these`} units on together.${part}`;
  }
  const whole = `${plural(places.whole, 'place')} with ${units === 1 ? 'this unit' : `all ${count(units)} units`}`;
  const all =
    least === units || places.all === places.whole
      ? ''
      : `, ${count(places.all)} with at least ${count(least)}`;
  const best = matches.length < places.all ? ` The best ${count(matches.length)}:` : '';
  return `${whole}${all}${where}.${part}${best}`;
}

function renderMatches(search: PatternSearch, { matches }: PatternFound): TemplateResult {
  const peak = matches.reduce(
    (most, { context }) => context.values.reduce((far, value) => Math.max(far, Math.abs(value)), most),
    1e-9,
  );
  return html`<ol role="list" aria-label="Places, the best first">
    ${matches.map((match) => renderMatch(search, match, peak))}
  </ol>`;
}

function renderMatch({ question }: PatternSearch, match: PatternMatch, peak: number): TemplateResult {
  const { range, label, set, own, context } = match;
  const { units } = question.pattern;
  const off = units.filter((_, index) => !match.units.includes(index)).map(({ unit }) => unit);
  const without =
    off.length === 0 || off.length > mostNamed
      ? ''
      : `, without ${off.length === 1 ? 'unit' : 'units'} ${off.join(', ')}`;
  const text = isText(context.labels);
  const dates = text ? '' : datesOf(match);
  return html`<li class=${own ? 'own' : ''}>
    <p class="where">
      <span class="place">${label}</span>
      <span>${spanText(range.from, range.to)}${dates}</span>
      ${text ? nothing : firstInputs(match)}
      <span class="quiet"
        >${set}${own ? ', the original place' : ''}</span
      >
      <span class="score"
        >${count(range.units)} of ${plural(units.length, 'unit')}${without},
        <span class="quiet">${range.others === 0 ? 'no other unit' : plural(range.others, 'other unit')}</span></span
      >
    </p>
    ${
      text
        ? renderText(match)
        : html`<unroll-match-strip .match=${match} .units=${units.slice(0, context.shown)} .peak=${peak}></unroll-match-strip>`
    }
  </li>`;
}

function renderText({ range, context: { from, labels } }: PatternMatch): TemplateResult {
  const at = (step: number) => Math.min(labels.length, Math.max(0, step - from));
  const part = (first: number, end: number) => labels.slice(first, end).join('');
  const [first, end] = [at(range.from), at(range.to)];
  return html`<p class="text">${part(0, first)}<mark>${part(first, end)}</mark>${part(end, labels.length)}${from + labels.length < range.to ? '…' : ''}</p>`;
}

/** Renders the input at the first step, which shows at a glance what many places have in common. */
function firstInputs({ range, context: { from, inputs } }: PatternMatch): TemplateResult | typeof nothing {
  const words = inputs
    .slice(0, mostInputs)
    .map(({ name, values }) => `${name} ${number(values[range.from - from], 3)}`);
  return words.length === 0 ? nothing : html`<span class="first">begins at ${words.join(', ')}</span>`;
}

function datesOf({ range, context: { from, labels } }: PatternMatch): string {
  const [first, last] = [labels[range.from - from] ?? '', labels[range.to - 1 - from] ?? ''];
  return first === ''
    ? ''
    : range.to - range.from === 1 || last === ''
      ? ` · ${first}`
      : ` · ${first} to ${last}`;
}

function spanText(from: number, to: number): string {
  return to - from === 1 ? `step ${count(from)}` : `steps ${count(from)} to ${count(to - 1)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-pattern-search': PatternSearchView;
  }
}
