/** Decides which lines of a page's console are caused by Unroll. */

/** Messages that the VS Code from npm writes in any window, with or without an extension. */
const noise = [
  /vsda|manifest\.json|favicon|update\/check/,
  /service worker.*scope|when fetching the script/i,
  /authentication provider/i,
  /\[lifecycle\] Long running operations during shutdown/,
  // On a busy machine, VS Code's own settings are saved before its extensions answer, and its log outlives a
  // reload.
  /Aborted onWillSaveTextDocument-event/,
  /vscode-log:.*IndexedDB database '[\w-]+' is closed/,
  /Activating extension 'vscode\.[\w-]+' failed: Not Found/,
];

/** Returns errors, uncaught errors, and violations of a content security policy. */
export function troubles(lines: readonly string[]): string[] {
  return lines.filter(
    (line) =>
      /^\[(error|uncaught)\]|Content Security Policy/.test(line) && !noise.some((each) => each.test(line)),
  );
}
