/**
 * Messages between the extension host and the panel. Each is defined by a schema, from which its type is
 * derived and with which the receiver checks it. A new message is a schema in its file of `panel/`, and a
 * case where the receiver handles that file's messages: `src/host/panel/handlers/` and
 * `webview/state/reducers/`.
 *
 * The form of a name shows the direction of the message. A request or an order of the page is a verb in the
 * imperative: `askSpectrum`, `pickSequence`, `train`; only `ready` is a state. An answer or a report of the
 * host is a noun or a participle: `spectrum`, `sequencePicked`, `metrics`; only `show` is an order.
 */
import type * as z from 'zod/mini';
import type { hostToPanel } from './panel/hostToPanel';
import type { panelToHost } from './panel/panelToHost';
import type { Sent } from './panel/values';

export type { PanelView } from './panel/page';
export type { PanelProbe, PanelTensor, WeightBlock } from './panel/snapshots';
export type { RequestedTensor, SnapshotTensor, TensorSource } from './panel/tensors';

export type HostToPanel = Sent<z.output<typeof hostToPanel>>;
export type PanelToHost = Sent<z.output<typeof panelToHost>>;

/** A union's messages by their type. */
export type ByType<M extends { readonly type: string }> = { readonly [T in M as T['type']]: T };

/** A message of one of the given types, so that a table of handlers can be called with it. */
export type Typed<M extends { readonly type: string }, T extends M['type']> = {
  [K in T]: { readonly type: K } & ByType<M>[K];
}[T];
