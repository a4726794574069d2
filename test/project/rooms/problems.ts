/** Problems with the order of the house: imports that the table of rooms forbids, circles, names, crowds. */
import path from 'node:path';
import { circles, type Files, type Import, importsOf } from './imports';
import { names, type Room, roomOf, type Table } from './table';

/** Problems, each a sentence that names the place and the correct form. */
export interface Problems {
  readonly imports: readonly string[];
  readonly circles: readonly string[];
  /** Rooms that are allowed to import a room above them. */
  readonly upward: readonly string[];
  readonly names: readonly string[];
  readonly crowds: readonly string[];
  readonly mirrors: readonly string[];
}

/**
 * @param files of `src` and `webview`
 * @param tests paths of all files in `test/unit`
 */
export function problemsOf(table: Table, files: Files, tests: readonly string[]): Problems {
  const imports = importsOf(files);
  return {
    imports: imports.flatMap((each) => importProblem(table, each) ?? []),
    circles: circles(imports).map((files) => `${files.join(', ')} import each other in a circle.`),
    upward: upwardArrows(table),
    names: nameProblems(files),
    crowds: crowdProblems(table, [...files.keys(), ...tests]),
    mirrors: mirrorProblems(files, tests),
  };
}

function importProblem(table: Table, { from, line, specifier, to, typeOnly }: Import): string | undefined {
  const place = `${from}:${line}`;
  const own = roomOf(table, from);
  if (!own) {
    return `${place} lies in no room of src/rooms.json.`;
  }
  if (to === undefined) {
    return packageProblem(table, own, place, from, specifier, typeOnly);
  }
  const other = roomOf(table, to);
  if (!other) {
    return to.endsWith('.wasm') ? undefined : `${place} imports "${specifier}", which lies in no room.`;
  }
  if (other === own) {
    return own.apart && partOf(own, from) !== partOf(own, to)
      ? `${place} imports "${specifier}", but the parts of ${own.room} must not import one another.`
      : undefined;
  }
  const allowed = other.everybody || names(own.imports, other) || (typeOnly && names(own.types ?? [], other));
  const what = names(own.types ?? [], other) ? 'types of' : '';
  return allowed
    ? undefined
    : `${place} imports "${specifier}": ${own.room} may import ${listOf(own, what, other)}.`;
}

function listOf(own: Room, what: string, other: Room): string {
  const values = own.imports.length > 0 ? own.imports.join(', ') : 'nothing';
  return what === '' ? values : `${values}, and only types of ${other.room}`;
}

/** File or folder directly inside a room. */
function partOf({ room }: Room, file: string): string {
  return file.slice(room.length + 1).split('/')[0];
}

function packageProblem(
  { behind }: Table,
  own: Room,
  place: string,
  file: string,
  specifier: string,
  typeOnly: boolean,
): string | undefined {
  if (specifier === 'vscode' && !own.vscode) {
    return `${place} imports "vscode", which only rooms of src/host may.`;
  }
  if (specifier.startsWith('node:') && !own.node) {
    return `${place} imports "${specifier}", but ${own.room} stays free of Node, so that it can run in a browser.`;
  }
  const homes = Object.entries(behind).find(
    ([name]) => specifier === name || specifier.startsWith(`${name}/`),
  );
  return homes && !typeOnly && !homes[1].some((home) => file.startsWith(home))
    ? `${place} imports "${specifier}", which stays behind ${homes[1].join(', ')}.`
    : undefined;
}

/** A room may import only rooms that stand before it in the table, so that no arrow runs up. */
function upwardArrows({ rooms }: Table): readonly string[] {
  return rooms.flatMap((own, at) =>
    rooms
      .slice(at)
      .filter((other) => other !== own && names([...own.imports, ...(own.types ?? [])], other))
      .map((other) => `${own.room} may import ${other.room}, which stands above it.`),
  );
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)+$/;
const definition = /@customElement\('([^']+)'\)|customElements\.define\('([^']+)'/g;

/** A file `x-y.ts` defines the element `<unroll-x-y>`, and nothing else has such a name. */
function nameProblems(files: Files): readonly string[] {
  return [...files].flatMap(([file, text]) => {
    const name = path.posix.basename(file, '.ts');
    const tags = [...text.matchAll(definition)].map(([, decorated, defined]) => decorated ?? defined);
    const expected = `unroll-${name}`;
    if (kebab.test(name) && !tags.includes(expected)) {
      return [`${file} is called like an element, but does not define <${expected}>.`];
    }
    return tags
      .filter((tag) => tag !== expected)
      .map((tag) => `${file} defines <${tag}>, whose file would be ${tag.replace(/^unroll-/, '')}.ts.`);
  });
}

function crowdProblems({ crowded }: Table, files: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const folder of files.map((file) => path.posix.dirname(file))) {
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > crowded.limit && !crowded.flat.includes(folder))
    .map(
      ([folder, count]) =>
        `${folder} holds ${count} files side by side; at most ${crowded.limit} are found easily.`,
    );
}

/** `test/unit/a/b.test.ts` tests `src/a/b.ts`, and `test/unit/webview/a/b.test.ts` tests `webview/a/b.ts`. */
function mirrorProblems(files: Files, tests: readonly string[]): readonly string[] {
  return tests
    .filter((test) => test.endsWith('.test.ts'))
    .filter((test) => !files.has(sourceOf(test)))
    .map(
      (test) =>
        `${test} would test ${sourceOf(test)}, which is not there; properties of several files go to test/properties.`,
    );
}

function sourceOf(test: string): string {
  const inside = test.replace(/^test\/unit\//, '').replace(/\.test\.ts$/, '.ts');
  return inside.startsWith('webview/') ? inside : `src/${inside}`;
}
