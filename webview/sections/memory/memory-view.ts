/** `<unroll-memory-view>`: paths of a gated cell's gradient, half-lives of its units, and saturation. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import { number, percent, plural } from '../../../src/notation/numbers';
import { headings } from '../../base/docLinks';
import { memoize } from '../../base/memoize';
import type { Place } from '../../drawing/matrix';
import type { FigureInfo } from '../../export/figure';
import type { ShareOf } from '../../plots/shares-plot';
import type { State } from '../../state/state';
import { button } from '../../ui/controls';
import type { TooltipLine } from '../../ui/tooltip';
import {
  coverage,
  dimensionSentence,
  memorySentence,
  pathSentence,
  saturatedName,
  uncovered,
  vanillaSentence,
} from '../common/analysisText';
import { AskWhenSeen, type Part, shownAnalysis } from '../common/layerAnalysis';
import {
  columnRange,
  curveFacts,
  stepLines,
  type TimeContext,
  timeAxis,
  timeSeries,
} from '../common/timePlots';
import { TraceView } from '../common/traceView';
import { memoryStyles } from './memoryStyles';
import '../../plots/series-plot';
import '../../plots/shares-plot';
import '../../plots/time-axis';

const pathsOf = memoize(({ of, norms, shares }: Part<'paths'>) => {
  const named = (values: typeof norms): readonly ShareOf[] => [
    { label: of === 'c' ? 'cell path' : 'carry path', values: values.carry, colour: 'charts-blue' },
    { label: of === 'c' ? 'gates, h' : 'gates', values: values.throughGates, colour: 'charts-orange' },
    { label: 'direct', values: values.direct, colour: 'charts-green' },
  ];
  return { norms: named(norms), shares: named(shares) };
});

const sorted = memoize(({ halfLives, order }: Part<'memory'>) =>
  Float64Array.from(order, (unit) => halfLives[unit]),
);

@customElement('unroll-memory-view')
export class MemoryView extends TraceView {
  @state() private rank: Place | null = null;
  protected override readonly subject = 'Memory appears';
  protected readonly asking = new AskWhenSeen(this, this.visibility);

  static override styles = [...TraceView.styles, memoryStyles];

  protected override follows({ run, analysed }: State): readonly unknown[] {
    return [run, analysed];
  }

  protected override renderTrace(context: TimeContext): TemplateResult {
    const shown = shownAnalysis(context.state);
    if (shown.state !== 'ready') {
      return html`<p class="empty" role="status">
        ${shown.state === 'computing' ? 'Computing where the gradient of this layer goes.' : shown.why}
      </p>`;
    }
    const { analysis } = shown;
    return html`
      ${shown.outdated ? html`<p class="note quiet">After ${analysis.update} updates; being recomputed.</p>` : nothing}
      ${analysis.cell === 'rnn' ? this.renderVanilla(analysis) : this.renderPaths(context, analysis)}
      ${analysis.memory ? this.renderHalfLives(analysis.memory) : nothing} ${this.renderStill(analysis)}
    `;
  }

  private renderVanilla(analysis: LayerAnalysis): TemplateResult {
    return html`<p class="note">${vanillaSentence(analysis)}</p>
      <p class="note">
        An LSTM carries its cell state on through the forget gate alone. Where that gate is open, a gradient passes unchanged.
      </p>
      <div class="more">${this.renderDerivation()}</div>`;
  }

  private renderDerivation(): TemplateResult {
    return button({
      label: 'Derivation',
      name: 'Derivation: why an LSTM keeps its gradient',
      title: 'Why an LSTM keeps its gradient, and a vanilla RNN does not',
      primary: false,
      action: () => this.store.post({ type: 'explain', ...headings.derivation }),
    });
  }

  private renderPaths(context: TimeContext, analysis: LayerAnalysis): TemplateResult {
    const { paths, steps } = analysis;
    if (paths === null || 'why' in paths) {
      return html`<p class="note quiet">${paths?.why ?? ''}</p>
        <div class="more">${this.renderDerivation()}</div>`;
    }
    const { norms, shares } = pathsOf(paths);
    const whole = paths.norms.carry.every((value) => !Number.isNaN(value));
    const covered = whole ? '' : coverage(analysis);
    const absent = whole ? [] : uncovered(analysis);
    const { cursor } = context.state.view;
    return html`
      <p class="note">${pathSentence(paths)}</p>
      <div class="more">${this.renderDerivation()}</div>
      <div class="title">
        <h3>Which way ∂L/∂${paths.of} comes</h3>
        <span class="quiet">share of each path, by norm${covered === '' ? '' : `, ${covered}`}</span>
      </div>
      <unroll-shares-plot
        data-name="shares"
        .shares=${shares}
        .height=${104}
        .bands=${absent}
        .range=${columnRange(context.state)}
        .cursor=${cursor ? { column: cursor.step, row: null } : null}
        .facts=${curveFacts(context, { title: `Share of each path in ∂L/∂${paths.of}`, series: undefined, snapshot: analysis.update })}
        .label=${`Share of each path in the gradient at each of ${plural(steps, 'step')}. ${pathSentence(paths)}`}
        .describe=${({ column }: Place): readonly TooltipLine[] => [
          ...stepLines(context, column),
          ...shares.flatMap(({ label, values }): TooltipLine[] =>
            Number.isNaN(values[column]) ? [] : [[label, percent(values[column])]],
          ),
        ]}
      ></unroll-shares-plot>
      <div class="title">
        <h3>Norm of each part</h3>
        <span class="quiet">log scale</span>
      </div>
      ${timeSeries(context, {
        name: 'paths',
        title: `Norm of each part of ∂L/∂${paths.of}`,
        snapshot: analysis.update,
        series: norms.map((one) => ({ ...one, as: 'line' })),
        scale: 'log',
        height: 112,
        bands: absent,
        label: `Norm of the gradient’s part that comes each way, at each of ${plural(steps, 'step')}, log scale`,
      })}
      ${timeAxis(context, steps)}
    `;
  }

  private renderHalfLives(memory: Part<'memory'>): TemplateResult {
    const values = sorted(memory);
    return html`
      <div class="title">
        <h3>Memory half-life</h3>
        <span class="quiet">of each unit by its mean gate, in steps, longest first, log scale</span>
      </div>
      <p class="note">${memorySentence(memory)}</p>
      <unroll-series-plot
        data-name="halfLives"
        .series=${[{ label: 'half-life', values, colour: 'charts-blue', as: 'bars' }]}
        .scale=${'log'}
        .height=${88}
        .zoomable=${false}
        .cursor=${this.rank}
        .facts=${
          {
            title: 'Memory half-life in steps',
            across: 'rank',
            labels: Array.from(memory.order, (unit) => `unit ${unit}`),
          } satisfies FigureInfo
        }
        .label=${`Memory half-life of ${plural(values.length, 'unit')}, longest first. ${memorySentence(memory)}`}
        .describe=${({ column }: Place): readonly TooltipLine[] => [
          ['unit', String(memory.order[column])],
          ['half-life', Number.isFinite(values[column]) ? `${number(values[column])} steps` : 'endless'],
        ]}
        @plot-cursor=${(event: CustomEvent<Place>) => {
          event.stopPropagation();
          this.rank = event.detail;
        }}
        @plot-pin=${(event: Event) => event.stopPropagation()}
        @plot-range=${(event: Event) => event.stopPropagation()}
      ></unroll-series-plot>
      <unroll-time-axis .steps=${values.length} .unit=${'rank'} .cursor=${this.rank?.column ?? null}></unroll-time-axis>
    `;
  }

  /** Renders the saturation as bars with their numbers beside them, and the effective dimension. */
  private renderStill(analysis: LayerAnalysis): TemplateResult {
    const { gates, tanh } = analysis.saturation;
    return html`
      ${
        gates.length + tanh.length === 0
          ? nothing
          : html`<div class="title">
                <h3>Saturation</h3>
                <span class="quiet">share of all units and steps</span>
              </div>
              <table>
                <thead>
                  <tr>
                    <td></td>
                    <td></td>
                    ${
                      gates.length === 0
                        ? nothing
                        : html`<th scope="col"><i class="left"></i>shut, &lt; 0.1</th>
                            <th scope="col"><i class="right"></i>open, &gt; 0.9</th>`
                    }
                    ${tanh.length === 0 ? nothing : html`<th scope="col"><i class="flat"></i>flat, tanh′ &lt; 0.05</th>`}
                  </tr>
                </thead>
                <tbody>
                  ${gates.map(({ gate, left, right }) => saturationRow(saturatedName(gate, 'gate'), { left, right }, [left, right]))}
                  ${tanh.map(({ of, flat }) => saturationRow(saturatedName(of, 'tanh'), { flat }, [...(gates.length === 0 ? [] : [null, null]), flat]))}
                </tbody>
              </table>`
      }
      <div class="title"><h3>Use of the state</h3></div>
      <p class="note" data-fact="effectiveDimension">${dimensionSentence(analysis)}</p>
    `;
  }
}

/**
 * Renders a row of the saturation table.
 * @param bars share of shut values, drawn from the left, and of open values, drawn from the right
 * @param cells null where a column does not apply
 */
function saturationRow(
  name: string,
  bars: { readonly left?: number; readonly right?: number; readonly flat?: number },
  cells: readonly (number | null)[],
): TemplateResult {
  const bar = (kind: 'left' | 'flat' | 'right') => {
    const share = bars[kind];
    return share === undefined ? nothing : html`<i class=${kind} .style=${`width: ${100 * share}%`}></i>`;
  };
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="bar" aria-hidden="true"><div>${bar('left')}${bar('flat')}${bar('right')}</div></td>
    ${cells.map((share) => html`<td>${share === null ? '' : percent(share)}</td>`)}
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-memory-view': MemoryView;
  }
}
