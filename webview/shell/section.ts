/** `<unroll-section>`: a collapsible part of the panel with a heading and its controls. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ownFigures } from '../export/figureOwner';
import type { SectionDefinition } from '../sections/common/sectionDefinition';
import { findingsOf, type Numbered, nameOf, severityWord } from '../state/findings';
import { showIn } from '../state/showFinding';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';
import { severityIcon, severityStyles } from '../ui/severityIcon';
import { shared } from '../ui/styles';
import { FigureOrigin } from './figureOrigin';

@customElement('unroll-section')
export class Section extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) section!: SectionDefinition;

  constructor() {
    super();
    ownFigures(this, new FigureOrigin(this));
  }

  protected readonly watch = new Watch(this, (state) => [
    state.view.collapsed.includes(this.section.view),
    state.diagnosis,
    ...(this.section.controls?.follows(state) ?? []),
  ]);

  static override styles = [
    shared,
    severityStyles,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        padding: 0 12px 0 4px;
      }
      header {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 2px 12px;
        min-height: 34px;
      }
      h2 {
        margin: 0;
        font-size: 1em;
        font-weight: 600;
      }
      button {
        display: flex;
        align-items: center;
        gap: 4px;
        padding: 2px 6px 2px 2px;
        border: 0;
        border-radius: 3px;
        font: inherit;
        font-weight: 600;
        color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
        background: none;
        cursor: pointer;
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      button.chip {
        padding: 0 7px 0 4px;
        border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        border-radius: 10px;
        font-weight: normal;
        font-size: 0.92em;
        line-height: 1.6;
      }
      button.chip:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      h2 svg {
        width: 16px;
        height: 16px;
        fill: none;
        stroke: currentcolor;
      }
      .controls {
        display: inline-flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 2px 10px;
      }
      .controls vscode-dropdown {
        --dropdown-z-index: 20;
        --input-height: 22;
        min-width: 90px;
        max-width: 240px;
        margin-left: 4px;
      }
      .body {
        padding: 2px 0 14px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { view, heading, controls } = this.section;
    const collapsed = this.store.state.view.collapsed.includes(view);
    const beside = collapsed ? nothing : (controls?.render(this.store) ?? nothing);
    return html`
      <header>
        <h2>
          <button aria-expanded=${collapsed ? 'false' : 'true'} @click=${this.toggle}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d=${collapsed ? 'M6 4l4 4-4 4' : 'M4 6l4 4 4-4'}></path>
            </svg>
            ${heading}
          </button>
        </h2>
        ${findingsOf(this.store.state.diagnosis, view).map((one) => this.renderChip(one))}
        ${beside === nothing ? nothing : html`<span class="controls">${beside}</span>`}
      </header>
      ${collapsed ? '' : html`<div class="body"><slot></slot></div>`}
    `;
  }

  private renderChip(one: Numbered): TemplateResult {
    const { finding } = one;
    return html`<button
      class="chip"
      data-rule=${finding.rule}
      title=${finding.sentence}
      aria-label=${`${severityWord(finding.severity)}: ${nameOf(finding)}. ${finding.sentence}`}
      @click=${() => showIn(this.store, one)}
    >
      ${severityIcon(finding.severity)}${nameOf(finding)}
    </button>`;
  }

  private toggle(): void {
    const { view } = this.section;
    const { collapsed } = this.store.state.view;
    this.store.choose({
      collapsed: collapsed.includes(view)
        ? collapsed.filter((other) => other !== view)
        : [...collapsed, view],
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-section': Section;
  }
}
