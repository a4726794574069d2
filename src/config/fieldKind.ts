/** The kind of a form field, derived from its key in the schema. */

import type { SchemaNode } from './describe';
import type { FormColumn, FormField, NumberLimits } from './formTypes';

type Kind = FormField['kind'];

/** Keys that name columns of a table or fields of records, and whether they name several. */
const columnKeys: Readonly<Record<string, { readonly many: boolean }>> = {
  'data.inputs': { many: true },
  'data.targets': { many: true },
  'data.group': { many: false },
};

/** @param columns columns of the data file, where they are known */
export function fieldKind(
  path: readonly string[],
  node: SchemaNode,
  columns: readonly FormColumn[] | undefined,
): Kind {
  const named = columnKeys[path.join('.')];
  if (named && columns) {
    return { type: 'columns', ...named, columns: columns.map(({ name, holds }) => ({ name, holds })) };
  }
  if (path[0] === 'compare') {
    return { type: 'variants' };
  }
  const choices = node.enum ?? (node.const !== undefined ? [node.const] : undefined);
  if (choices) {
    return { type: 'choice', options: choices.map(String) };
  }
  const words = (node.anyOf ?? []).flatMap(({ const: word }) => (word === undefined ? [] : [String(word)]));
  const number = [node, ...(node.anyOf ?? [])].find(({ type }) => type === 'integer' || type === 'number');
  if (number) {
    return { type: 'number', words, ...limitsOf(number) };
  }
  if (words.length > 0) {
    return { type: 'choice', options: words };
  }
  switch (node.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return listKind(node);
    default:
      return { type: 'text' };
  }
}

function listKind({ items, prefixItems, minItems, maxItems }: SchemaNode): Kind {
  const [first] = prefixItems ?? [];
  const item = first ?? (typeof items === 'object' ? items : {});
  return {
    type: 'list',
    of: item.type === 'string' || item.anyOf ? 'text' : limitsOf(item),
    fewest: prefixItems?.length ?? minItems ?? 0,
    ...(prefixItems || maxItems !== undefined ? { most: prefixItems?.length ?? maxItems } : {}),
  };
}

function limitsOf(node: SchemaNode): NumberLimits {
  // zod bounds whole numbers by what a double can hold exactly, which is not worth showing as a limit.
  const limit = (name: string, value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? { [name]: value } : {};
  return {
    integer: node.type === 'integer',
    ...limit('minimum', node.minimum),
    ...limit('maximum', node.maximum),
    ...limit('above', node.exclusiveMinimum),
    ...limit('below', node.exclusiveMaximum),
  };
}
