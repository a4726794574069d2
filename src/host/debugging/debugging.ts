/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that goes with it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { configFolder, configName, isConfig } from '../configFile';
import { debugType, Sessions } from './sessions';

export class Debugging implements vscode.Disposable {
  /** Those that go on. */
  readonly sessions: Sessions;
  private readonly parts: vscode.Disposable;

  /**
   * @param extension folder of the extension
   * @param follow where the debugger of a config stands, or what was changed in it, is another
   */
  constructor(extension: string, follow: (config: vscode.Uri) => void) {
    const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
    this.sessions = new Sessions(extension, follow, (session, event) => {
      if (event === 'unroll.dataChanged') {
        this.offerChanged(session);
      }
    });
    this.parts = vscode.Disposable.from(
      this.sessions,
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
