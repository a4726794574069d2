/**
 * `<unroll-side-by-side>`: one tensor of each run of a comparison, as heatmaps with one scale and one cursor.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isCandidate } from '../../../src/notation/cells';
import { exact } from '../../../src/notation/decimals';
import { number, plural } from '../../../src/notation/numbers';
import { parseTensorName } from '../../../src/notation/tensorNames';
import type { Comparison } from '../../../src/protocol/comparison';
import { memoize } from '../../base/memoize';
import { Visibility } from '../../base/visibility';
import { type ColumnRange, type Matrix, type Place, timeMatrix } from '../../drawing/matrix';
import { logScaleOf, type Scale, symmetricOf, unitInterval } from '../../drawing/scale';
import type { FigureInfo } from '../../export/figure';
import { comparable, type SideBySide } from '../../state/comparedTraces';
import type { Store } from '../../state/store';
import { type StepTensor, stepTensor } from '../../state/traceTensors';
import { Watch } from '../../state/watch';
import { button, dropdown } from '../../ui/controls';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import { extremesOf, plotHeight } from '../common/timePlots';
import '../../plots/heatmap';

const matrixOf = memoize(({ values, steps, size }: StepTensor): Matrix => timeMatrix(values, steps, size));

@customElement('unroll-side-by-side')
export class SideBySideView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private cursor: Place | null = null;
  @state() private range: ColumnRange | undefined;
  protected readonly watch = new Watch(this, ({ comparison, sideBySide, view }) => [
    comparison,
    sideBySide,
    view.comparedTensor,
  ]);
  private readonly visibility = new Visibility(this);
  /** Keys of the requests already sent to the host. */
  private asked = new Set<string>();
  /** Last scale; the same object for the same extremes, so that plots see that nothing changed. */
  private scale: { readonly of: string; readonly scale: Scale } | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-top: 10px;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr));
        gap: 4px 8px;
      }
      .said {
        margin-left: var(--gutter-left);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { comparison, sideBySide, view } = this.store.state;
    if (!comparison || !hasEnded(comparison)) {
      return html``;
    }
    if (view.comparedTensor === null) {
      return html`<p class="said">
        ${button({
          label: 'Show states side by side',
          primary: false,
          title: 'The last trace of each run, on one scale',
          action: () => this.store.choose({ comparedTensor: 'l0.h' }),
        })}
      </p>`;
    }
    if (!sideBySide) {
      return html`<p class="quiet said" role="status">Reading the traces.</p>`;
    }
    const choices = comparable(sideBySide);
    if (choices.length === 0) {
      return html`<p class="quiet said">None of these runs has a trace.</p>`;
    }
    const { name } = this.chosen(sideBySide);
    return html`
      <div class="title">
        ${dropdown({
          key: 'view.comparedTensor',
          name: 'What is shown of each run',
          options: choices.map((choice) => ({ value: choice.name, label: choice.label })),
          value: name,
          choose: (comparedTensor) => this.store.choose({ comparedTensor }),
        })}
        <span class="quiet">first watched sequence, after the last update, one scale for all</span>
        ${button({
          label: 'Hide',
          primary: false,
          name: 'Hide the states side by side',
          action: () => this.store.choose({ comparedTensor: null }),
        })}
      </div>
      <div
        class="grid"
        @plot-cursor=${(event: CustomEvent<Place>) => {
          event.stopPropagation();
          this.cursor = event.detail;
        }}
        @plot-pin=${(event: Event) => event.stopPropagation()}
        @plot-range=${(event: CustomEvent<ColumnRange | null>) => {
          event.stopPropagation();
          this.range = event.detail ?? undefined;
        }}
      >
        ${this.renderRuns(comparison, sideBySide, name)}
      </div>
    `;
  }

  private renderRuns(comparison: Comparison, shown: SideBySide, name: string) {
    const tensors = shown.traces.map((trace) => trace && stepTensor(trace.probe, name));
    const known = tensors.flatMap((tensor) => (tensor ? (extremesOf(tensor, this.visibility) ?? []) : []));
    const waiting = shown.traces.some(
      (trace, run) => trace?.probe.tensors.some((tensor) => tensor.name === name) && !tensors[run],
    );
    const ready = !waiting && known.length === tensors.filter(Boolean).length && known.length > 0;
    const scale = ready ? this.scaleOf(name, known) : undefined;
    return comparison.runs.map(({ label }, run) => {
      const tensor = tensors[run];
      const trace = shown.traces[run];
      const has = trace?.probe.tensors.some((candidate) => candidate.name === name) ?? false;
      return html`<div data-run=${run}>
        <div class="title">
          <h3>${label}</h3>
          <span class="quiet">${trace ? `after ${plural(trace.update, 'update')}` : ''}</span>
        </div>
        ${
          trace && tensor && scale
            ? this.renderHeatmap(tensor, label, trace.update, scale)
            : html`<p class="quiet said">${has ? 'Reading its values.' : trace ? 'This run has no such tensor.' : 'This run has no trace.'}</p>`
        }
      </div>`;
    });
  }

  private renderHeatmap(tensor: StepTensor, label: string, snapshot: number, scale: Scale): TemplateResult {
    const { cursor } = this;
    const known = extremesOf(tensor, this.visibility);
    const range = known ? `, ${number(known.low)} to ${number(known.high)}` : '';
    return html`<unroll-heatmap
      data-name=${tensor.name}
      .matrix=${matrixOf(tensor)}
      .scale=${scale}
      .height=${plotHeight(tensor.size, 5, 48, 176)}
      .range=${this.range}
      .cursor=${cursor && cursor.column < tensor.steps ? cursor : null}
      .label=${`${tensor.name} of ${label}, ${plural(tensor.size, 'unit')} × ${plural(tensor.steps, 'step')}${range}; colours ${scale.words}, the same for all runs`}
      .facts=${
        {
          title: `${tensor.name} of ${label}`,
          across: 'step',
          labels: [],
          down: 'unit',
          rowName: (row) => `${tensor.name}[${row}]`,
          one: label,
          snapshot,
        } satisfies FigureInfo
      }
      .describe=${({ column, row }: Place): readonly TooltipLine[] => [
        ['run', label],
        ['step', String(column)],
        ['unit', String(row)],
        [tensor.name, exact(tensor.values[column * tensor.size + (row ?? 0)])],
      ]}
    ></unroll-heatmap>`;
  }

  private scaleOf(name: string, known: readonly { low: number; high: number; peaks: Float32Array }[]): Scale {
    const of = JSON.stringify([name, ...known.map(({ low, high }) => [low, high])]);
    if (this.scale?.of !== of) {
      this.scale = { of, scale: jointScale(name, known) };
    }
    return this.scale.scale;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { comparison, sideBySide, view } = this.store.state;
    if (!comparison || !hasEnded(comparison) || view.comparedTensor === null) {
      return;
    }
    const { id } = comparison;
    if (!sideBySide) {
      this.ask(`${id}`, () => this.store.post({ type: 'askComparedTraces', id }));
      return;
    }
    const { name } = this.chosen(sideBySide);
    for (const [run, trace] of sideBySide.traces.entries()) {
      const tensor = trace?.probe.tensors.find((candidate) => candidate.name === name);
      const key = `${id} ${run} ${name}`;
      if (trace && tensor && tensor.values === null) {
        const { update } = trace;
        const source = { of: 'compared', comparison: id, run, update } as const;
        this.ask(key, () => this.store.post({ type: 'askTensors', tensors: [{ source, name }] }));
      } else {
        this.asked.delete(key); // its values are dropped when another tensor is shown
      }
    }
  }

  private ask(key: string, post: () => void): void {
    if (!this.asked.has(key)) {
      this.asked.add(key);
      post();
    }
  }

  /** Returns the chosen tensor, or the first one where these runs do not have it. */
  private chosen(shown: SideBySide): { readonly name: string } {
    const choices = comparable(shown);
    const { comparedTensor } = this.store.state.view;
    return choices.find(({ name }) => name === comparedTensor) ?? choices[0] ?? { name: '' };
  }
}

function jointScale(
  name: string,
  known: readonly { low: number; high: number; peaks: Float32Array }[],
): Scale {
  const { quantity, gate = '' } = parseTensorName(name) ?? {};
  if (quantity === 'gate' && !isCandidate(gate)) {
    return unitInterval;
  }
  if (quantity === 'grad.h' || quantity === 'grad.c') {
    return logScaleOf(Float32Array.from(known.flatMap(({ peaks }) => [...peaks])));
  }
  const low = Math.min(...known.map((one) => one.low));
  const high = Math.max(...known.map((one) => one.high));
  return symmetricOf({ low, high, nonFinite: 0 });
}

function hasEnded({ runs }: Comparison): boolean {
  return runs.every(({ status }) => status !== 'running' && status !== 'waiting');
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-side-by-side': SideBySideView;
  }
}
