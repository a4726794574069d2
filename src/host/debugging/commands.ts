/** The command that debugs the sequence of a row. */
import type * as vscode from 'vscode';
import type { CommandMaker, Commands } from '../common/command';
import type { Debugging } from './debugging';

/** @param rowOf a line of a data file, and the config whose run has read it */
export function debuggingCommands(
  make: CommandMaker,
  debugging: Debugging,
  rowOf: (place: unknown, title: string) => Promise<{ line: number; config: vscode.Uri | undefined }>,
): Commands<'debugRow'> {
  return {
    /** Its argument is a line of a data file that a run has read. */
    debugRow: make.command('Debug This Sequence', async (place, title) => {
      const { line, config } = await rowOf(place, title);
      if (config) {
        await debugging.start(config, `line ${line + 1}`, { line });
      }
    }),
  };
}
