/** `<unroll-figure-menu>`: a button beside a figure, and its menu of exports and the table. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { shared } from '../ui/styles';

export interface MenuItem {
  readonly label: string;
  /** State of an item that can be on or off. */
  readonly checked?: boolean;
  /** Whether a separator precedes the item. */
  readonly apart?: boolean;
  readonly action: () => void;
}

@customElement('unroll-figure-menu')
export class FigureMenu extends LitElement {
  /** The figure's title. */
  @property({ attribute: false }) of = '';
  @property({ attribute: false }) items: () => readonly MenuItem[] = () => [];
  /** Place of the menu's corner in the window; null while it is closed. */
  @state() private at: readonly [x: number, y: number] | null = null;
  @query('.opener') private opener!: HTMLElement;
  @query('[role="menu"]') private menu!: HTMLElement | null;
  /** Element that gets the focus back when the menu closes. */
  private returnTo: HTMLElement | null = null;

  static override styles = [
    shared,
    css`
      button {
        font: inherit;
        border: 0;
        background: none;
        color: inherit;
        cursor: pointer;
      }
      .opener {
        display: block;
        width: 16px;
        height: 22px;
        padding: 0;
        border-radius: 3px;
        color: var(--vscode-icon-foreground, var(--vscode-foreground));
        opacity: 0.65;
      }
      .opener:hover,
      .opener:focus-visible,
      .opener[aria-expanded='true'] {
        opacity: 1;
        background: var(--vscode-toolbar-hoverBackground);
      }
      .opener:hover {
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      }
      .opener:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      .opener svg {
        display: block;
        margin: auto;
        fill: currentcolor;
      }
      [role='menu'] {
        position: fixed;
        z-index: 40;
        min-width: 168px;
        padding: 4px;
        border: 1px solid var(--vscode-menu-border, var(--vscode-dropdown-border, transparent));
        border-radius: 5px;
        background: var(--vscode-menu-background, var(--vscode-dropdown-background));
        color: var(--vscode-menu-foreground, var(--vscode-dropdown-foreground));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 0.25));
        line-height: 1.7;
      }
      [role^='menuitem'] {
        display: block;
        width: 100%;
        padding: 1px 12px 1px 24px;
        border-radius: 3px;
        text-align: left;
        white-space: nowrap;
      }
      [role^='menuitem']:focus {
        color: var(--vscode-menu-selectionForeground, var(--vscode-list-activeSelectionForeground, inherit));
        background: var(--vscode-menu-selectionBackground, var(--vscode-list-activeSelectionBackground));
        outline: 1px solid var(--vscode-menu-selectionBorder, var(--vscode-contrastActiveBorder, transparent));
        outline-offset: -1px;
      }
      [aria-checked='true']::before {
        content: '✓';
        position: absolute;
        margin-left: -16px;
      }
      hr {
        height: 1px;
        margin: 4px 0;
        border: 0;
        background: var(--vscode-menu-separatorBackground, var(--vscode-panel-border, currentcolor));
      }
    `,
  ];

  /**
   * Opens the menu at the pointer.
   * @param event opens the browser's context menu, which this menu replaces
   */
  openAt(event: MouseEvent): void {
    event.preventDefault();
    this.open([event.clientX, event.clientY], event.currentTarget);
  }

  protected override render(): TemplateResult {
    return html`<button
        class="opener"
        aria-haspopup="menu"
        aria-expanded=${this.at ? 'true' : 'false'}
        aria-label=${`Save or show as table: ${this.of}`}
        title="Save, or show as table"
        @click=${this.toggle}
        @keydown=${this.onOpenerKey}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="3" r="1.25"></circle>
          <circle cx="8" cy="8" r="1.25"></circle>
          <circle cx="8" cy="13" r="1.25"></circle>
        </svg></button
      >${this.at ? this.renderMenu() : nothing}`;
  }

  private renderMenu(): TemplateResult {
    return html`<div role="menu" aria-label=${this.of} @keydown=${this.onKey} @focusout=${this.onFocusOut}>
      ${this.items().map(
        ({ label, checked, apart, action }) => html`${apart ? html`<hr role="separator" />` : nothing}<button
            role=${checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            aria-checked=${checked === undefined ? nothing : String(checked)}
            tabindex="-1"
            @pointermove=${({ currentTarget }: Event) => currentTarget instanceof HTMLElement && currentTarget.focus()}
            @click=${() => {
              this.close();
              action();
            }}
          >
            ${label}
          </button>`,
      )}
    </div>`;
  }

  /** Places the menu entirely within the window, and moves the focus to its first item. */
  protected override updated(): void {
    const { menu, at } = this;
    if (menu && at) {
      menu.style.left = `${Math.max(2, Math.min(at[0], window.innerWidth - menu.offsetWidth - 2))}px`;
      menu.style.top = `${Math.max(2, Math.min(at[1], window.innerHeight - menu.offsetHeight - 2))}px`;
      if (!menu.matches(':focus-within')) {
        menu.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
      }
    }
  }

  private open(at: readonly [number, number], before: EventTarget | null): void {
    this.returnTo = before instanceof HTMLElement ? before : this.opener;
    this.at = at;
  }

  private close(): void {
    this.at = null;
    this.returnTo?.focus();
  }

  private toggle(): void {
    if (this.at) {
      this.close();
    } else {
      const { left, bottom } = this.opener.getBoundingClientRect();
      this.open([left, bottom + 2], this.opener);
    }
  }

  private onOpenerKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' && !this.at) {
      event.preventDefault();
      this.toggle();
    }
  }

  private onKey(event: KeyboardEvent): void {
    const all = [...(this.menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const now = all.findIndex((item) => item.matches(':focus'));
    const to = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      all[to % all.length]?.focus();
    }
  }

  private onFocusOut({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node) || !this.menu?.contains(relatedTarget)) {
      this.at = null;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-figure-menu': FigureMenu;
  }
}
