/**
 * Base of the views of a trace: when they are drawn, which values they ask for, and their text before the
 * first trace.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { SnapshotTensor } from '../../../src/protocol/panel';
import { Visibility } from '../../base/visibility';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import { nothingYet, readoutStyles, type TimeContext, timeContext } from './timePlots';

export abstract class TraceView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly visibility = new Visibility(this);
  protected readonly watch = new Watch(
    this,
    (state) => {
      const { trace, run, view } = state;
      return [trace, run?.folder, view.cursor, view.range, view.probe, view.layer, ...this.follows(state)];
    },
    { missing: (state) => this.missing(state), visibility: this.visibility },
  );

  static override styles = [shared, readoutStyles];

  /** Beginning of the sentence shown before the first trace: `Gates appear`. */
  protected abstract readonly subject: string;

  /** The parts of the state on which the view depends, beside the trace and the place in it. */
  protected abstract follows(state: State): readonly unknown[];

  protected abstract renderTrace(context: TimeContext): TemplateResult;

  /** Lists the values that the view draws and the panel does not have yet. */
  protected missing(_state: State): readonly SnapshotTensor[] {
    return [];
  }

  protected override render(): TemplateResult {
    const { state } = this.store;
    const context = timeContext(state, this.visibility);
    return context
      ? this.renderTrace(context)
      : html`<p class="empty">${nothingYet(state, `${this.subject} with the first trace, before the first update of the weights.`)}</p>`;
  }
}
