/** The debugger in the editor: what F5 starts, in which thread it runs, and the panel that goes with it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { configFolder, isConfig, readableFolders } from '../configFile';
import { ThreadAdapter } from './adapter';

export const debugType = 'unroll';

/** @param extension folder of the extension */
export function registerDebugger(extension: string): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(debugType, {
      resolveDebugConfiguration: (_folder, configuration) => resolved(configuration),
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
        withAbsolutePaths(folder, configuration),
    }),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: () => [usual] },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: ({ configuration }) => {
        const config = vscode.Uri.file(String(configuration.config));
        const thread = path.join(extension, 'dist', 'debugger.js');
        return new vscode.DebugAdapterInlineImplementation(
          new ThreadAdapter(thread, { roots: readableFolders(config) }),
        );
      },
    }),
  );
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
