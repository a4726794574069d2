/** The last traces of the compared runs, and which of their tensors can be drawn side by side. Pure. */
import { gateTitle } from '../../src/notation/cells';
import { elementsOf } from '../../src/notation/shape';
import { layerText, parseTensorName, type Quantity } from '../../src/notation/tensorNames';
import type { PanelProbe, TensorSource } from '../../src/protocol/panel';
import { Assembly, type TensorPart } from './snapshots';

export interface ComparedTrace {
  /** Updates done at the snapshot. */
  readonly update: number;
  readonly probe: PanelProbe;
}

export interface SideBySide {
  /** The comparison's id. */
  readonly id: number;
  /** The trace of each run; null for a run without one. */
  readonly traces: readonly (ComparedTrace | null)[];
  readonly assembly: Assembly;
}

export function sideBySide(id: number, traces: SideBySide['traces']): SideBySide {
  return { id, traces, assembly: new Assembly() };
}

/**
 * In each run only the tensor that arrived last keeps its values, because the tensors are viewed one at a
 * time.
 */
export function withComparedPart(
  shown: SideBySide | null,
  { comparison, run, update }: Extract<TensorSource, { of: 'compared' }>,
  { name, at, values }: TensorPart,
): SideBySide | null {
  const trace = shown?.traces.at(run);
  const tensor = trace?.probe.tensors.find((candidate) => candidate.name === name);
  if (!shown || shown.id !== comparison || !trace || trace.update !== update || !tensor) {
    return shown;
  }
  const elements = elementsOf(tensor.shape);
  const whole = shown.assembly.take(`${run} ${name}`, at, values, elements);
  if (!whole) {
    return shown;
  }
  const tensors = trace.probe.tensors.map((candidate) => ({
    ...candidate,
    values: candidate === tensor ? whole : null,
  }));
  const next = { ...trace, probe: { ...trace.probe, tensors } };
  return { ...shown, traces: shown.traces.map((other, r) => (r === run ? next : other)) };
}

/**
 * Matrices over steps and units that at least one run has: their name, and a label such as
 * `Hidden state h, layer 0`.
 */
export function comparable({
  traces,
}: SideBySide): readonly { readonly name: string; readonly label: string }[] {
  const names = new Set(traces.flatMap((trace) => trace?.probe.tensors.map(({ name }) => name) ?? []));
  return [...names].flatMap((name) => {
    const parsed = parseTensorName(name);
    const label =
      parsed && parsed.quantity !== 'preactivation' && quantityTitle(parsed.quantity, parsed.gate);
    return label ? [{ name, label: `${label}, ${layerText(parsed.layer)}` }] : [];
  });
}

function quantityTitle(quantity: Exclude<Quantity, 'preactivation'>, gate: string): string {
  switch (quantity) {
    case 'h':
      return 'Hidden state h';
    case 'c':
      return 'Cell state c';
    case 'grad.h':
      return '∂L/∂h';
    case 'grad.c':
      return '∂L/∂c';
    case 'gate':
      return gateTitle(gate);
  }
}
