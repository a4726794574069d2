/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that goes with it. */
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { configFolder, configName, isConfig, readableFolders } from '../configFile';
import { ThreadAdapter } from './adapter';

export const debugType = 'unroll';

/** Hears where a session stands. @param step null: it has ended */
type Follower = (config: vscode.Uri, step: number | null) => void;

const placeSchema = z.object({ step: z.int().min(0) });

export class Debugging implements vscode.Disposable {
  /** By config: the one that was started last. */
  private readonly sessions = new Map<string, vscode.DebugSession>();
  private readonly parts: vscode.Disposable;

  /**
   * @param extension folder of the extension
   * @param follow is told of every step
   */
  constructor(
    private readonly extension: string,
    private readonly follow: Follower,
  ) {
    const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
    this.parts = vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(debugType, {
        resolveDebugConfiguration: (_folder, configuration) => resolved(configuration),
        resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
          withAbsolutePaths(folder, configuration),
      }),
      vscode.debug.registerDebugConfigurationProvider(
        debugType,
        { provideDebugConfigurations: () => [usual] },
        Dynamic,
      ),
      vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: (session) => this.adapterOf(session),
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        const place = placeSchema.safeParse(body);
        if (session.type === debugType && event === 'unroll.place' && place.success) {
          this.sessions.set(configOf(session).toString(), session);
          this.follow(configOf(session), place.data.step);
        }
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event }) => {
        if (session.type === debugType && event === 'unroll.dataChanged') {
          this.offerChanged(session);
        }
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        const config = session.type === debugType ? configOf(session) : undefined;
        if (config && this.sessions.get(config.toString()) === session) {
          this.sessions.delete(config.toString());
          this.follow(config, null);
        }
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  /**
   * @param what is debugged, in a few words
   * @param keys of the launch beside the config
   */
  async start(config: vscode.Uri, what: string, keys: object): Promise<void> {
    const name = `${configName(config)}, ${what}`;
    const launch = { type: debugType, request: 'launch', name, config: config.fsPath, ...keys };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(config), launch);
  }

  /** Has the debugger of a config's sequence go to a step. */
  async goTo(config: vscode.Uri, step: number): Promise<void> {
    await this.sessions.get(config.toString())?.customRequest('unroll.goto', { step });
  }

  /** The data was edited since the model was trained: what the sequences are now can be debugged all the same. */
  private async offerChanged({ workspaceFolder, configuration }: vscode.DebugSession): Promise<void> {
    const goOn = 'Debug What It Is Now';
    const chosen = await vscode.window.showWarningMessage(
      'The data is not what it was when this model was trained.',
      goOn,
    );
    if (chosen === goOn) {
      await vscode.debug.startDebugging(workspaceFolder, { ...configuration, acceptChangedData: true });
    }
  }

  private adapterOf(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const thread = path.join(this.extension, 'dist', 'debugger.js');
    const roots = readableFolders(configOf(session));
    return new vscode.DebugAdapterInlineImplementation(new ThreadAdapter(thread, { roots }));
  }
}

function configOf({ configuration }: vscode.DebugSession): vscode.Uri {
  return vscode.Uri.file(String(configuration.config));
}

/** What is debugged where no `launch.json` says it. */
const usual = {
  type: debugType,
  request: 'launch',
  name: 'Debug the sequence that is watched',
  config: `\${file}`,
} as const;

/** F5 without a `launch.json` gives nothing: then it is the config in the editor. */
function resolved(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  const given = configuration.type ? configuration : { ...configuration, ...usual };
  const active = vscode.window.activeTextEditor?.document.uri;
  if (given.config === undefined || (given.config === usual.config && !(active && isConfig(active)))) {
    const config = active && isConfig(active) ? active.fsPath : undefined;
    if (config === undefined) {
      void vscode.window.showErrorMessage(
        'Open a config (NAME.unroll.json) to debug its newest run, or name one in launch.json as "config".',
      );
      return undefined;
    }
    return { ...given, config };
  }
  return given;
}

function withAbsolutePaths(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  const config = absolute(String(configuration.config), folder?.uri.fsPath);
  const near = configFolder(vscode.Uri.file(config));
  const optional = (key: string) =>
    typeof configuration[key] === 'string' ? { [key]: absolute(configuration[key], near) } : {};
  return { ...configuration, config, ...optional('run'), ...optional('checkpoint') };
}

function absolute(file: string, base: string | undefined): string {
  return base === undefined || path.isAbsolute(file) ? file : path.join(base, file);
}
