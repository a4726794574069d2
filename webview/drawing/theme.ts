/** The editor's theme for canvases: its kind, its colours, and a notice when it changes. */
import { makePalette, type Palette, parseColour, type Rgb, type ThemeKind } from './palette';

type Listener = () => void;

const listeners = new Set<Listener>();
let observer: MutationObserver | undefined;
let palettes = new Map<string, Palette>();
let colours = new Map<string, string>();

/** Reads the kind of theme from the class that VS Code sets on the body. */
function themeKind(): ThemeKind {
  const classes = document.body.classList;
  if (classes.contains('vscode-high-contrast-light')) {
    return 'highContrastLight';
  }
  if (classes.contains('vscode-high-contrast')) {
    return 'highContrastDark';
  }
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** A theme colour such as `charts-blue`, as CSS writes it; `fallback` where the theme has none. */
export function themeColour(name: string, fallback: string): string {
  watchTheme();
  let colour = colours.get(name);
  if (colour === undefined) {
    // The colour is cached, because reading it forces the browser to compute the page's style.
    colour = getComputedStyle(document.body).getPropertyValue(`--vscode-${name}`).trim();
    colours.set(name, colour);
  }
  return colour || fallback;
}

/** The colour with the given opacity; unchanged where it cannot be parsed. */
export function faint(colour: string, alpha: number): string {
  const rgb = parseColour(colour);
  return rgb ? `rgba(${rgb.join(', ')}, ${alpha})` : colour;
}

/** The palette for values in the current theme. */
export function themePalette(kind: 'diverging' | 'sequential'): Palette {
  const theme = themeKind();
  const key = `${theme} ${kind}`;
  const known = palettes.get(key);
  if (known) {
    return known;
  }
  const dark = theme === 'dark' || theme === 'highContrastDark';
  const background = themeRgb('editor-background', dark ? [30, 30, 30] : [255, 255, 255]);
  const palette = makePalette(kind, theme, background, themeRgb('errorForeground', [224, 60, 60]));
  palettes.set(key, palette);
  return palette;
}

/** Calls the listener when the theme changes. @returns a function that ends the subscription */
export function onThemeChange(listener: Listener): () => void {
  watchTheme();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Clears the cached colours and palettes when the theme changes. */
function watchTheme(): void {
  if (observer) {
    return;
  }
  observer = new MutationObserver(() => {
    palettes = new Map();
    colours = new Map();
    for (const each of listeners) {
      each();
    }
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}

function themeRgb(name: string, fallback: Rgb): Rgb {
  return parseColour(themeColour(name, '')) ?? fallback;
}
