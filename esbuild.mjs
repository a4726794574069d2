// Builds everything into dist/.   node esbuild.mjs [--watch] [--tests] [--bench] [--production]
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import esbuild from 'esbuild';
import { assembly } from './assembly.mjs';
import { lean } from './lean.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const flag = (name) => process.argv.includes(`--${name}`);
const production = flag('production');

const common = {
  bundle: true,
  sourcemap: !production,
  minify: production,
  charset: 'utf8', // as written: escapes take more room, and every reader of the bundles knows UTF-8
  logLevel: 'warning',
  define: { UNROLL_VERSION: JSON.stringify(version) },
  plugins: production ? [assembly, lean] : [assembly],
};
const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'], // jsonc-parser's `main` is UMD, which cannot be bundled
  alias: { 'ml-matrix': path.resolve('node_modules/ml-matrix/src/index.js') }, // its sources: only what is used is bundled
};

const product = [
  {
    ...node,
    entryPoints: ['src/host/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['@viz-js/viz', 'vscode', '*/workbench'], // a file of its own, so that activation does not compile it
    supported: { 'dynamic-import': false }, // becomes a `require`, later
  },
  {
    ...node,
    entryPoints: ['src/host/workbench.ts'],
    outfile: 'dist/workbench.js',
    external: ['@viz-js/viz', 'vscode'],
    alias: { ...node.alias, 'zod/mini': 'zod' }, // it holds the whole of zod already, which knows the same functions
  },
  { ...node, entryPoints: ['src/run/worker/worker.ts'], outfile: 'dist/worker.js' },
  { ...node, entryPoints: ['src/debug/thread.ts'], outfile: 'dist/debugger.js' },
  { ...node, entryPoints: ['src/run/worker/helper.ts'], outfile: 'dist/helper.js' },
  { ...node, entryPoints: ['src/speed/layerHelper.ts'], outfile: 'dist/layerHelper.js' },
  { ...node, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/webview.js',
  },
];

/** The editor's schema of config files, written by the code that defines them. */
async function writeConfigSchema() {
  const maker = path.resolve('dist/config.schema.cjs');
  await esbuild.build({
    ...node,
    sourcemap: false,
    entryPoints: ['src/config/jsonSchema.ts'],
    outfile: maker,
  });
  const { configJsonSchema } = createRequire(import.meta.url)(maker);
  writeFileSync('dist/config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  rmSync(maker);
}

// Every test file is an entry point, so that one file can be run alone.
const tests = {
  ...node,
  sourcemap: true,
  minify: false,
  outdir: 'dist/test',
  outbase: 'test',
  external: [
    '@viz-js/viz',
    'vscode',
    'mocha',
    'playwright-core',
    '@vscode/test-electron',
    '@vscode/vsce',
    'fast-check',
    'onnxruntime-web',
    'esbuild',
  ],
};

const listed = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('.'))
    .map((file) => path.join(folder, file));

if (!flag('watch')) {
  rmSync('dist', { recursive: true, force: true });
}
const builds = [
  ...product,
  ...(flag('tests') || flag('watch') ? [{ ...tests, entryPoints: listed('test') }] : []),
  ...(flag('bench')
    ? [{ ...tests, entryPoints: listed('bench'), outdir: 'dist/bench', outbase: 'bench' }]
    : []),
];
await writeConfigSchema();
if (flag('watch')) {
  for (const build of builds) {
    const context = await esbuild.context({ ...build, logLevel: 'info' });
    await context.watch();
  }
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
}
