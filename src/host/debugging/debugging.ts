/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that goes with it. */
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
  /** Shows in the config's panel where its debugger stands now, and what was changed in it. */
  debugged(config: vscode.Uri): void;
  /** Has what is opened next stand beside the config's panel. */
  makeRoomBeside(config: vscode.Uri): Promise<void>;
}

export class Debugging implements vscode.Disposable {
  /** Those that go on. */
  readonly sessions: Sessions;
  private readonly parts: vscode.Disposable;

  /**
   * @param extension folder of the extension
   * @param panels which go with the debuggers of their configs
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
    return resolved(configuration, this.panels().active);
  }

  /** What is offered without a `launch.json`: the newest run of each config. */
  launches(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    return launches(debugType, folder, this.runs);
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
}

/** What is debugged where no `launch.json` says it. */
const usual = {
  type: debugType,
  request: 'launch',
  name: 'Debug the sequence that is watched',
  config: `\${file}`,
} as const;

/** F5 without a `launch.json` gives nothing: then it is the config in the editor, or of the panel that has the focus. */
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
