/**
 * Turns a config's text into a checked config, or into problems that state what is wrong, where, and what
 * would be valid.
 */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { checkTogether } from './checks';
import { keysAt } from './describe';
import { type DataKind, kindOfData } from './kind';
import { describeIssue } from './messages';
import { keyRangeIn, type Path, positionOf, rangeIn } from './ranges';
import type { Config } from './schema';
import { schemaOf } from './schemas';
import { comparedVariants } from './variants';

export { pathAt, rangeOf } from './ranges';

export interface ConfigProblem {
  /** One line: `training.epochs: "ten" is not a whole number`. */
  readonly message: string;
  readonly path: Path;
  /** Characters from the start of the text. */
  readonly offset: number;
  readonly length: number;
  readonly severity: 'error' | 'warning';
  /** The text is not JSON with comments, which editors show themselves. */
  readonly syntax: boolean;
  /** The key or value that was probably meant in the place of the range, without quotes. */
  readonly meant?: string;
}

export interface ParsedConfig {
  /** Present iff no problem is an error. */
  readonly config?: Config;
  readonly problems: readonly ConfigProblem[];
  /** The tree of the text, as far as it can be read; absent where there is none. */
  readonly root?: Node;
}

/** Longest text that is parsed. For a larger one only its size is reported: nobody writes it by hand. */
const longestText = 1_000_000;

export function parseConfig(text: string): ParsedConfig {
  if (text.length > longestText) {
    return {
      problems: [
        syntaxProblem(`the config has ${text.length} characters; at most ${longestText} are read`, 0, 1),
      ],
    };
  }
  if (text.trim() === '') {
    return { problems: [syntaxProblem('the config is empty; it needs at least { "data": … }', 0, 0)] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !root) {
    const found = errors.map(({ error, offset, length }) =>
      syntaxProblem(`${positionOf(text, offset)}: ${words(printParseErrorCode(error))}`, offset, length),
    );
    return { problems: found, root };
  }
  return { ...check(text, root), root };
}

function check(text: string, root: Node): Omit<ParsedConfig, 'root'> {
  const value: unknown = getNodeValue(root);
  const data = findNodeAtLocation(root, ['data']);
  const found = root.type === 'object' ? kindOfData(data && getNodeValue(data)) : undefined;
  if (!found) {
    return { problems: [problem(root, { message: 'the config: expected an object in { }', path: [] })] };
  }
  // Where the data has no valid kind, the other keys can still be checked.
  const kind = 'kind' in found ? found.kind : 'task';
  const parsed = schemaOf(kind).safeParse(value);
  const problems: ConfigProblem[] = [];
  if ('problem' in found) {
    problems.push(problem(root, { message: found.problem, path: found.key }));
  }
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      if ('problem' in found && issue.path[0] === 'data') {
        continue;
      }
      const messages = describeIssue(issue, value, (at) => keysAt(kind, at));
      problems.push(...messages.map((each) => problem(root, each)));
    }
    return { problems: inOrder(problems) };
  }
  const { compare, ...settings } = parsed.data;
  const config: Config = {
    ...settings,
    task: { ...parsed.data.task, shape: parsed.data.task.shape ?? defaultShape(kind, parsed.data.data) },
  };
  const has = (...path: string[]) => findNodeAtLocation(root, path) !== undefined;
  problems.push(...checkTogether(config, has).map((each) => problem(root, each)));
  if (compare !== undefined) {
    problems.push(...comparedProblems(text, root, problems));
  }
  return problems.some(({ severity }) => severity === 'error')
    ? { problems: inOrder(problems) }
    : { config, problems: inOrder(problems) };
}

/**
 * The problems of the variants that `compare` lists, placed where the list sets the key, or at the entry that
 * the key does not fit.
 * @param own problems of the config itself, which are not repeated
 */
function comparedProblems(text: string, root: Node, own: readonly ConfigProblem[]): ConfigProblem[] {
  const said = new Set(own.map(({ message }) => message));
  return comparedVariants(text).flatMap((variant, n) =>
    parseConfig(variant.text)
      .problems.filter(({ severity, message }) => severity === 'error' && !said.has(message))
      .map(({ message, path, meant }) => {
        const listed = ['compare', n, ...path];
        const own = { message: `compare[${n}]: ${message}` };
        return findNodeAtLocation(root, listed) === undefined
          ? problem(root, { ...own, path: ['compare', n] })
          : problem(root, { ...own, path: listed, meant });
      }),
  );
}

/** @param data the value of `data`, whatever it is */
export function defaultShape(kind: DataKind, data: unknown): Config['task']['shape'] {
  switch (kind) {
    case 'table':
      return 'many-to-one';
    case 'text':
    case 'records':
      return 'many-to-many';
    case 'task': {
      const task = property(data, 'generate');
      return task === 'adding' || task === 'temporal-order' ? 'many-to-one' : 'many-to-many';
    }
  }
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? new Map(Object.entries(of)).get(name) : undefined;
}

/** A problem at the value of a key, or at the key itself. */
function problem(
  root: Node,
  {
    message,
    path,
    severity = 'error',
    atKey = false,
    meant,
  }: Pick<ConfigProblem, 'message' | 'path' | 'meant'> & {
    readonly severity?: ConfigProblem['severity'];
    readonly atKey?: boolean;
  },
): ConfigProblem {
  const { offset, length } = atKey ? keyRangeIn(root, path) : rangeIn(root, path);
  return {
    message,
    path,
    offset,
    length,
    severity,
    syntax: false,
    ...(meant === undefined ? {} : { meant }),
  };
}

function syntaxProblem(message: string, offset: number, length: number): ConfigProblem {
  return { message, path: [], offset, length, severity: 'error', syntax: true };
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...problems].sort((left, right) => left.offset - right.offset);
}

/** `CommaExpected` → `comma expected` */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
