/** `<unroll-evaluation-view>`: the latest metrics of the run, and where its answers are right and wrong. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClassDetail, Evaluation } from '../../../src/metrics/measured';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import { classTable } from './classTable';
import { visibleName } from './confusion';
import { evaluationStyles } from './evaluationStyles';
import { metricsTable, momentText } from './metricsTable';
import './confusion-view';
import './metric-curve';
import './values-view';

@customElement('unroll-evaluation-view')
export class EvaluationView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ evaluation, run }) => [evaluation, run?.folder]);

  static override styles = [
    shared,
    evaluationStyles,
    css`
      unroll-confusion-view,
      unroll-values-view {
        margin-top: 14px;
      }
    `,
  ];

  protected override render(): TemplateResult | typeof nothing {
    const { evaluation, run } = this.store.state;
    if (!evaluation || !run) {
      return nothing;
    }
    const { record } = run;
    return html`
      <p class="note quiet">${momentText(evaluation)}</p>
      ${metricsTable(evaluation, record)}
      <unroll-metric-curve .store=${this.store}></unroll-metric-curve>
      ${this.renderDetail(evaluation, record.signals.outputs)}
    `;
  }

  private renderDetail(evaluation: Evaluation, names: readonly string[]): TemplateResult {
    const { detail } = evaluation;
    switch (detail.of) {
      case 'classes':
        return this.renderClasses(evaluation, detail, names);
      case 'values':
        return html`<unroll-values-view .store=${this.store} .evaluation=${evaluation} .detail=${detail} .names=${names}></unroll-values-view>`;
      case 'binary':
        return html`<div class="title"><h3>Columns</h3></div>
          ${classTable('column', names, detail.columns)}`;
    }
  }

  private renderClasses(
    evaluation: Evaluation,
    { confusion, classes }: ClassDetail,
    names: readonly string[],
  ): TemplateResult {
    return html`${
      confusion
        ? html`<unroll-confusion-view .store=${this.store} .evaluation=${evaluation} .cells=${confusion} .names=${names}></unroll-confusion-view>`
        : html`<p class="note quiet">There is no confusion matrix, because ${names.length} classes are too many for one.</p>`
    }
      <div class="title"><h3>Classes</h3></div>
      ${classTable('class', names.map(visibleName), classes)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-evaluation-view': EvaluationView;
  }
}
