/**
 * List of runs before the rest of the extension is loaded: VS Code requires it at activation, but asks for
 * lines only when the list is visible.
 */
import * as vscode from 'vscode';

export class LazyTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private tree: vscode.TreeDataProvider<Node> | undefined;
  private subscription: vscode.Disposable | undefined;

  /** @param load returns the tree, which it creates the first time */
  constructor(private readonly load: () => Promise<vscode.TreeDataProvider<Node>>) {}

  async getChildren(node?: Node): Promise<Node[]> {
    const tree = await this.loaded();
    return (await tree.getChildren(node)) ?? [];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    return (await this.loaded()).getTreeItem(node);
  }

  async getParent(node: Node): Promise<Node | undefined> {
    return (await (await this.loaded()).getParent?.(node)) ?? undefined;
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: Node,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    return (await (await this.loaded()).resolveTreeItem?.(item, node, token)) ?? item;
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }

  private async loaded(): Promise<vscode.TreeDataProvider<Node>> {
    const tree = await this.load();
    if (this.tree !== tree) {
      this.tree = tree;
      this.subscription?.dispose();
      this.subscription = tree.onDidChangeTreeData?.((nodes) => {
        this.changed.fire(
          nodes === undefined || nodes === null ? undefined : Array.isArray(nodes) ? nodes : [nodes],
        );
      });
    }
    return tree;
  }
}
