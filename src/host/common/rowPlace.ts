/** Which line of which data file a command speaks of. Arguments of commands may come from anywhere, so they are checked. */
import * as vscode from 'vscode';
import * as z from 'zod';

const schema = z.object({ file: z.string(), line: z.int().min(0) });

export interface RowPlace {
  readonly file: vscode.Uri;
  /** From 0. */
  readonly line: number;
}

/** As the argument of `unroll.probeRow`. */
export function rowPlace(file: vscode.Uri, line: number): unknown {
  return { file: file.toString(), line };
}

/** @throws where it is none */
export function readRowPlace(argument: unknown): RowPlace {
  const checked = schema.safeParse(argument);
  if (!checked.success) {
    throw new Error(
      'say which line is meant: it is offered over the cursor in a data file that a run has read',
    );
  }
  return { file: vscode.Uri.parse(checked.data.file, true), line: checked.data.line };
}
