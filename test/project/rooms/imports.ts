/**
 * The imports of TypeScript files, read from their text: types count as well, so that no circle hides behind
 * a type.
 */
import path from 'node:path';

/** Texts of the files by their paths from the root of the project. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** Path of the file that imports. */
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Imported file of the project; undefined for a package. */
  readonly to: string | undefined;
  /** Whether the import disappears at run time. */
  readonly typeOnly: boolean;
}

/** Statements as the formatter leaves them: each begins a line, its specifier stands in quotes. */
const statement = /^(?:import|export)\s+(type\s)?([^;'"]*?)\s*from\s+'([^']+)'|^import\s+'([^']+)'/gm;
const call = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;

export function importsOf(files: Files): readonly Import[] {
  return [...files].flatMap(([from, text]) => {
    const found = [
      ...[...text.matchAll(statement)].map((match) => {
        const [, type, names = '', named, bare] = match;
        return { match, specifier: named ?? bare, typeOnly: type !== undefined || areTypes(names) };
      }),
      ...[...text.matchAll(call)].map((match) => ({ match, specifier: match[1], typeOnly: false })),
    ];
    return found.map(({ match, specifier, typeOnly }) => ({
      from,
      line: text.slice(0, match.index).split('\n').length,
      specifier,
      to: resolved(from, specifier, files),
      typeOnly,
    }));
  });
}

/** Matches `{ type A, type B }`. */
function areTypes(names: string): boolean {
  const inside = /^\{(.*)\}$/s.exec(names.trim())?.[1];
  const each = inside?.split(',').map((name) => name.trim());
  return each?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

function resolved(from: string, specifier: string, files: Files): string | undefined {
  if (!specifier.startsWith('.')) {
    return undefined;
  }
  const whole = path.posix.join(path.posix.dirname(from), specifier);
  return [`${whole}.ts`, `${whole}.d.ts`].find((file) => files.has(file)) ?? whole;
}

/** Groups of files that import each other in a circle, each group sorted. */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) {
    if (to !== undefined) {
      targets.set(from, [...(targets.get(from) ?? []), to]);
    }
  }
  // Tarjan, "Depth-first search and linear graph algorithms" (1972): strongly connected components.
  const found: string[][] = [];
  const index = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): number => {
    const own = index.size;
    index.set(file, own);
    stack.push(file);
    let lowest = own;
    for (const target of targets.get(file) ?? []) {
      if (!index.has(target)) {
        lowest = Math.min(lowest, visit(target));
      } else if (stack.includes(target)) {
        lowest = Math.min(lowest, index.get(target) ?? lowest);
      }
    }
    if (lowest === own) {
      const component = stack.splice(stack.indexOf(file));
      if (component.length > 1 || targets.get(file)?.includes(file)) {
        found.push(component.sort());
      }
    }
    return lowest;
  };
  for (const file of targets.keys()) {
    if (!index.has(file)) {
      visit(file);
    }
  }
  return found;
}
