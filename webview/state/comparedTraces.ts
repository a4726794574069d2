/** The last traces of the runs of a comparison, and which of their tensors can be drawn beside each other. Pure. */
import type { PanelProbe, TensorSource } from '../../src/protocol/panel';
import { Assembly, type TensorPart } from './snapshots';
import { gateName } from './traceTensors';

export interface ComparedTrace {
  /** The moment, as updates done. */
  readonly update: number;
  readonly probe: PanelProbe;
}

export interface SideBySide {
  /** Of the comparison. */
  readonly id: number;
  /** By run; null where nothing was watched. */
  readonly traces: readonly (ComparedTrace | null)[];
  readonly assembly: Assembly;
}

export function sideBySide(id: number, traces: SideBySide['traces']): SideBySide {
  return { id, traces, assembly: new Assembly() };
}

/** Only the tensor that came last keeps its values, in each run: they are looked at one after the other. */
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
  const elements = tensor.shape.reduce((product, size) => product * size, 1);
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

/** Matrices over steps and units that at least one run has: name, and what it is called. */
export function comparable({
  traces,
}: SideBySide): readonly { readonly name: string; readonly label: string }[] {
  const names = new Set(
    traces
      .flatMap((trace) => trace?.probe.tensors.map(({ name }) => name) ?? [])
      .filter((name) => /\.(h|c|grad\.[hc]|gate\.\w)$/.test(name)),
  );
  return [...names].map((name) => ({ name, label: labelOf(name) }));
}

/** `Hidden state h, layer 0` */
function labelOf(name: string): string {
  const [, part = '', index = '', reverse, what = ''] = /^(.*?)l(\d+)(_reverse)?\.(.+)$/.exec(name) ?? [];
  const layer = `${part.replace('.', ' ')}layer ${index}${reverse ? ', backward' : ''}`;
  return `${whatText(what)}, ${layer}`;
}

function whatText(what: string): string {
  const fixed: Record<string, string> = {
    h: 'Hidden state h',
    c: 'Cell state c',
    'grad.h': '∂L/∂h',
    'grad.c': '∂L/∂c',
  };
  const letter = what.replace('gate.', '');
  return fixed[what] ?? gateName('ifgo'.includes(letter) ? 'lstm' : 'gru', letter);
}
