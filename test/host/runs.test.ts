import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Log } from '../../src/host/common/log';
import { Trainings } from '../../src/host/runs/trainings';
import { LiveRuns } from '../../src/host/runsView/liveRuns';
import type { ConfigNode, RunNode, RunsNode } from '../../src/host/runsView/node';
import { RunPlaces } from '../../src/host/runsView/runPlaces';
import { RunTree } from '../../src/host/runsView/runTree';
import { RunWorker } from '../../src/run/client/client';
import { metricsOf, twoFindings, writeRun } from '../unit/run/storedRun';
import { quickConfig, root, until, writeConfig } from './workspace';

/** The list in a window of its own, as VS Code would show it. */
class Shown implements vscode.Disposable {
  readonly worker = new RunWorker(path.join(__dirname, '..', '..', 'worker.js'));
  readonly trainings = new Trainings(() => this.worker);
  private readonly log = new Log();
  private readonly live = new LiveRuns(this.trainings);
  readonly places = new RunPlaces(this.log);
  readonly tree = new RunTree(this.places, this.live, this.log);
  /** Lines that were refreshed individually, not with the whole list. */
  readonly renewed: RunNode[] = [];
  private readonly clock = setInterval(() => this.look(), 1000);

  constructor() {
    this.tree.onDidChangeTreeData((nodes) => {
      this.renewed.push(...(nodes ?? []).filter((node) => node.kind === 'run'));
    });
  }

  async config(name: string): Promise<ConfigNode | undefined> {
    const nodes = await this.tree.getChildren();
    return nodes.find((node): node is ConfigNode => node.kind === 'config' && node.name === name);
  }

  async children(name: string): Promise<RunsNode[]> {
    const config = await this.config(name);
    return config ? this.tree.getChildren(config) : [];
  }

  async lines(name: string): Promise<string[]> {
    const nodes = await this.children(name);
    return nodes.map((node) => {
      const { label, description } = this.tree.getTreeItem(node);
      return `${label} ${description}`;
    });
  }

  async dispose(): Promise<void> {
    clearInterval(this.clock);
    vscode.Disposable.from(this.tree, this.places, this.live, this.trainings, this.log).dispose();
    await this.worker.dispose();
  }

  private async look(): Promise<void> {
    await this.places.look();
    await this.tree.look();
  }
}

describe('the list of runs', () => {
  let shown: Shown;
  let weather: string;
  before(async () => {
    weather = path.join(root(), 'weather');
    writeConfig('listed', quickConfig());
    writeConfig('another', quickConfig());
    shown = new Shown();
    await shown.tree.getChildren();
  });
  after(() => shown.dispose());

  it('shows what another process writes, the latest first, with each result', async () => {
    const named = (day: number) => `2026-03-0${day}T10-00-00.000Z-abcd`;
    const record = { startedAt: new Date(2026, 2, 4, 10, 7).toISOString() };
    writeRun(weather, 'listed', named(2), {
      record: { status: 'failed', validationLoss: null, error: 'NaN' },
    });
    writeRun(weather, 'listed', named(4), { record, model: { cell: 'gru' }, diagnosis: twoFindings });
    writeRun(weather, 'another', named(3), {});
    mkdirSync(path.join(weather, '.unroll', 'listed', named(9)), { recursive: true }); // not a run
    const lines = await until('both runs', async () => {
      const found = await shown.lines('listed');
      return found.length === 2 && found.every((line) => /·/.test(line)) && found;
    });
    assert.match(lines[0], /^4 Mar.* 10:07 GRU · 0\.123 · [▁▂▃▄▅▆▇█]{6} · 2 findings$/);
    assert.match(lines[1], /LSTM · 0\.11 · [▁▂▃▄▅▆▇█]{6} · failed$/);
    const config = await shown.config('listed');
    assert.ok(config);
    assert.equal(shown.tree.getTreeItem(config).description, '2 runs');
  });

  it('shows a run whose record is written slightly after its folder, and drops a folder that is removed', async () => {
    const run = writeRun(weather, 'another', '2026-03-08T10-00-00.000Z-abcd');
    renameSync(path.join(run, 'run.json'), path.join(run, 'later.json'));
    await until('the other run alone', async () => (await shown.children('another')).length === 1);
    renameSync(path.join(run, 'later.json'), path.join(run, 'run.json'));
    await until('the new run', async () => (await shown.children('another')).length === 2);
    rmSync(run, { recursive: true });
    await until('its end', async () => (await shown.children('another')).length === 1);
  });

  it('shows all details in the hover, read on request', async () => {
    const [node] = await shown.children('listed');
    const item = shown.tree.getTreeItem(node);
    assert.equal(item.tooltip, undefined);
    const { token } = new vscode.CancellationTokenSource();
    const { tooltip } = await shown.tree.resolveTreeItem(item, node, token);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Best validation loss \| 0\\?\.05, 0\\?\.1 of the baseline, in epoch 3/);
    assert.match(tooltip.value, /The gradient vanishes/);
    assert.ok(!tooltip.isTrusted);
  });

  it('follows a training of this window in place, from its first epoch to its end', async () => {
    const config = writeConfig('going', quickConfig({ training: { epochs: 100_000 } }));
    const training = shown.trainings.start(config, readFileSync(config.fsPath, 'utf8'));
    const epoch = async () => {
      const [line = ''] = await shown.lines('going');
      return Number(/epoch (\d+) of 100000/.exec(line)?.[1]);
    };
    const first = await until('its line', async () => (await epoch()) || undefined);
    await until('its next epochs', async () => (await epoch()) > first);
    const [node] = await shown.children('going');
    shown.renewed.length = 0;
    await until('a change of its line alone', () => shown.renewed.includes(node as RunNode));
    assert.equal(shown.tree.getTreeItem(node).contextValue, 'run live');
    training.cancel();
    await training.finished;
    await until('its end', async () => /· cancelled/.test((await shown.lines('going')).join()));
    assert.equal(shown.tree.getTreeItem((await shown.children('going'))[0]).contextValue, 'run ended');
  });

  it('takes up to five hundred runs a page at a time', async () => {
    const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + 60_000 * n).toISOString().replaceAll(':', '-');
    for (let n = 0; n < 500; n++) {
      writeRun(weather, 'many', `${at(n)}-abcd`, { metrics: metricsOf(2) });
    }
    const listed = await until('the config', async () => {
      const nodes = await shown.children('many');
      return nodes.length === 101 && nodes;
    });
    const more = listed.at(-1);
    assert.ok(more?.kind === 'more');
    assert.equal(more.hidden, 400);
    assert.match(path.basename(listed[0].kind === 'run' ? listed[0].folder : ''), /^2026-01-01T08-19/);
    shown.tree.showMore(more.of);
    assert.equal((await shown.children('many')).length, 201);
    rmSync(path.join(weather, '.unroll', 'many'), { recursive: true });
  });

  describe('with the commands of the view', () => {
    let run: string;
    before(() => {
      run = writeRun(weather, 'listed', '2026-03-06T10-00-00.000Z-abcd');
    });
    const execute = (command: string, ...args: readonly unknown[]) =>
      vscode.commands.executeCommand(`unroll.runs.${command}`, ...args);

    it('renames a run', async () => {
      await execute('rename', vscode.Uri.file(run), 'the best so far');
      assert.equal(readFileSync(path.join(run, 'title.txt'), 'utf8'), 'the best so far\n');
      await until('its name', async () =>
        (await shown.lines('listed'))[0]?.startsWith('the best so far LSTM'),
      );
      await execute('rename', vscode.Uri.file(run), '');
      assert.ok(!existsSync(path.join(run, 'title.txt')));
    });

    it('deletes runs, and restores them with the button of the message', async () => {
      execute('delete', vscode.Uri.file(run)); // it ends once the message is closed
      await until('its end', () => !existsSync(run));
      await until('the list without it', async () => (await shown.children('listed')).length === 2);
      await vscode.commands.executeCommand('notifications.showList');
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      await until('it back', () => existsSync(path.join(run, 'run.json')), 10);
      await until('the list with it', async () => (await shown.children('listed')).length === 3);
    });

    it('does not delete a running run', async () => {
      const going = writeRun(weather, 'listed', '2026-03-07T10-00-00.000Z-abcd', {
        record: { status: 'running' },
      });
      await execute('delete', vscode.Uri.file(going));
      assert.ok(existsSync(path.join(going, 'run.json')));
      rmSync(going, { recursive: true });
    });

    it('opens the panel of a run, and compares runs there', async () => {
      const other = path.join(weather, '.unroll', 'listed', '2026-03-04T10-00-00.000Z-abcd');
      await execute('open', vscode.Uri.file(run));
      await execute('compare', vscode.Uri.file(run), [vscode.Uri.file(run), vscode.Uri.file(other)]);
      const labels = () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs.map(({ label }) => label))
          .filter((label) => label === 'Unroll: listed');
      await until('the panel', () => labels().length > 0);
      assert.equal(labels().length, 1);
    });

    it('copies the paths of runs', async () => {
      await execute('copyPath', vscode.Uri.file(run));
      assert.equal(await vscode.env.clipboard.readText(), run);
    });
  });
});
