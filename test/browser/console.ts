/** Which lines of a page's console are Unroll's doing. */

/** What the VS Code from npm says of itself in any window, with or without an extension. */
const noise = [
  /vsda|manifest\.json|favicon|update\/check/,
  /service worker.*scope|when fetching the script/i,
  /authentication provider/i,
  /\[lifecycle\] Long running operations during shutdown/,
  // On a busy machine: its own settings are saved before its extensions answer; its log outlives a reload.
  /Aborted onWillSaveTextDocument-event/,
  /vscode-log:.*IndexedDB database '[\w-]+' is closed/,
  /Activating extension 'vscode\.[\w-]+' failed: Not Found/,
];

/** Errors, uncaught ones, and violations of a content security policy. */
export function troubles(lines: readonly string[]): string[] {
  return lines.filter(
    (line) =>
      /^\[(error|uncaught)\]|Content Security Policy/.test(line) && !noise.some((each) => each.test(line)),
  );
}
