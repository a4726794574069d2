/** A build of `assembly/`, made by `esbuild.mjs`: its bytes are part of the bundle. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
