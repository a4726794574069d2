/** Changes to a config's text that leave comments and formatting as they are. */
import { type FormattingOptions, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import { leavesOf, schemaTree } from './describe';

export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** Characters of the longest list that is written on one line. */
const longestLine = 80;

export interface KeyEdit {
  readonly key: readonly string[];
  /** Null removes the key. */
  readonly value: string | number | boolean | readonly (string | number)[] | null;
}

/**
 * @param value null removes the key, and with it every parent that held nothing else, not even a comment
 * @returns replacements that do not overlap; none where nothing changes
 */
export function editConfig(
  text: string,
  path: readonly string[],
  value: KeyEdit['value'],
): readonly TextEdit[] {
  const formattingOptions = formattingOf(text);
  if (value !== null) {
    const edits = modify(text, [...path], asSchemaHasIt(path, value), { formattingOptions });
    return edits.map((edit) => ({ ...edit, content: onOneLine(edit.content, value) }));
  }
  const target = removable(text, path);
  if (!target) {
    return [];
  }
  return target.length === path.length
    ? (removeAlone(text, path) ?? modify(text, [...path], undefined, { formattingOptions }))
    : modify(text, [...target], undefined, { formattingOptions });
}

/** Writes a short list on one line, as a person would; the formatter gives each of its values a line. */
function onOneLine(content: string, value: KeyEdit['value']): string {
  if (!Array.isArray(value) || value.length === 0) {
    return content;
  }
  const values = value.map((each) => JSON.stringify(each));
  const short = `[${values.join(', ')}]`;
  const broken = new RegExp(
    `\\[\\s*${values.map((each) => each.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join(',\\s*')}\\s*\\]`,
  );
  return short.length <= longestLine ? content.replace(broken, () => short) : content;
}

/**
 * The edit that removes an object's only key from between its comments; undefined where the object has other
 * keys.
 */
function removeAlone(text: string, path: readonly string[]): readonly TextEdit[] | undefined {
  const root = parseTree(text);
  const property = root && findNodeAtLocation(root, [...path])?.parent;
  if (property?.parent?.children?.length !== 1) {
    return undefined;
  }
  const end = property.offset + property.length;
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return [{ offset: property.offset, length: property.length + comma, content: '' }];
}

/**
 * The value with the type that the schema has for the key. Keys such as `training.threads` take a word or a
 * whole number, while a text field yields both as text.
 */
function asSchemaHasIt<T>(path: readonly string[], value: T): T | number {
  const leaf = leavesOf(schemaTree('task')).find((each) => each.path.join('.') === path.join('.'));
  const takesNumbers = leaf?.node.anyOf?.some(({ type }) => type === 'integer') ?? false;
  return takesNumbers && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

/** The key to remove: the highest parent that holds nothing but this one, without comments of its own. */
function removable(text: string, path: readonly string[]): readonly string[] | undefined {
  const root = parseTree(text);
  if (!root || !findNodeAtLocation(root, [...path])) {
    return undefined;
  }
  let target = path;
  while (target.length > 1) {
    const parent = findNodeAtLocation(root, target.slice(0, -1));
    const [only, ...others] = parent?.children ?? [];
    if (!parent || !only || others.length > 0) {
      break;
    }
    const around =
      text.slice(parent.offset, only.offset) +
      text.slice(only.offset + only.length, parent.offset + parent.length);
    if (/\/[/*]/.test(around)) {
      break;
    }
    target = target.slice(0, -1);
  }
  return target;
}

/** Indentation and line breaks as the text has them. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
