/** Handles requests for the values of tensors: each goes to the part that knows their source. */
import type { TensorSource } from '../../../protocol/panel';
import type { TensorOf } from '../tensorSender';
import type { Handlers, PanelParts, Received } from './handlers';

export function tensorHandlers(parts: PanelParts) {
  return { askTensors: (message) => requestTensors(parts, message) } satisfies Partial<Handlers>;
}

function requestTensors(
  { run, debugged, comparison }: PanelParts,
  { tensors }: Received<'askTensors'>,
): void {
  const snapshot: TensorOf<Extract<TensorSource, { of: 'snapshot' }>>[] = [];
  const whatIf: TensorOf<Extract<TensorSource, { of: 'recorded' | 'changed' }>>[] = [];
  const compared: TensorOf<Extract<TensorSource, { of: 'compared' }>>[] = [];
  for (const { source, name } of tensors) {
    switch (source.of) {
      case 'snapshot':
        snapshot.push({ source, name });
        break;
      case 'recorded':
      case 'changed':
        whatIf.push({ source, name });
        break;
      case 'compared':
        compared.push({ source, name });
        break;
    }
  }
  if (snapshot.length > 0) {
    run.snapshots.request(snapshot);
  }
  if (whatIf.length > 0) {
    debugged.request(whatIf);
  }
  comparison.traces.request(compared);
}
