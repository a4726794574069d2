/** The configs of the list: one line for each as long as it has runs, whether it is open at first, and how many runs it has. */
import path from 'node:path';
import * as vscode from 'vscode';
import { type ConfigNode, configNode, configOfRun } from './node';
import type { PlacedRuns } from './runPlaces';

/** Of so few configs all are open at first, of more the one with the newest run. */
const fewConfigs = 4;

export class ConfigNodes {
  private readonly nodes = new Map<string, ConfigNode>();
  /** As it was decided when a config was first listed; from then on the person decides. */
  private readonly expanded = new Map<ConfigNode, boolean>();
  /** Configs with folders that are no runs yet, as they have no record, and how many. */
  private readonly missing = new Map<ConfigNode, number>();

  get size(): number {
    return this.nodes.size;
  }

  /** Those that have folders without a record. */
  get unfinished(): readonly ConfigNode[] {
    return [...this.missing.keys()];
  }

  /** The configs that have runs now, by name. */
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

  /** The config that a run is one of; undefined of one that is not listed. */
  ofRun(folder: string): ConfigNode | undefined {
    const of = configOfRun(folder);
    return of && this.nodes.get(path.join(of.root, of.name));
  }

  isOpenAtFirst(node: ConfigNode): boolean {
    return this.expanded.get(node) ?? false;
  }

  /**
   * Takes note of how many of a config's folders hold a run.
   * @returns whether its line says something else now
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

  /** Where a config is, if its name does not tell. */
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
        // A config that comes later has just had its first run.
        this.expanded.set(node, !first || placed.length <= fewConfigs || newestOf(runs) === newest);
      }
    }
  }
}
