/**
 * Debug sessions of the window: the place and the what-if that each sends in custom events, and the what-if's
 * values.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { frameId } from '../../debug/protocolIds';
import type { DebuggedPlace, WhatIf, WhatIfTensor } from '../../protocol/debugged';
import { readableFolders } from '../common/configFile';
import { ThreadAdapter } from './adapter';

export const debugType = 'unroll';

/** State of a session. */
export interface Debugged {
  readonly place: DebuggedPlace;
  /** Null if nothing was changed in the session. */
  readonly whatIf: WhatIf | null;
}

interface Session {
  readonly session: vscode.DebugSession;
  readonly adapter: ThreadAdapter;
  readonly place: DebuggedPlace | null;
  readonly whatIf: (WhatIf & { readonly version: number }) | null;
}

const evaluated = z.object({ result: z.string() });
const index = z.int().min(0);
const placeSchema = z.object({
  run: z.string().nullable(),
  update: index,
  set: z.enum(['training', 'validation']),
  sequence: index,
  watched: index.nullable(),
  step: index,
});
const whatIfSchema = z.object({
  whatIf: z
    .object({
      version: index,
      label: z.string(),
      update: index,
      stepLabels: z.array(z.string()),
      changes: z.array(
        z.object({ words: z.string(), name: z.string(), step: index, unit: index.nullable() }),
      ),
      tensors: z.array(z.object({ name: z.string(), shape: z.array(index) })),
    })
    .nullable(),
});

export class Sessions implements vscode.Disposable {
  private readonly sessions = new Map<string, Session>();
  /** Id of the session that stopped last, by config. */
  private readonly last = new Map<string, string>();
  private readonly parts: vscode.Disposable;

  /**
   * @param extension folder of the extension
   * @param changed is called when `of` has a new state for a config
   * @param received is called for every other custom event
   */
  constructor(
    private readonly extension: string,
    private readonly changed: (config: vscode.Uri) => void,
    received: (session: vscode.DebugSession, event: string) => void,
  ) {
    this.parts = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: (session) => this.adapterOf(session),
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        const known = this.sessions.get(session.id);
        const place = event === 'unroll.place' ? placeSchema.safeParse(body) : undefined;
        const sent = event === 'unroll.whatIf' ? whatIfSchema.safeParse(body) : undefined;
        if (known && place?.success) {
          this.last.set(configOf(session).toString(), session.id);
          this.take({ ...known, place: place.data });
        } else if (known && sent?.success) {
          const { whatIf } = sent.data;
          this.take({ ...known, whatIf: whatIf && { ...whatIf, id: `${session.id} ${whatIf.version}` } });
        } else if (session.type === debugType) {
          received(session, event);
        }
      }),
      vscode.debug.onDidTerminateDebugSession((session) => this.forget(session)),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  /** Returns the state of the config's session that stopped last; undefined if there is none. */
  of(config: vscode.Uri): Debugged | undefined {
    const { place, whatIf } = this.lastOf(config) ?? {};
    return place ? { place, whatIf: whatIf ?? null } : undefined;
  }

  /** Moves the debugger of a config to a step. */
  async goTo(config: vscode.Uri, step: number): Promise<void> {
    await this.lastOf(config)?.session.customRequest('unroll.goto', { step });
  }

  /** Returns the value of an expression at the place of a config's session; undefined if it has none. */
  async evaluate(config: vscode.Uri, expression: string): Promise<string | undefined> {
    const { session, place } = this.lastOf(config) ?? {};
    if (!session || !place) {
      return undefined;
    }
    try {
      const frame = frameId('forward', place.step);
      const answer: unknown = await session.customRequest('evaluate', { expression, frameId: frame });
      return evaluated.parse(answer).result;
    } catch {
      return undefined; // nothing is shown for an expression without a value
    }
  }

  /** Returns the values of a tensor of a what-if; undefined if it no longer exists. */
  async valuesOf({ whatIf, of, name }: WhatIfTensor): Promise<Float32Array<ArrayBuffer> | undefined> {
    const holder = [...this.sessions.values()].find((session) => session.whatIf?.id === whatIf);
    return holder?.whatIf ? holder.adapter.valuesOf({ version: holder.whatIf.version, of, name }) : undefined;
  }

  private lastOf(config: vscode.Uri): Session | undefined {
    return this.sessions.get(this.last.get(config.toString()) ?? '');
  }

  private take(session: Session): void {
    this.sessions.set(session.session.id, session);
    this.changed(configOf(session.session));
  }

  private forget(session: vscode.DebugSession): void {
    if (this.sessions.delete(session.id)) {
      const config = configOf(session);
      // Another session of the same config is followed when it stops next.
      if (this.last.get(config.toString()) === session.id) {
        this.last.delete(config.toString());
        this.changed(config);
      }
    }
  }

  private adapterOf(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const thread = path.join(this.extension, 'dist', 'debugger.js');
    const adapter = new ThreadAdapter(thread, { roots: readableFolders(configOf(session)) });
    this.sessions.set(session.id, { session, adapter, place: null, whatIf: null });
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}

function configOf({ configuration }: vscode.DebugSession): vscode.Uri {
  return vscode.Uri.file(String(configuration.config));
}
