/**
 * Stands in for `@vscode/native-watchdog`, which would have to be compiled: ends the extension host when the
 * server that started it is gone.
 */
const parentIsGone = 87;

export function start(parent: number): void {
  setInterval(() => {
    try {
      process.kill(parent, 0); // sends nothing, and throws if there is no such process
    } catch {
      process.exit(parentIsGone);
    }
  }, 1000).unref();
}

export function exit(code: number): void {
  process.exit(code);
}
