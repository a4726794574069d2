/** Handles the messages of the config's form. */
import * as vscode from 'vscode';
import type { Handlers, PanelParts } from './handlers';

export function formHandlers({ form, carryOut }: PanelParts) {
  return {
    edit: ({ path, value }) => form.edit(path, value),
    openConfig: ({ key }) => carryOut('opening the config', () => form.openConfig(key)),
    newConfig: ({ from }) => {
      vscode.commands.executeCommand('unroll.newConfig', from);
    },
  } satisfies Partial<Handlers>;
}
