/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that goes with it. */
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { configName, isConfig, readableFolders } from '../configFile';
import type { Log } from '../log';
import type { Runs } from '../runs';
import { ThreadAdapter } from './adapter';
import { registerHoverExpressions } from './hoverExpressions';
import { registerLaunchCompletion } from './launchCompletion';
import { launches } from './launches';

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
    private readonly runs: Runs,
    log: Log,
  ) {
    this.parts = vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(debugType, {
        resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
          withAbsolutePaths(folder, configuration),
      }),
      registerLaunchCompletion(debugType, runs, log),
      registerHoverExpressions(debugType),
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

  /** What is debugged, where a configuration does not say it; undefined: nothing, and a person has been told why. */
  resolve(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    return resolved(configuration);
  }

  /** What is offered without a `launch.json`: the newest run of each config. */
  launches(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    return launches(debugType, folder, this.runs);
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
  // What is no path stays as it is: the debugger says which key is wrong.
  const made = (key: string, base: string | undefined) => {
    const value: unknown = configuration[key];
    return typeof value === 'string' && value !== '' ? { [key]: absolute(value, base) } : {};
  };
  const config = made('config', folder?.uri.fsPath);
  const near = config.config === undefined ? undefined : path.dirname(config.config);
  return { ...configuration, ...config, ...made('run', near), ...made('checkpoint', near) };
}

function absolute(file: string, base: string | undefined): string {
  return base === undefined || path.isAbsolute(file) ? file : path.join(base, file);
}
