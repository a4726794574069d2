/**
 * The JSON Schema from which the editor's JSON support takes completion and hovers. Errors in a config are
 * reported by our own problems, once and with exact ranges, so this schema allows everything.
 */
import { type SchemaNode, schemaTree } from './describe';

type Json = { readonly [key: string]: unknown };

/**
 * The schema with the keys of all kinds of data together, because the kind is known only once `file` or
 * `generate` is set.
 */
export function configJsonSchema(): Json {
  const kinds = (['table', 'text', 'records', 'task'] as const).map((kind) => schemaTree(kind));
  const [first] = kinds;
  const compared = Object.fromEntries(
    (['task', 'model', 'training'] as const).map((room) => [room, loose(first.properties?.[room] ?? {})]),
  );
  const data = kinds.map((kind) => kind.properties?.data ?? {});
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Unroll config',
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      ...looseProperties(first),
      compare: {
        ...loose(first.properties?.compare ?? {}),
        items: {
          properties: {
            label: { markdownDescription: 'Name of this variant in the comparison.' },
            ...compared,
          },
        },
      },
      data: {
        markdownDescription: 'What the network learns from: a table, text, records, or a synthetic task.',
        properties: Object.assign({}, ...[...data].reverse().map(looseProperties)),
      },
    },
  };
}

function looseProperties(node: SchemaNode): Json {
  return Object.fromEntries(Object.entries(node.properties ?? {}).map(([key, child]) => [key, loose(child)]));
}

/**
 * The documentation, the default and the values to offer, without any constraint that a value could violate.
 */
function loose(node: SchemaNode): Json {
  const offered = node.enum ?? (node.const !== undefined ? [node.const] : offeredBy(node));
  return {
    markdownDescription: [node.description, limits(node)].filter(Boolean).join('\n\n'),
    ...(node.default !== undefined ? { default: node.default } : {}),
    // The second alternative allows everything: values are offered from the first, and none is refused.
    ...(offered.length > 0 ? { anyOf: [{ enum: offered }, {}] } : {}),
    ...(node.properties ? { properties: looseProperties(node) } : {}),
  };
}

function offeredBy(node: SchemaNode): readonly unknown[] {
  if (node.type === 'boolean') {
    return [true, false];
  }
  return (node.anyOf ?? []).flatMap(({ const: value }) => (value === undefined ? [] : [value]));
}

function limits(node: SchemaNode): string {
  const parts = [
    node.default !== undefined && typeof node.default !== 'object'
      ? `Default: \`${JSON.stringify(node.default)}\`.`
      : '',
    node.minimum !== undefined && node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER
      ? `From ${node.minimum} to ${node.maximum}.`
      : '',
  ];
  return parts.filter(Boolean).join(' ');
}
