/**
 * Configs of the list: one line for each that has runs, whether it is expanded at first, and its number of
 * runs.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { type ConfigNode, configNode, configOfRun } from './node';
import type { PlacedRuns } from './runPlaces';

/** Largest number of configs that are all expanded at first; of more, only the one with the newest run is. */
const fewConfigs = 4;

export class ConfigNodes {
  private readonly nodes = new Map<string, ConfigNode>();
  /** Whether each config was expanded when it was first listed; from then on the user decides. */
  private readonly expanded = new Map<ConfigNode, boolean>();
  /** Number of folders without a record, which are no runs yet, by config. */
  private readonly missing = new Map<ConfigNode, number>();

  get size(): number {
    return this.nodes.size;
  }

  /** Configs that have folders without a record. */
  get unfinished(): readonly ConfigNode[] {
    return [...this.missing.keys()];
  }

  /** Returns the configs that have runs now, sorted by name. */
  list(placed: readonly PlacedRuns[]): ConfigNode[] {
    const nodes = placed
      .map(({ root, name, folders }) => this.of(root, name, folders.length))
      .sort((left, right) => left.name.localeCompare(right.name) || left.root.localeCompare(right.root));
    const present = new Set(nodes);
    for (const [key, node] of this.nodes) {
      if (!present.has(node)) {
        this.nodes.delete(key);
        this.expanded.delete(node);
        this.missing.delete(node);
      }
    }
    this.decideWhatIsOpen(placed);
    return nodes;
  }

  /** Returns the config of a run; undefined if it is not listed. */
  ofRun(folder: string): ConfigNode | undefined {
    const of = configOfRun(folder);
    return of && this.nodes.get(path.join(of.root, of.name));
  }

  isOpenAtFirst(node: ConfigNode): boolean {
    return this.expanded.get(node) ?? false;
  }

  /**
   * Records how many of a config's folders hold a run.
   * @returns whether the config's line has changed
   */
  count(node: ConfigNode, runs: number): boolean {
    if (runs === node.count) {
      return false;
    }
    const missing = node.count + (this.missing.get(node) ?? 0) - runs;
    if (missing > 0) {
      this.missing.set(node, missing);
    } else {
      this.missing.delete(node);
    }
    node.count = runs;
    return true;
  }

  /** Returns the place of a config if its name alone does not identify it. */
  placeOf({ name, root, config }: ConfigNode): string | undefined {
    const alike = [...this.nodes.values()].filter((other) => other.name === name);
    const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
    if (alike.length < 2) {
      return several ? vscode.workspace.getWorkspaceFolder(config)?.name : undefined;
    }
    return vscode.workspace.asRelativePath(root, several);
  }

  private of(root: string, name: string, folders: number): ConfigNode {
    const key = path.join(root, name);
    let node = this.nodes.get(key);
    if (!node) {
      node = configNode(root, name, folders);
      this.nodes.set(key, node);
    }
    node.count = folders - (this.missing.get(node) ?? 0);
    return node;
  }

  private decideWhatIsOpen(placed: readonly PlacedRuns[]): void {
    const first = this.expanded.size === 0;
    const newestOf = ({ folders: [folder] }: PlacedRuns) => path.basename(folder);
    const newest = placed.map(newestOf).sort().at(-1);
    for (const runs of placed) {
      const node = this.of(runs.root, runs.name, runs.folders.length);
      if (!this.expanded.has(node)) {
        // A config that is listed later has just had its first run.
        this.expanded.set(node, !first || placed.length <= fewConfigs || newestOf(runs) === newest);
      }
    }
  }
}
