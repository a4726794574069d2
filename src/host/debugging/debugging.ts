/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that accompanies it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { configName, isConfig } from '../common/configFile';
import type { Log } from '../common/log';
import type { Runs } from '../runs/runs';
import { registerConfigHover } from './configHover';
import { registerHoverExpressions } from './hoverExpressions';
import { registerLaunchCompletion } from './launchCompletion';
import { launches } from './launches';
import { debugType, Sessions } from './sessions';

/** The panels, as far as the debugger works with them. */
export interface DebuggedPanels {
  /** Config of the panel that has the focus. */
  readonly active: vscode.Uri | undefined;
  /** Shows in the config's panel the current place of its debugger and what was changed in it. */
  debugged(config: vscode.Uri): void;
  /** Makes the editor that is opened next appear beside the config's panel. */
  makeRoomBeside(config: vscode.Uri): Promise<void>;
}

export class Debugging implements vscode.Disposable {
  /** Debug sessions in progress. */
  readonly sessions: Sessions;
  private readonly parts: vscode.Disposable;

  /**
   * @param extension folder of the extension
   * @param panels panels that accompany the debuggers of their configs
   */
  constructor(
    extension: string,
    private readonly panels: () => DebuggedPanels,
    private readonly runs: Runs,
    log: Log,
  ) {
    const follow = (config: vscode.Uri) => panels().debugged(config);
    this.sessions = new Sessions(extension, follow, (session, event) => {
      if (event === 'unroll.dataChanged') {
        this.offerChanged(session);
      }
    });
    this.parts = vscode.Disposable.from(
      this.sessions,
      vscode.debug.registerDebugConfigurationProvider(debugType, {
        resolveDebugConfigurationWithSubstitutedVariables: async (folder, configuration) => {
          const launch = withAbsolutePaths(folder, configuration);
          if (typeof launch.config === 'string') {
            await panels().makeRoomBeside(vscode.Uri.file(launch.config));
          }
          return launch;
        },
      }),
      registerLaunchCompletion(debugType, runs, log),
      registerHoverExpressions(debugType),
      registerConfigHover(this.sessions),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  /**
   * @param what description of what is debugged, in a few words
   * @param keys keys of the launch beside the config
   */
  async start(config: vscode.Uri, what: string, keys: object): Promise<void> {
    const name = `${configName(config)}, ${what}`;
    const launch = { type: debugType, request: 'launch', name, config: config.fsPath, ...keys };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(config), launch);
  }

  /**
   * Completes a configuration that does not name a config; undefined if there is nothing to debug, which is
   * then shown.
   */
  resolve(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
    return resolved(configuration, this.panels().active);
  }

  /** Returns the launches that are offered without a `launch.json`: the newest run of each config. */
  launches(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    return launches(debugType, folder, this.runs);
  }

  /** Offers to debug the current sequences, although the data was edited since the model was trained. */
  private async offerChanged({ workspaceFolder, configuration }: vscode.DebugSession): Promise<void> {
    const proceed = 'Debug What It Is Now';
    const chosen = await vscode.window.showWarningMessage(
      'The data is not what it was when this model was trained.',
      proceed,
    );
    if (chosen === proceed) {
      await vscode.debug.startDebugging(workspaceFolder, { ...configuration, acceptChangedData: true });
    }
  }
}

/** Configuration that is debugged if there is no `launch.json`. */
const usual = {
  type: debugType,
  request: 'launch',
  name: 'Debug the sequence that is watched',
  config: `\${file}`,
} as const;

/**
 * F5 without a `launch.json` passes an empty configuration: the config is then the focused panel's or the
 * editor's.
 */
function resolved(
  configuration: vscode.DebugConfiguration,
  ofPanel: vscode.Uri | undefined,
): vscode.DebugConfiguration | undefined {
  const given = configuration.type ? configuration : { ...configuration, ...usual };
  const active = ofPanel ?? vscode.window.activeTextEditor?.document.uri;
  if (given.config === undefined || given.config === usual.config) {
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
  // A value that is no path stays as it is: the debugger reports which key is wrong.
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
