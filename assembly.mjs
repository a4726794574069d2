// Compiles src/engine/kernels/assembly (AssemblyScript) where code imports `assembly/<build>.wasm`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';
import { tiles } from './src/engine/kernels/assembly/tiles.mjs';

const folder = 'src/engine/kernels/assembly';
/**
 * By name: what a build may use besides SIMD and shared memory, and how often its innermost loop is unrolled.
 * Unrolling wins a quarter where a sum takes two instructions, and loses as much where it takes one.
 */
const variants = {
  plain: { features: [], unrolled: 4 },
  relaxed: { features: ['relaxed-simd'], unrolled: 1 },
};
const compiled = new Map();

/** An esbuild plugin: the bytes of the build become part of the bundle. */
export const assembly = {
  name: 'assembly',
  setup(build) {
    build.onLoad({ filter: /assembly[\\/]\w+\.wasm$/ }, async ({ path: file }) => {
      const name = path.basename(file, '.wasm');
      if (!compiled.has(name)) {
        compiled.set(name, compile(variants[name]));
      }
      return { contents: await compiled.get(name), loader: 'binary' };
    });
    build.onResolve({ filter: /assembly[\\/]\w+\.wasm$/ }, ({ path: file, resolveDir }) => ({
      path: path.resolve(resolveDir, file),
    }));
  },
};

async function compile({ features, unrolled }) {
  let bytes;
  const options = [
    ['--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
    ['--importMemory', '--noExportMemory', '--sharedMemory'],
    ['--initialMemory', '1', '--maximumMemory', '65536'],
    ['--enable', ['simd', 'threads', ...features].join(), '--outFile', 'kernels.wasm'],
  ];
  const { error, stderr } = await asc.main([`${folder}/index.ts`, ...options.flat()], {
    readFile: (name, base) =>
      path.basename(name) === 'tiles.ts' ? tiles(unrolled) : read(path.join(base, name)),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) {
    throw new Error(`${stderr}${error.message}`);
  }
  return bytes;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return null; // the compiler tries several places
    }
    throw error;
  }
}
