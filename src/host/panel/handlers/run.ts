/**
 * Handles messages about the run that the page shows: its training, its snapshots, and sequences and patterns
 * in them.
 */
import * as vscode from 'vscode';
import type { Handlers, PanelParts } from './handlers';

export function runHandlers({ config, run }: PanelParts) {
  const { snapshots, picks, pattern, embedding } = run;
  return {
    train: () => {
      vscode.commands.executeCommand('unroll.train', config);
    },
    cancel: () => {
      vscode.commands.executeCommand('unroll.cancel', config);
    },
    showSnapshot: ({ update }) => snapshots.choose(update),
    askSpectrum: ({ update, block }) => snapshots.computeSpectrum(update, block),
    analyse: ({ update, probe, layer }) => snapshots.analyse({ update, probe, layer }),
    pickSequence: ({ update, query }) => picks.pick(update, query),
    cancelPick: () => picks.cancel(),
    findPattern: ({ id, question }) => {
      pattern.find(id, question);
    },
    stopPattern: () => pattern.cancel(),
    askEmbedding: ({ of }) => embedding.ask(of),
  } satisfies Partial<Handlers>;
}
