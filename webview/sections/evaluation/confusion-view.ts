/** `<unroll-confusion-view>`: the confusion matrix, and the sequences in one of its cells. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ConfusionCell, Evaluation } from '../../../src/metrics/measured';
import { shareText } from '../../../src/notation/metrics';
import { count, plural } from '../../../src/notation/numbers';
import type { Cell, Place } from '../../drawing/matrix';
import type { FigureInfo } from '../../export/figure';
import type { Store } from '../../state/store';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import { type Confusion, confusionOf, visibleName } from './confusion';
import { evaluationStyles } from './evaluationStyles';
import { placeList } from './placeList';
import './confusion-matrix';

@customElement('unroll-confusion-view')
export class ConfusionView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) evaluation!: Evaluation;
  @property({ attribute: false }) cells: readonly ConfusionCell[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  private shown: Confusion = confusionOf([], []);
  @state() private pointed: Place | null = null;
  @state() private chosen: Cell | null = null;
  @state() private width = 600;
  private readonly resize = new ResizeObserver(([entry]) => {
    this.width = entry.contentRect.width;
  });

  static override styles = [
    shared,
    evaluationStyles,
    css`
      .answers {
        position: relative;
        height: var(--names-height);
        font-size: 0.85em;
        color: var(--vscode-descriptionForeground);
      }
      .answers span {
        position: absolute;
        top: 4px;
        max-height: calc(var(--names-height) - 6px);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        line-height: 1.2;
        transform: translateX(-50%);
      }
      .answers.upright span {
        writing-mode: vertical-rl;
      }
      .across {
        margin-left: var(--gutter-left);
        width: var(--plot-width);
        max-width: calc(100% - var(--gutter-left) - var(--gutter-right));
      }
      .across p {
        text-align: center;
        font-size: 0.85em;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('cells') || changed.has('names')) {
      this.shown = confusionOf(this.cells, this.names.map(visibleName));
    }
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    const K = this.names.length;
    const longest = Math.max(...shown.names.map((name) => name.length));
    const gutter = Math.min(this.width < 480 ? 90 : 150, Math.max(52, 12 + 7 * longest));
    const room = this.width - gutter - 90;
    const side = Math.round(Math.min(460, Math.max(150, 36 * K), Math.max(120, room)));
    return html`
      <div class="title"><h3>Confusion matrix</h3> <span class="quiet">down: the target, across: the answer; the colour is the share of the target’s row</span></div>
      <div .style=${`--gutter-left: ${gutter}px; --plot-width: ${side}px`}>
        <unroll-confusion-matrix
          data-name="confusion"
          .confusion=${shown}
          .side=${side}
          .height=${side}
          .zoomable=${false}
          .cursor=${this.chosen ?? this.pointed}
          .label=${`Confusion matrix of ${K} classes; row: target, column: answer. Enter or a click lists the sequences of a cell`}
          .facts=${{ title: 'Confusion matrix', across: 'answer', labels: shown.names, down: 'target', upright: true } satisfies FigureInfo}
          .describe=${(place: Place) => describe(shown, place)}
          @plot-cursor=${(event: CustomEvent<Place>) => {
            event.stopPropagation();
            this.pointed = event.detail;
          }}
          @plot-pin=${(event: CustomEvent<Place | null>) => {
            event.stopPropagation();
            this.choose(event.detail);
          }}
          @plot-range=${(event: Event) => event.stopPropagation()}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Enter' && this.pointed) {
              this.choose(this.pointed);
            }
          }}
        ></unroll-confusion-matrix>
        ${this.renderAnswers(shown, side / K, longest)}
      </div>
      ${this.renderPlaces(shown)}
    `;
  }

  /** Renders the names of the answers below the columns, as many as fit. */
  private renderAnswers({ names }: Confusion, width: number, longest: number): TemplateResult {
    const upright = longest > 2 && longest * 6.5 > width - 4;
    const every = Math.ceil((upright ? 13 : 9 * longest + 3) / width);
    const height = upright ? Math.min(110, 14 + 6.5 * longest) : 20;
    return html`<div class="across" aria-hidden="true">
      <div class="answers ${upright ? 'upright' : ''}" .style=${`--names-height: ${height}px`}>
        ${names.map((name, k) =>
          k % every === 0
            ? html`<span .style=${`left: ${(100 * (k + 0.5)) / names.length}%`}>${name}</span>`
            : nothing,
        )}
      </div>
    </div>`;
  }

  private renderPlaces({ names, counts }: Confusion): TemplateResult {
    const { chosen } = this;
    const K = names.length;
    const cell =
      chosen && this.cells.find(({ target, answer }) => target === chosen.row && answer === chosen.column);
    if (!chosen || !cell || counts[chosen.row * K + chosen.column] === 0) {
      return html`<p class="note quiet">Click a cell to list its sequences.</p>`;
    }
    const { places } = cell;
    const right = cell.target === cell.answer;
    const named = right
      ? `“${names[cell.target]}” recognised`
      : `“${names[cell.target]}” taken for “${names[cell.answer]}”`;
    const some =
      places.length < cell.count ? ` The first ${plural(places.length, 'sequence')} with one:` : '';
    return html`<p class="note" role="status">${named}: ${count(cell.count)} times.${some}</p>
      ${placeList(this.store, this.evaluation, places)}`;
  }

  private choose(place: Place | null): void {
    const { chosen } = this;
    const same = place !== null && chosen?.column === place.column && chosen.row === place.row;
    this.chosen =
      place === null || place.row === null || same ? null : { column: place.column, row: place.row };
  }
}

function describe({ names, counts, shares }: Confusion, { column, row }: Place): readonly TooltipLine[] {
  const at = (row ?? 0) * names.length + column;
  return [
    ['target', names[row ?? 0]],
    ['answer', names[column]],
    ['count', count(counts[at])],
    ['of this target', shareText(shares[at])],
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-confusion-view': ConfusionView;
  }
}
