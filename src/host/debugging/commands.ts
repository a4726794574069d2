/** The command that debugs the sequence of a row. */
import type { CommandMaker, Commands } from '../common/command';
import type { DataReaders } from '../runs/dataReaders';
import { readerOfRow } from '../runs/readerOfRow';
import type { Debugging } from './debugging';

export function debuggingCommands(
  make: CommandMaker,
  debugging: Debugging,
  readers: DataReaders,
): Commands<'debugRow'> {
  return {
    /** Its argument is a line of a data file that a run has read. */
    debugRow: make.command('Debug This Sequence', async (place, title) => {
      const { line, config } = await readerOfRow(readers, place, title);
      if (config) {
        await debugging.start(config, `line ${line + 1}`, { line });
      }
    }),
  };
}
