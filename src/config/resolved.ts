/** The config of a run as it is stored in its folder, with every default filled in. */
import { parse } from 'jsonc-parser';
import { kindOfData } from './kind';
import type { Config } from './schema';
import { schemaOf } from './schemas';

/** The config as JSON in the form of a config file. */
export function printResolved(config: Config): string {
  const { kind: _, ...data } = config.data;
  return `${JSON.stringify({ ...config, data }, null, 2)}\n`;
}

/**
 * @param text output of `printResolved`; it may come from another version, so it is checked
 * @throws an error of one line where the text is not a config
 */
export function readResolved(text: string): Config {
  const value: unknown = parse(text);
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined;
  const found = kindOfData(data);
  if ('problem' in found) {
    throw new Error(found.problem);
  }
  const parsed = schemaOf(found.kind).safeParse(asBefore(value, data));
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new Error(`${path.join('.')}: ${message}`);
  }
  const { shape } = parsed.data.task;
  if (shape === undefined) {
    throw new Error('task.shape is missing');
  }
  const { compare: _, ...settings } = parsed.data;
  return { ...settings, task: { ...parsed.data.task, shape } };
}

/** A config that was stored before windows stopped at gaps in time: there they crossed them. */
function asBefore(value: unknown, data: unknown): unknown {
  const isOld =
    typeof data === 'object' && data !== null && 'targets' in data && 'window' in data && !('gaps' in data);
  return isOld ? { ...Object(value), data: { ...data, gaps: 'cross' } } : value;
}

/**
 * A config as a run of it was begun: with the shape that its records have shown, and, in a run that is older
 * than `data.gaps`, with windows that cross gaps.
 */
export function asBegun(config: Config, begun: Config): Config {
  const { data, task } = config;
  const isShown =
    data.kind === 'records' && task.shape === 'many-to-many' && begun.task.shape === 'many-to-one';
  const crosses = data.kind === 'table' && begun.data.kind === 'table' && begun.data.gaps === 'cross';
  return {
    ...config,
    data: crosses ? { ...data, gaps: 'cross' } : data,
    task: isShown ? { ...task, shape: begun.task.shape } : task,
  };
}

/** Whether two configs train the same thing: comments, spaces and the order of keys do not count. */
export function isSameConfig(left: Config, right: Config): boolean {
  return normalised(left) === normalised(right);
}

/** Text that is equal for equal configs: reading puts the keys in the schema's order. */
export function normalised(config: Config): string {
  return JSON.stringify(readResolved(printResolved(config)));
}
