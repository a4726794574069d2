/** The command that makes a config. */
import * as vscode from 'vscode';
import { presets } from '../../config/presets';
import type { CommandMaker, Commands } from '../common/command';
import { isDataFile } from '../common/configFile';
import { bringUp } from './chooseConfig';
import { type Beginning, newConfig } from './newConfig';

/** @param show opens the panel of a config */
export function configCommands(
  make: CommandMaker,
  show: (config: vscode.Uri) => void,
): Commands<'newConfig'> {
  return {
    /**
     * Its argument is what to begin with: a task, a data file, or `file` for one that is asked for. Without
     * one it begins with the data file that is open, else with whatever is chosen.
     */
    newConfig: make.command('New Config', async (argument, title) => {
      const open = make.target(argument);
      const data = open && isDataFile(open) ? open : undefined;
      const config = await newConfig(beginningOf(argument) ?? data, title);
      if (config) {
        await bringUp(await vscode.workspace.openTextDocument(config));
        show(config);
      }
    }),
  };
}

function beginningOf(argument: unknown): Beginning {
  if (argument === 'file') {
    return argument;
  }
  return presets.find(({ task }) => task === argument)?.task;
}
