/** The lines of the list. Each is one object for as long as it is there, by which VS Code knows it. */
import path from 'node:path';
import type * as vscode from 'vscode';
import type { RunSummary } from '../../run/files/runSummary';
import { configIn } from '../common/configFile';

/** A config that has runs. */
export interface ConfigNode {
  readonly kind: 'config';
  /** Folder that holds the config and `.unroll`, absolute. */
  readonly root: string;
  /** Of the config. */
  readonly name: string;
  readonly config: vscode.Uri;
  /** How many runs it has. */
  count: number;
}

export interface RunNode {
  readonly kind: 'run';
  /** Absolute. */
  readonly folder: string;
  readonly of: ConfigNode;
}

/** Stands for older runs, which are listed when somebody asks. */
export interface MoreNode {
  readonly kind: 'more';
  readonly of: ConfigNode;
  readonly hidden: number;
}

export type RunsNode = ConfigNode | RunNode | MoreNode;

export function configNode(root: string, name: string, count: number): ConfigNode {
  return { kind: 'config', root, name, config: configIn(root, name), count };
}

/** Of a run in `.unroll/<config name>` somewhere; undefined of any other folder. */
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

/** A run of the list, as commands deal with it. */
export interface NamedRun {
  readonly folder: string;
  readonly name: string;
  readonly summary: RunSummary | undefined;
}
