/** `<unroll-pattern-fields>`: the steps, the state and the threshold of a pattern. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Store } from '../../state/store';
import type { StepTensor } from '../../state/traceTensors';
import type { PatternChoice } from '../../state/view';
import { Watch } from '../../state/watch';
import { checkbox, textField } from '../../ui/controls';
import { shared } from '../../ui/styles';
import { patternSteps, stepOf, thresholdOf } from './pattern';
import { fieldStyles } from './patternStyles';
import '../../ui/segments';

type Field = 'from' | 'to' | 'threshold';

@customElement('unroll-pattern-fields')
export class PatternFields extends LitElement {
  @property({ attribute: false }) store!: Store;
  /** Tensor of the state that is compared. */
  @property({ attribute: false }) tensor!: StepTensor;
  @property({ attribute: false }) of: 'h' | 'c' = 'h';
  @property({ attribute: false }) hasCell = false;
  @state() private wrong: { readonly field: Field; readonly why: string } | null = null;
  protected readonly watch = new Watch(this, ({ view }) => [
    view.pattern,
    view.range,
    view.cursor?.pinned ? view.cursor : null,
  ]);

  static override styles = [shared, fieldStyles];

  protected override render(): TemplateResult {
    const { tensor, of, hasCell } = this;
    const { view } = this.store.state;
    const { pattern } = view;
    const steps = patternSteps(view, tensor.steps);
    const last = tensor.steps - 1;
    const choose = (choice: Partial<PatternChoice>) => this.choose(choice);
    const field = (name: Field, label: string, text: string, description: string) => html`<label>
      <span class="quiet">${label}</span>
      ${textField({
        key: `pattern.${name}`,
        name: description,
        text,
        invalid: this.wrong?.field === name,
        ...(this.wrong?.field === name ? { description: this.wrong.why } : {}),
        commit: (typed) => this.take(name, typed),
        cancel: () => {
          this.wrong = null;
        },
      })}
    </label>`;
    return html`<div class="fields" role="group" aria-label="What to look for">
      ${field('from', 'Steps', steps ? String(steps.from) : '', `First step, 0 to ${last}`)}
      ${field('to', 'to', steps ? String(steps.to - 1) : '', `Last step, 0 to ${last}`)}
      ${
        hasCell
          ? html`<unroll-segments
              .label=${'State'}
              .segments=${[{ value: 'h', label: 'h' }, { value: 'c', label: 'tanh c', title: 'The cell state as it is passed on, between −1 and 1' }]}
              .value=${of}
              .choose=${(value: string) => choose({ state: value === 'c' ? 'c' : 'h' })}
            ></unroll-segments>`
          : nothing
      }
      ${field('threshold', 'on from', String(pattern.threshold), `Threshold: a unit is on where its ${of === 'c' ? 'tanh c' : 'h'} is as far from zero or farther`)}
<span class="sides">
      ${checkbox({
        key: 'pattern.offBefore',
        name: 'Off before',
        label: 'off before',
        title: 'Only units that are off at the step before',
        checked: pattern.offBefore,
        choose: (offBefore) => choose({ offBefore }),
      })}
      ${checkbox({
        key: 'pattern.offAfter',
        name: 'Off after',
        label: 'off after',
        title: 'Only units that are off at the step after',
        checked: pattern.offAfter,
        choose: (offAfter) => choose({ offAfter }),
      })}
</span>
    </div>
    ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong.why}</p>` : nothing}`;
  }

  private choose(choice: Partial<PatternChoice>): void {
    this.store.choose({ pattern: { ...this.store.state.view.pattern, ...choice } });
  }

  /** Takes a typed number if it is valid; otherwise shows why not. */
  private take(field: Field, text: string): void {
    const { tensor, of } = this;
    this.wrong = this.wrong?.field === field ? null : this.wrong;
    if (field === 'threshold') {
      const bounded = of === 'c';
      const threshold = thresholdOf(text, bounded);
      if (threshold === undefined) {
        const why = `"${text}" is not a threshold: it must be a number above 0${bounded ? ' and below 1' : ''}.`;
        this.wrong = { field, why };
      } else {
        this.choose({ threshold });
      }
      return;
    }
    const step = stepOf(text, tensor.steps);
    if (step === undefined) {
      this.wrong = {
        field,
        why: `"${text}" is not a step: this sequence has steps 0 to ${tensor.steps - 1}.`,
      };
      return;
    }
    const now = patternSteps(this.store.state.view, tensor.steps) ?? { from: step, to: step + 1 };
    this.choose({
      steps: field === 'from' ? [step, Math.max(now.to, step + 1)] : [Math.min(now.from, step), step + 1],
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-pattern-fields': PatternFields;
  }
}
