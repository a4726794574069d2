/**
 * `<unroll-values-view>`: predictions of one target column against the truth, in the data's own units, and
 * the errors of all columns.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Evaluation, ValueDetail } from '../../../src/metrics/measured';
import { metricText } from '../../../src/notation/metrics';
import { number, plural, signed } from '../../../src/notation/numbers';
import { memoize } from '../../base/memoize';
import type { Place } from '../../drawing/matrix';
import type { Series } from '../../plots/series-plot';
import type { Store } from '../../state/store';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import { evaluationStyles } from './evaluationStyles';
import { placeText, probe } from './placeList';
import { type ColumnPoints, columnPoints } from './valuePoints';
import './scatter-plot';
import '../../plots/series-plot';
import '../../plots/time-axis';
import '../../ui/segments';

const pointsOf = memoize((detail: ValueDetail) =>
  (detail.points[0]?.target ?? []).map((_, column) => columnPoints(detail, column)),
);

@customElement('unroll-values-view')
export class ValuesView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) evaluation!: Evaluation;
  @property({ attribute: false }) detail!: ValueDetail;
  @property({ attribute: false }) names: readonly string[] = [];
  @state() private column = 0;
  @state() private place: Place | null = null;

  static override styles = [
    shared,
    evaluationStyles,
    css`
      unroll-segments {
        margin: 4px 0 0 var(--gutter-left);
      }
      unroll-series-plot + unroll-series-plot {
        margin-top: 4px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { detail, names } = this;
    const all = pointsOf(detail);
    const column = Math.min(this.column, Math.max(0, all.length - 1));
    const points = all.at(column);
    return html`
      ${names.length > 1 ? this.renderColumns() : nothing}
      ${all.length > 1 ? this.renderChoice(names.slice(0, all.length), column) : nothing}
      ${points ? this.renderPoints(points, names[column] ?? '') : nothing}
    `;
  }

  private renderChoice(names: readonly string[], column: number): TemplateResult {
    return html`<unroll-segments
      .label=${'Target column'}
      .segments=${names.map((name, j) => ({ value: String(j), label: name }))}
      .value=${String(column)}
      .choose=${(value: string) => {
        this.column = Number(value);
      }}
    ></unroll-segments>`;
  }

  private renderPoints(points: ColumnPoints, name: string): TemplateResult {
    const { thinning } = this.detail;
    const part = thinning > 1 ? `; one of about ${thinning} targets is drawn` : '';
    return html`
      <div class="title"><h3>Predicted against true</h3> <span class="quiet">${name}, in its own unit${part}; click a point to see its sequence</span></div>
      <unroll-scatter-plot
        data-name="scatter"
        .of=${points}
        .label=${`Predicted against true ${name}, ${plural(points.points.length, 'point')}`}
        .facts=${{ title: `Predicted against true ${name}`, across: 'true', labels: [] }}
        .describe=${(i: number) => this.describe(points, i)}
        .pick=${(i: number) => probe(this.store, this.evaluation, points.points[i])}
      ></unroll-scatter-plot>
      <div class="title"><h3>Errors over time</h3> <span class="quiet">prediction − truth of ${name}, in the order of the data</span></div>
      ${this.renderCurves(
        points,
        'errors',
        `Errors of ${name}`,
        [{ label: 'error', values: points.error, colour: 'charts-orange', as: 'dots' }],
        0,
      )}
      ${
        points.inTime
          ? this.renderCurves(
              points,
              'forecast',
              `Predicted and true ${name}`,
              [
                { label: 'predicted', values: points.predicted, colour: 'charts-blue', as: 'line' },
                { label: 'true', values: points.target, colour: 'charts-green', as: 'line' },
              ],
              null,
            )
          : nothing
      }
      <unroll-time-axis
        .steps=${points.points.length}
        .labels=${points.labels}
        .unit=${'target'}
        .cursor=${this.place?.column ?? null}
      ></unroll-time-axis>
    `;
  }

  private renderCurves(
    points: ColumnPoints,
    name: string,
    title: string,
    series: readonly Series[],
    reference: number | null,
  ): TemplateResult {
    return html`<unroll-series-plot
      data-name=${name}
      .series=${series}
      .reference=${reference}
      .height=${110}
      .zoomable=${false}
      .cursor=${this.place}
      .label=${`${title}, ${plural(points.points.length, 'point')} in the order of the data`}
      .facts=${{ title, across: 'target', labels: points.labels }}
      .describe=${({ column }: Place) => this.describe(points, column)}
      @plot-cursor=${(event: CustomEvent<Place>) => {
        event.stopPropagation();
        this.place = event.detail;
      }}
      @plot-pin=${(event: CustomEvent<Place | null>) => {
        event.stopPropagation();
        this.probeAt(points, event.detail);
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter') {
          this.probeAt(points, this.place);
        }
      }}
      @plot-range=${(event: Event) => event.stopPropagation()}
    ></unroll-series-plot>`;
  }

  private probeAt({ points }: ColumnPoints, place: Place | null): void {
    const point = place && points[place.column];
    if (point) {
      probe(this.store, this.evaluation, point);
    }
  }

  private renderColumns(): TemplateResult {
    const { columns } = this.detail;
    const hasNaive = columns.some(({ naive }) => naive !== null);
    return html`<div class="scroll" tabindex="0" role="group" aria-label="Errors of each column"><table>
      <thead>
        <tr>
          <th scope="col">column</th>
          <th scope="col">RMSE</th>
          ${hasNaive ? html`<th scope="col" title="RMSE of the naive forecast">naive</th>` : nothing}
          <th scope="col">MAE</th>
          ${hasNaive ? html`<th scope="col" title="MAE of the naive forecast">naive</th>` : nothing}
          <th scope="col">R²</th>
          <th scope="col" title="Mean of prediction − truth">mean error</th>
        </tr>
      </thead>
      <tbody>
        ${columns.map(
          ({ rmse, mae, r2, bias, naive }, j) => html`<tr>
            <th scope="row" title=${this.names[j]}>${this.names[j]}</th>
            <td>${metricText('rmse', rmse)}</td>
            ${hasNaive ? html`<td>${naive ? metricText('rmse', naive.rmse) : nothing}</td>` : nothing}
            <td>${metricText('mae', mae)}</td>
            ${hasNaive ? html`<td>${naive ? metricText('mae', naive.mae) : nothing}</td>` : nothing}
            <td>${metricText('r2', r2)}</td>
            <td>${signed(bias, 3)}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private describe({ points, predicted, target, error }: ColumnPoints, i: number): readonly TooltipLine[] {
    const point = points[i];
    return point
      ? [
          ['sequence', placeText(this.evaluation, point)],
          ...(point.label === '' ? [] : [['last read', point.label] as const]),
          ['true', number(target[i], 6)],
          ['predicted', number(predicted[i], 6)],
          ['error', signed(error[i], 4)],
        ]
      : [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-values-view': ValuesView;
  }
}
