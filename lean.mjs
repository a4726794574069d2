/** Leaves out of the page's bundle what nobody needs at run time: the indentation of styles and templates, and scales of Chart.js that are never drawn. */
import { readFile } from 'node:fs/promises';

/** @type {import('esbuild').Plugin} */
export const lean = {
  name: 'lean',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]webview[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: withoutIndentation(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
    onLoad({ filter: /[\\/](webview-ui-toolkit|fast-foundation)[\\/]dist[\\/].*\.js$/ }, async ({ path }) => ({
      contents: withoutIndentation(await readFile(path, 'utf8')),
      loader: 'js',
    }));
    onLoad({ filter: /[\\/]chart\.js[\\/]dist[\\/]chart\.js$/ }, async ({ path }) => ({
      contents: withoutTimeScales(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** Lines begin at the left; in `css` they are joined where a declaration or a rule ends. No other template of the page has several lines. */
function withoutIndentation(source) {
  return source
    .replace(/\n[ \t]+/g, '\n')
    .replace(/\bcss`[^`]*`/g, (styles) => styles.replace(/\/\*.*?\*\//gs, '').replace(/([;{},])\s*\n\s*/g, '$1').replace(/\s*\n\s*/g, ' '));
}

/** They read their defaults from another class as they are defined, so that a bundler has to keep them. */
function withoutTimeScales(source) {
  return source.replace('static defaults = TimeScale.defaults;', '');
}
