/**
 * Messages between the extension host and the panel. Each is defined by a schema, from which its type comes and with which the
 * receiver checks it. One that is new is a schema in its file of `panel/`, and a case where the receiver handles that file's
 * messages: `src/host/panel/handlers/` and `webview/state/reducers/`.
 *
 * A name says which way a message goes. What the page asks or orders is a verb in the imperative: `askSpectrum`, `pickSequence`,
 * `train`; `ready` alone says how it is. What the host answers or reports is a noun or a participle: `spectrum`, `sequencePicked`,
 * `metrics`; `show` alone is an order.
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

/** By its type, one message of a union. */
export type ByType<M extends { readonly type: string }> = { readonly [T in M as T['type']]: T };

/** A message of one of the given types, so that a table of handlers can be called with it. */
export type Typed<M extends { readonly type: string }, T extends M['type']> = {
  [K in T]: { readonly type: K } & ByType<M>[K];
}[T];
