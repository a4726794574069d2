/** Finds the debug configuration and the value at the cursor in a `launch.json`. Pure. */
import { findNodeAtLocation, getLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';
import type { TextRange } from '../../config/ranges';

export interface LaunchPlace {
  /** Key whose value is completed. */
  readonly key: string;
  /** Keys and values of the configuration so far. */
  readonly launch: ReadonlyMap<string, unknown>;
  /** Range of the present value, with its quotes; empty if there is no value. */
  readonly value: TextRange;
}

/** @returns undefined if the cursor is at no value of a configuration of this type */
export function launchPlace(text: string, offset: number, type: string): LaunchPlace | undefined {
  const { path, isAtPropertyKey } = getLocation(text, offset);
  const [list, index, key, ...deeper] = path;
  if (isAtPropertyKey || list !== 'configurations' || typeof key !== 'string' || deeper.length > 0) {
    return undefined;
  }
  const root = parseTree(text, [], { allowTrailingComma: true });
  const configuration = root && findNodeAtLocation(root, [list, index]);
  const launch = configuration && entriesOf(configuration);
  if (!configuration || launch?.get('type') !== type) {
    return undefined;
  }
  const node = findNodeAtLocation(configuration, [key]);
  const isIn = node && offset >= node.offset && offset <= node.offset + node.length;
  return { key, launch, value: isIn ? node : { offset, length: 0 } };
}

function entriesOf(node: Node): ReadonlyMap<string, unknown> | undefined {
  const value: unknown = getNodeValue(node);
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}
