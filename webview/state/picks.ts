/** Sequences that the person has picked to look at, beside those that are watched in training. Pure. */
import { count, number, percent, plural } from '../../src/notation/numbers';
import type { PanelProbe } from '../../src/protocol/panel';
import type {
  PickedKey,
  PickedSequence,
  PickProgress,
  ProbeKey,
  SequenceQuery,
} from '../../src/protocol/pickedSequence';

/** A picked sequence, and why it was picked; it can be looked at at any moment that has weights. */
export interface PickEntry extends Omit<PickedSequence, 'loss'> {
  readonly by: SequenceQuery['by'];
  /** Zero-based line of the data file, where it was picked by it. */
  readonly line: number | null;
  /** The moment at which it was picked: a worst sequence is the worst of then. */
  readonly update: number;
}

/** A question to the host that has not been answered. */
export interface PendingPick {
  readonly update: number;
  readonly query: SequenceQuery;
  /** Whether the panel asks by itself, for a sequence that was picked at another moment. */
  readonly again: boolean;
  readonly progress: PickProgress | null;
}

export interface PickTrouble {
  readonly update: number;
  /** The sequence, where it was the one in view. */
  readonly key: ProbeKey | null;
  readonly why: string;
}

/** More are forgotten, the oldest first. */
const mostPicks = 8;

export function keyOf({ set, sequence }: { set: PickedSequence['set']; sequence: number }): PickedKey {
  return `${set} ${sequence}`;
}

/** What a probe of a moment is found by. */
export function probeKey(probes: readonly PanelProbe[], probe: PanelProbe): ProbeKey {
  return probe.picked ? keyOf(probe.picked) : probes.indexOf(probe);
}

export function probeAt(probes: readonly PanelProbe[], key: ProbeKey): PanelProbe | undefined {
  return typeof key === 'number'
    ? probes[key]
    : probes.find(({ picked }) => picked !== undefined && keyOf(picked) === key);
}

/** The probes of a moment with one that was picked; those of training stay in front, where their places find them. */
export function withPicked(
  probes: readonly PanelProbe[],
  probe: PanelProbe & { readonly picked: PickedSequence },
): readonly PanelProbe[] {
  const others = probes.filter(({ picked }) => picked === undefined || keyOf(picked) !== keyOf(probe.picked));
  return [...others, probe];
}

/** The list with a sequence that has just been picked, as the newest. */
export function withPick(
  picks: readonly PickEntry[],
  query: SequenceQuery,
  { loss, ...picked }: PickedSequence,
  update: number,
): readonly PickEntry[] {
  const line = query.by === 'line' ? query.line : null;
  const others = picks.filter((other) => keyOf(other) !== keyOf(picked));
  return [...others, { ...picked, by: query.by, line, update }].slice(-mostPicks);
}

export function isSame(
  one: { update: number; query: SequenceQuery },
  other: { update: number; query: SequenceQuery },
): boolean {
  return one.update === other.update && JSON.stringify(one.query) === JSON.stringify(other.query);
}

/** `worst of validation: sequence 312, loss 0.53` @param probe the sequence at the moment in view, once it has come */
export function pickText(pick: PickEntry, probe: PanelProbe | undefined, update: number | undefined): string {
  const { by, set, sequence, line } = pick;
  const loss = probe?.picked
    ? `, loss ${probe.picked.loss === null ? 'not finite' : number(probe.picked.loss)}`
    : '';
  const then = pick.update === update ? '' : ` after ${plural(pick.update, 'update')}`;
  switch (by) {
    case 'worst':
    case 'best':
      return `${by} of ${set}${then}: sequence ${sequence}${loss}`;
    case 'random':
      return `random of ${set}: sequence ${sequence}${loss}`;
    case 'line':
      return `line ${(line ?? 0) + 1}: sequence ${sequence} of ${set}${loss}`;
    case 'sequence':
      return `sequence ${sequence} of ${set}${loss}`;
  }
}

/** `The first 4,000 of 10,000 sequences were ranked.`; empty where all were, or none. */
export function rankedText({ ranked, count: all }: PickEntry): string {
  return ranked !== null && ranked < all
    ? `Only the first ${count(ranked)} of ${count(all)} sequences were ranked.`
    : '';
}

/** What goes on. */
export function pickingText({ query, update, progress }: PendingPick): string {
  if (progress?.doing === 'ranking') {
    return `Ranking: ${count(progress.done)} of ${count(progress.total)} sequences.`;
  }
  if (progress?.doing === 'reading') {
    return `Reading the data: ${percent(progress.total > 0 ? progress.done / progress.total : 1)}.`;
  }
  const what = query.by === 'sequence' ? `sequence ${query.sequence}` : 'the sequence';
  return `Computing ${what} after ${plural(update, 'update')}.`;
}

/** Whether what was restored is a list of picks. */
export function arePicks(value: unknown): boolean {
  return Array.isArray(value) && value.length <= mostPicks && value.every(isPick);
}

export function isProbeKey(value: unknown): value is ProbeKey {
  return Number.isInteger(value) || (typeof value === 'string' && /^(training|validation) \d+$/.test(value));
}

function isPick(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const pick = new Map<string, unknown>(Object.entries(value));
  const isNumber = (key: string) => Number.isInteger(pick.get(key));
  return (
    isProbeKey(`${pick.get('set')} ${pick.get('sequence')}`) &&
    ['sequence', 'update', 'count'].every(isNumber) &&
    ['line', 'ranked'].every((key) => pick.get(key) === null || isNumber(key)) &&
    ['worst', 'best', 'random', 'sequence', 'line'].includes(String(pick.get('by'))) &&
    typeof pick.get('watched') === 'boolean'
  );
}
