/** `<unroll-metric-curve>`: the main metric after each epoch, on validation and training. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SetMetrics } from '../../../src/metrics/measured';
import {
  isHigherBetter,
  type MeasuredName,
  mainMetrics,
  metricLabel,
  metricText,
} from '../../../src/notation/metrics';
import type { Place } from '../../drawing/matrix';
import type { Series } from '../../plots/series-plot';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import '../../plots/series-plot';
import '../../plots/time-axis';

@customElement('unroll-metric-curve')
export class MetricCurve extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private place: Place | null = null;
  protected readonly watch = new Watch(this, ({ historyVersion, run }) => [
    historyVersion,
    run?.record.signals.token,
  ]);

  static override styles = [shared];

  protected override render(): TemplateResult | typeof nothing {
    const { history, run } = this.store.state;
    const last = history.metrics.at(-1);
    const token = run?.record.signals.token;
    const name = mainMetrics(last?.validation ?? last?.training ?? {}, token)[0];
    if (name === undefined || history.metrics.length < 2) {
      return nothing;
    }
    const label = metricLabel(name, token);
    const better = isHigherBetter(name) ? 'higher is better' : 'lower is better';
    const series = this.seriesOf(name);
    return html`<div class="title"><h3>${label[0].toUpperCase()}${label.slice(1)}</h3> <span class="quiet">after each epoch; ${better}</span></div>
      <unroll-series-plot
        data-name="metric"
        .series=${series}
        .height=${96}
        .zoomable=${false}
        .cursor=${this.place}
        .label=${`${label} after each epoch, on validation and training`}
        .facts=${{ title: label, across: 'epoch', labels: [] }}
        .describe=${({ column }: Place): readonly TooltipLine[] => [
          ['epoch', String(column)],
          ...series.flatMap(({ label: of, values }): TooltipLine[] =>
            Number.isNaN(values[column] ?? Number.NaN) ? [] : [[of, metricText(name, values[column])]],
          ),
        ]}
        @plot-cursor=${(event: CustomEvent<Place>) => {
          event.stopPropagation();
          this.place = event.detail;
        }}
        @plot-pin=${(event: Event) => event.stopPropagation()}
        @plot-range=${(event: Event) => event.stopPropagation()}
      ></unroll-series-plot>
      <unroll-time-axis .steps=${history.metrics.length + 1} .unit=${'epoch'} .cursor=${this.place?.column ?? null}></unroll-time-axis>`;
  }

  /** Curves over the number of the epoch; there is nothing at 0. */
  private seriesOf(name: MeasuredName): readonly Series[] {
    const { metrics } = this.store.state.history;
    const curve = (of: 'validation' | 'training') => {
      const values = new Float64Array(metrics.length + 1).fill(Number.NaN);
      metrics.forEach((each, index) => {
        const set: SetMetrics | null | undefined = each?.[of];
        values[index + 1] = set?.[name] ?? Number.NaN;
      });
      return values;
    };
    return [
      { label: 'validation', values: curve('validation'), colour: 'charts-yellow', as: 'line' as const },
      { label: 'training', values: curve('training'), colour: 'charts-blue', as: 'line' as const },
    ].filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-metric-curve': MetricCurve;
  }
}
