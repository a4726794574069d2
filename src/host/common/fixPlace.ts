/**
 * Argument of a command that names a fix of a finding. Arguments of commands may come from anywhere, so they
 * are checked.
 */
import * as vscode from 'vscode';
import * as z from 'zod';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';

const schema = z.object({
  config: z.string(),
  rule: z.string(),
  layer: z.string().optional(),
  gate: z.string().optional(),
  fix: z.int().min(0),
});

export interface FixPlace extends Omit<z.output<typeof schema>, 'config'> {
  readonly config: vscode.Uri;
}

/** Makes the argument of `unroll.tryFix`. */
export function fixPlace(config: vscode.Uri, { rule, layer, gate }: Finding, fix: number): unknown {
  return { config: config.toString(), rule, layer, gate, fix };
}

/** @throws if the argument names no fix */
export function readFixPlace(argument: unknown): FixPlace {
  const checked = schema.safeParse(argument);
  if (!checked.success) {
    throw new Error('name the fix and its finding: this command is offered as a quick fix of the problem');
  }
  const { config, ...place } = checked.data;
  return { ...place, config: vscode.Uri.parse(config, true) };
}
