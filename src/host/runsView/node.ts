/**
 * Lines of the list. Each is one object for as long as it exists, because VS Code identifies lines by their
 * objects.
 */
import path from 'node:path';
import type * as vscode from 'vscode';
import type { RunSummary } from '../../run/files/runSummary';
import { configIn } from '../common/configFile';

/** Config that has runs. */
export interface ConfigNode {
  readonly kind: 'config';
  /** Absolute path of the folder that holds the config and `.unroll`. */
  readonly root: string;
  /** Name of the config. */
  readonly name: string;
  readonly config: vscode.Uri;
  /** Number of its runs. */
  count: number;
}

export interface RunNode {
  readonly kind: 'run';
  /** Absolute path of the run's folder. */
  readonly folder: string;
  readonly of: ConfigNode;
}

/** Line in place of older runs, which are listed on request. */
export interface MoreNode {
  readonly kind: 'more';
  readonly of: ConfigNode;
  readonly hidden: number;
}

export type RunsNode = ConfigNode | RunNode | MoreNode;

export function configNode(root: string, name: string, count: number): ConfigNode {
  return { kind: 'config', root, name, config: configIn(root, name), count };
}

/** Returns the config of a run in an `.unroll/<config name>`; undefined for any other folder. */
export function configOfRun(folder: string): ConfigNode | undefined {
  const unroll = path.resolve(folder, '..', '..');
  return path.basename(unroll) === '.unroll'
    ? configNode(path.dirname(unroll), path.basename(path.dirname(folder)), 1)
    : undefined;
}

export function isNode(value: unknown): value is RunsNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'config' || value.kind === 'run' || value.kind === 'more')
  );
}

/** Run of the list, as commands handle it. */
export interface NamedRun {
  readonly folder: string;
  readonly name: string;
  readonly summary: RunSummary | undefined;
}
