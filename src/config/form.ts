/** The config as a form: every key with its documentation, value, default and problem, in groups. */
import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { cellNames } from '../notation/cells';
import { leavesOf, type SchemaNode, schemaTree } from './describe';
import { fieldKind } from './fieldKind';
import { needsOf, unsetOf } from './fieldText';
import type { FormColumn, FormField, FormGroup, FormProblem, FormValue } from './formTypes';
import { type DataKind, kindOfData } from './kind';
import { type ConfigProblem, defaultShape, type ParsedConfig, parseConfig } from './parse';
import { positionIn, rangeIn } from './ranges';
import { comparedVariants } from './variants';

/** Facts about the data file, known besides the text of the config. */
export interface KnownData {
  /** Columns of its table, or fields of its records; absent where they are not known. */
  readonly columns?: readonly (FormColumn & { readonly numeric: boolean })[];
  /** Problems of the keys that refer to the data file. */
  readonly problems?: readonly { readonly path: ConfigProblem['path']; readonly message: string }[];
}

export interface FormOfText {
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  readonly problems: readonly FormProblem[];
  readonly editable: boolean;
}

/**
 * Names of the groups in the order in which they are shown. A key belongs to the longest of these paths that
 * it begins with.
 */
const groupNames: Readonly<Record<string, string>> = {
  data: 'Data',
  'data.read': 'How the file is written',
  task: 'Task',
  model: 'Model',
  'model.embedding': 'Embedding',
  'model.init': 'Initial weights',
  training: 'Training',
  'training.optimizer': 'Optimizer',
  'training.clip': 'Clipping',
  'training.schedule': 'Learning-rate schedule',
  'training.earlyStopping': 'Early stopping',
  probe: 'Probe',
  compare: 'Comparison',
};
const groupKeys = Object.keys(groupNames);

/**
 * Fields in the schema's order; those of a text that cannot be parsed show what can be read of it.
 * @param parsed the text, where it has been parsed already
 */
export function formOf(
  text: string,
  known: KnownData = {},
  { root, problems: parsed }: ParsedConfig = parseConfig(text),
): FormOfText {
  const kind = dataKindOf(root);
  const tree = schemaTree(kind);
  const problems = [...parsed, ...(known.problems ?? [])].map((problem) => shownProblem(text, root, problem));
  const own = (path: readonly string[]) => plainValue(root && findNodeAtLocation(root, [...path]));
  const makeField = (path: readonly string[], node: SchemaNode): FormField => {
    const set = root !== undefined && findNodeAtLocation(root, [...path]) !== undefined;
    const value = path[0] === 'compare' ? variantNames(text, set) : own(path);
    const byDefault = defaultOf(path, node, root, kind, known);
    const needs = set ? undefined : needsOf(path, own);
    const required = nodeAt(tree, path.slice(0, -1))?.required?.includes(path[path.length - 1]) ?? false;
    const problem = worst(problems.filter((each) => startsWith(each.path, path)));
    return {
      path,
      label: path[path.length - 1],
      description: plain(node.description),
      group: groupNames[groupOf(path) ?? path[0]],
      kind: fieldKind(path, node, known.columns),
      value: value ?? (set ? undefined : byDefault),
      set,
      ...(byDefault === undefined ? {} : { default: byDefault }),
      unset: isOff(path, tree, root) ? 'off' : required ? 'required' : unsetOf(path, own),
      required,
      ...(needs === undefined ? {} : { needs }),
      ...(problem ? { problem: atField(problem) } : {}),
    };
  };
  // The preview of the data shows what its columns hold.
  const shown = leavesOf(tree).filter(({ path }) => path.join('.') !== 'data.columns');
  const fields = shown.map(({ path, node }) => makeField(path, node));
  const left = problems.filter(({ path }) => !fields.some((field) => startsWith(path, field.path)));
  const present = groupKeys.filter((key) => nodeAt(tree, key.split('.')) !== undefined);
  const groups = present.map((key): FormGroup => {
    const path = key.split('.');
    return {
      path,
      name: groupNames[key],
      description: plain(nodeAt(tree, path)?.description),
      problems: left.filter((problem) => problem.path.length > 0 && groupOf(problem.path) === key),
    };
  });
  return {
    groups,
    fields: groups.flatMap(({ name }) => fields.filter(({ group }) => group === name)),
    problems: left.filter((problem) => groupOf(problem.path) === undefined),
    editable: parsed.every(({ syntax }) => !syntax),
  };
}

function dataKindOf(root: Node | undefined): DataKind {
  const data = root && findNodeAtLocation(root, ['data']);
  const found = kindOfData(data && getNodeValue(data));
  return 'kind' in found ? found.kind : 'table';
}

/** The key of the group that a path belongs to. */
function groupOf(path: readonly (string | number)[]): string | undefined {
  const [key] = groupKeys
    .filter((each) => startsWith(path, each.split('.')))
    .sort((left, right) => right.length - left.length);
  return key;
}

function startsWith(path: readonly (string | number)[], start: readonly string[]): boolean {
  return start.every((part, i) => path[i] === part);
}

function nodeAt(tree: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, part) => node?.properties?.[part], tree);
}

/** Whether a key lies in an object that is off as long as the file leaves it out, such as `earlyStopping`. */
function isOff(path: readonly string[], tree: SchemaNode, root: Node | undefined): boolean {
  return path.some((_, depth) => {
    const parent = path.slice(0, depth);
    return (
      depth > 1 &&
      nodeAt(tree, parent)?.default === undefined &&
      (root === undefined || findNodeAtLocation(root, [...parent]) === undefined)
    );
  });
}

/** The value that applies where the file does not set the key. */
function defaultOf(
  path: readonly string[],
  node: SchemaNode,
  root: Node | undefined,
  kind: DataKind,
  { columns }: KnownData,
): FormValue | undefined {
  const data = root && findNodeAtLocation(root, ['data']);
  const key = path.join('.');
  if (key === 'task.shape') {
    return defaultShape(kind, data && getNodeValue(data));
  }
  if (key === 'data.split') {
    const lines = root && plainValue(findNodeAtLocation(root, ['data', 'sequences'])) === 'line';
    return kind === 'table' || (kind === 'text' && !lines) ? 'end' : 'random';
  }
  if (key === 'data.inputs' && kind === 'table') {
    return columns?.filter(({ numeric }) => numeric).map(({ name }) => name);
  }
  const off = isOff(path, schemaTree(kind), root);
  return !off && isValue(node.default) ? node.default : undefined;
}

function variantNames(text: string, set: boolean): readonly string[] {
  return set ? comparedVariants(text).map(({ label }) => label) : cellNames;
}

function shownProblem(
  text: string,
  root: Node | undefined,
  problem: { readonly message: string; readonly path: ConfigProblem['path'] } & Partial<ConfigProblem>,
): FormProblem {
  const { path, severity = 'error', syntax = false } = problem;
  const message = syntax ? problem.message.replace(/^line \d+, column \d+: /, '') : problem.message;
  const offset = problem.offset ?? (root ? rangeIn(root, path).offset : 0);
  return { message, severity, path, line: positionIn(text, offset).line };
}

/** The first error, or the first warning if there is no error. */
function worst(problems: readonly FormProblem[]): FormProblem | undefined {
  return problems.find(({ severity }) => severity === 'error') ?? problems[0];
}

/** The problem without `training.epochs: ` at the start of its message. */
function atField(problem: FormProblem): FormProblem {
  const message = problem.message.replace(/^[\w.[\]]+: /, '');
  return { ...problem, message };
}

function plain(description = ''): string {
  return description.replaceAll('`', '');
}

function plainValue(node: Node | undefined): FormValue | undefined {
  const value: unknown = node && getNodeValue(node);
  return isValue(value) ? value : undefined;
}

function isValue(value: unknown): value is FormValue {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
  );
}
