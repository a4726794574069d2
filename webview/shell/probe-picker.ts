/**
 * `<unroll-probe-picker>`: picks another sequence to show, reports the progress, and describes the picked
 * sequence that is in view.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Choice } from '../../src/protocol/pickedSequence';
import { keyOf, type PickEntry, pickingText, pickText, probeAt, rankedText } from '../state/picks';
import { shownPick } from '../state/shown';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';
import { button, textField } from '../ui/controls';
import { shared } from '../ui/styles';

const choices: readonly (readonly [by: Choice, label: string, title: string])[] = [
  ['worst', 'Worst', 'The sequence with the highest loss at this moment'],
  ['best', 'Best', 'The sequence with the lowest loss at this moment'],
  ['random', 'Random', 'Any sequence'],
];
const ofWhich = ', of the validation set (of the training set where there is none)';
const sequencesPath = ['probe', 'sequences'] as const;

@customElement('unroll-probe-picker')
export class ProbePicker extends LitElement {
  @property({ attribute: false }) store!: Store;
  /** Whether the typed text is not a number. */
  @state() private mistyped = false;
  protected readonly watch = new Watch(this, ({ trace, view, form, picking, pickTrouble }) => [
    trace,
    view.probe,
    view.picks,
    view.pickerOpen,
    form,
    picking,
    pickTrouble,
  ]);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .rows,
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        line-height: 1.5;
      }
      .rows:has(.row > *),
      .pick {
        padding: 4px 12px 4px 16px;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      }
      .status {
        min-height: 26px;
      }
      .status:not(:has(*)) {
        min-height: 0;
      }
      .words {
        overflow-wrap: anywhere;
      }
      .fill {
        flex: 1;
      }
      vscode-button {
        --button-padding-vertical: 1px;
        --button-padding-horizontal: 8px;
      }
      .choices {
        display: inline-flex;
        gap: 4px;
      }
      .number {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      vscode-text-field {
        width: 72px;
        --input-height: 22;
        --input-min-width: 0;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { view, trace } = this.store.state;
    const pick = shownPick(this.store.state);
    return html`<section aria-label="The sequence in view">
      <div class="rows">
        ${view.pickerOpen && trace ? this.renderChoices() : nothing} ${this.renderStatus()}
      </div>
      ${pick ? this.renderPick(pick) : nothing}
    </section>`;
  }

  private renderChoices(): TemplateResult {
    return html`<div class="row" role="group" aria-label="Watch another sequence">
      <span class="choices">
        ${choices.map(([by, label, title]) =>
          button({ label, title: title + ofWhich, primary: false, action: () => this.store.pick({ by }) }),
        )}
      </span>
      <span class="number">
        <span class="quiet">or number</span>
        ${textField({
          key: 'pick.sequence',
          name: 'Number of the sequence',
          title: `Counted from 0${ofWhich}; Enter shows it`,
          text: '',
          invalid: this.mistyped,
          ...(this.mistyped ? { description: 'A whole number, 0 or more.' } : {}),
          commit: (text) => this.pickNumber(text),
        })}
      </span>
      ${this.mistyped ? html`<span class="quiet" role="alert">The number of a sequence is a whole number, 0 or more.</span>` : nothing}
    </div>`;
  }

  /** Renders progress or failure. The element is always present, so that screen readers announce a change. */
  private renderStatus(): TemplateResult {
    const { picking, pickTrouble, trace } = this.store.state;
    const trouble = pickTrouble?.update === trace?.update ? pickTrouble : null;
    return html`<div class="row status" role="status">
      ${
        picking
          ? html`<span class="words quiet">${pickingText(picking)}</span>
              ${button({ label: 'Cancel', name: 'Cancel computing the sequence', primary: false, action: () => this.store.cancelPick() })}`
          : trouble
            ? html`<span class="words">${trouble.why}</span>`
            : nothing
      }
    </div>`;
  }

  /** Renders the picked sequence's place in the data, and its actions. */
  private renderPick(pick: PickEntry): TemplateResult {
    const { trace } = this.store.state;
    const probe = trace ? probeAt(trace.probes, keyOf(pick)) : undefined;
    const words = pickText(pick, probe, trace?.update);
    // A generated sequence has no name but its number.
    const label = probe && probe.label !== `sequence ${pick.sequence}` ? `${probe.label}.` : '';
    return html`<div class="row pick" role="group" aria-label="The sequence that was picked">
      <span class="words"
        >${words.charAt(0).toUpperCase()}${words.slice(1)}.
        <span class="quiet">${label} ${rankedText(pick)}</span></span
      >
      <span class="fill"></span>
      ${this.renderWatchInTraining(pick)}
      ${button({ label: 'Forget', title: 'Removes this sequence from the list', primary: false, action: () => this.forget(pick) })}
    </div>`;
  }

  private renderWatchInTraining({ watched, sequence }: PickEntry): TemplateResult | typeof nothing {
    const field = this.store.state.form?.fields.find(({ path }) => path.join() === sequencesPath.join());
    if (!field || !watched || !this.store.state.form?.editable) {
      return nothing;
    }
    const now = Array.isArray(field.value) ? field.value : [];
    return now.includes(sequence)
      ? html`<span class="quiet">The next training will watch it.</span>`
      : button({
          label: 'Watch in training too',
          title: `Adds ${sequence} to probe.sequences in the config, so that the next training records it`,
          primary: false,
          action: () => this.store.post({ type: 'edit', path: sequencesPath, value: [...now, sequence] }),
        });
  }

  private pickNumber(text: string): void {
    const typed = text.trim();
    this.mistyped = typed !== '' && !/^\d{1,15}$/.test(typed);
    if (typed !== '' && !this.mistyped) {
      this.store.pick({ by: 'sequence', set: null, sequence: Number(typed) });
    }
  }

  private forget(pick: PickEntry): void {
    const { picks } = this.store.state.view;
    this.store.choose({ picks: picks.filter((other) => other !== pick), probe: 0, range: null });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-probe-picker': ProbePicker;
  }
}
