/** Commands that open the panel, some of them at a sequence. */
import * as vscode from 'vscode';
import type { CommandMaker, Commands } from '../common/command';
import { isDataFile } from '../common/configFile';
import { askPick } from '../common/pickQuestion';
import type { RowPlace } from '../common/rowPlace';
import { configToShow } from '../config/chooseConfig';
import type { DataReaders } from '../runs/dataReaders';
import { chooseReader, readerOfRow } from '../runs/readerOfRow';
import type { Panels } from './panels';

export function panelCommands(
  make: CommandMaker,
  panels: Panels,
  readers: DataReaders,
): Commands<'openPanel' | 'inspectGradients' | 'probeSequence' | 'probeRow'> {
  return {
    openPanel: make.command('Open Panel', async (argument, title) => {
      const config = await configToShow(make.target(argument), title);
      if (config) {
        panels.show(config);
      }
    }),

    inspectGradients: make.command('Inspect Gradients', async (argument, title) => {
      const config = await configToShow(make.target(argument), title);
      if (config) {
        panels.show(config, 'gradients');
      }
    }),

    /**
     * Shows any sequence of the data; in a data file that a run has read the cursor's line is offered too.
     */
    probeSequence: make.command('Probe Sequence', async (argument, title) => {
      const target = make.target(argument);
      const found = target && isDataFile(target) ? await readers.of(target) : [];
      const config = await (found.length > 0 ? chooseReader(found, title) : configToShow(target, title));
      const pick = config && (await askPick(title, found.length > 0 ? cursorPlace(target) : undefined));
      if (config && pick) {
        panels.pick(config, pick);
      }
    }),

    /** Its argument is a line of a data file that a run has read. */
    probeRow: make.command('Probe This Row', async (place, title) => {
      const { file, line, config } = await readerOfRow(readers, place, title);
      if (config) {
        panels.pick(config, { by: 'line', file: file.fsPath, line });
      }
    }),
  };
}

/** The line of the cursor, where this file is in the editor that has the focus, as its run has read it. */
function cursorPlace(file: vscode.Uri | undefined): RowPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return file && editor?.document.uri.toString() === file.toString() && !editor.document.isDirty
    ? { file, line: editor.selection.active.line }
    : undefined;
}
