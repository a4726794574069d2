/**
 * Argument of a command that names a line of a data file. Arguments of commands may come from anywhere, so
 * they are checked.
 */
import * as vscode from 'vscode';
import * as z from 'zod';

const schema = z.object({ file: z.string(), line: z.int().min(0) });

export interface RowPlace {
  readonly file: vscode.Uri;
  /** Number of the line, from 0. */
  readonly line: number;
}

/** Makes the argument of `unroll.probeRow`. */
export function rowPlace(file: vscode.Uri, line: number): unknown {
  return { file: file.toString(), line };
}

/** @throws if the argument names no line */
export function readRowPlace(argument: unknown): RowPlace {
  const checked = schema.safeParse(argument);
  if (!checked.success) {
    throw new Error(
      'name the line: this command is offered above the cursor in a data file that a run has read',
    );
  }
  return { file: vscode.Uri.parse(checked.data.file, true), line: checked.data.line };
}
