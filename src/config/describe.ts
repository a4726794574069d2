/**
 * The schema as data: each key with its documentation, default and limits. The form and the editor's schema
 * read it.
 */
import * as z from 'zod';
import type { DataKind } from './kind';
import { schemaOf } from './schemas';

/** The part of JSON Schema that our schema uses. */
const nodeSchema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  /** False closes a tuple, whose items are in `prefixItems`. */
  get items() {
    return z.union([nodeSchema, z.boolean()]).optional();
  },
  get prefixItems() {
    return z.array(nodeSchema).optional();
  },
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
});

export type SchemaNode = z.output<typeof nodeSchema>;

const known = new Map<DataKind, SchemaNode>();

/** The schema of a config with this kind of data, as its author writes it (defaults may be left out). */
export function schemaTree(kind: DataKind): SchemaNode {
  const tree = known.get(kind) ?? nodeSchema.parse(z.toJSONSchema(schemaOf(kind), { io: 'input' }));
  known.set(kind, tree);
  return tree;
}

/** Every key that holds a value, not an object of further keys, in the schema's order. */
export function leavesOf(
  node: SchemaNode,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly node: SchemaNode }[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    child.properties ? leavesOf(child, [...path, key]) : [{ path: [...path, key], node: child }],
  );
}

/** The keys of the object at a path. */
export function keysAt(kind: DataKind, path: readonly (string | number)[]): readonly string[] {
  let node: SchemaNode | undefined = schemaTree(kind);
  for (const part of path) {
    node = node?.properties?.[part];
  }
  return Object.keys(node?.properties ?? {});
}
