/** Leaves out of the bundles what nobody needs at run time. */
import { readFile } from 'node:fs/promises';

/** By the files that they are meant for: what is done with each file's text before it is bundled. */
const changes = [
  [/[\\/]webview[\\/].*\.ts$/, withoutIndentation],
  [/[\\/](webview-ui-toolkit|fast-foundation)[\\/]dist[\\/].*\.js$/, withoutIndentation],
  [/[\\/]chart\.js[\\/]dist[\\/]chart\.js$/, withoutTimeScales],
  [/[\\/]src[\\/]protocol[\\/]panel[\\/].*\.ts$/, withPureSchemas],
];

/** @type {import('esbuild').Plugin} */
export const lean = {
  name: 'lean',
  setup({ onLoad }) {
    for (const [filter, change] of changes) {
      onLoad({ filter }, async ({ path }) => ({
        contents: change(await readFile(path, 'utf8')),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
      }));
    }
  },
};

/**
 * Styles and templates are indented for who reads the source, not for the browser: lines begin at the left, and those of styles
 * are joined. No other template of the page has several lines.
 */
function withoutIndentation(source) {
  const joined = (styles) =>
    styles
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/([;{},])\s*\n\s*/g, '$1')
      .replace(/\s*\n\s*/g, ' ');
  return source.replace(/\n[ \t]+/g, '\n').replace(/\bcss`[^`]*`/g, joined);
}

/** They read their defaults from another class when they are defined, so that the bundler keeps them for that. */
function withoutTimeScales(source) {
  return source.replace('static defaults = TimeScale.defaults;', '');
}

/** Each side checks the messages that it receives; the schemas of the others can go, as making a schema does nothing else. */
function withPureSchemas(source) {
  return source.replace(/\b(z\.\w+|list|like|withAllValues)(?=[<(])/g, '/* @__PURE__ */ $1');
}
