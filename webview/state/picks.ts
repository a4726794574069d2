/** Sequences that the user has picked to look at, in addition to those watched in training. Pure. */
import { count, number, percent, plural } from '../../src/notation/numbers';
import type { GenerationAsk } from '../../src/protocol/generated';
import type { PanelProbe } from '../../src/protocol/panel';
import type {
  PickedKey,
  PickedSequence,
  PickProgress,
  ProbeKey,
  SequenceQuery,
} from '../../src/protocol/pickedSequence';
import { isAsk } from './ask';

/** A picked sequence, and why it was picked; it can be viewed at any snapshot that has weights. */
export interface PickEntry extends Omit<PickedSequence, 'loss' | 'generated'> {
  readonly by: SequenceQuery['by'];
  /** Zero-based line of the data file, where the sequence was picked by its line. */
  readonly line: number | null;
  /** What was asked for, where the model has written the sequence. */
  readonly ask?: GenerationAsk | undefined;
  /** Updates done at the snapshot where it was picked: a worst sequence is the worst at that snapshot. */
  readonly update: number;
}

/** A pending query to the host for a sequence. */
export interface PendingPick {
  readonly update: number;
  readonly query: SequenceQuery;
  /** Whether the panel asks on its own, for a sequence that was picked at another snapshot. */
  readonly again: boolean;
  readonly progress: PickProgress | null;
}

export interface PickTrouble {
  readonly update: number;
  /** Key of the sequence, where it was the one in view. */
  readonly key: ProbeKey | null;
  /** Whether a text was to be written. */
  readonly written?: boolean;
  readonly why: string;
}

/** Most picks that are kept; beyond it the oldest are dropped. */
const mostPicks = 8;

export function keyOf({ set, sequence }: { set: PickedSequence['set']; sequence: number }): PickedKey {
  return `${set} ${sequence}`;
}

/** The key by which a probe of a snapshot is found. */
export function probeKey(probes: readonly PanelProbe[], probe: PanelProbe): ProbeKey {
  return probe.picked ? keyOf(probe.picked) : probes.indexOf(probe);
}

export function probeAt(probes: readonly PanelProbe[], key: ProbeKey): PanelProbe | undefined {
  return typeof key === 'number'
    ? probes[key]
    : probes.find(({ picked }) => picked !== undefined && keyOf(picked) === key);
}

/**
 * Adds a picked probe to those of a snapshot; those watched in training stay in front, because they are found
 * by index.
 */
export function withPicked(
  probes: readonly PanelProbe[],
  probe: PanelProbe & { readonly picked: PickedSequence },
): readonly PanelProbe[] {
  const others = probes.filter(({ picked }) => picked === undefined || keyOf(picked) !== keyOf(probe.picked));
  return [...others, probe];
}

/** Adds a sequence that has just been picked to the list, as the newest. */
export function withPick(
  picks: readonly PickEntry[],
  query: SequenceQuery,
  { loss, generated, ...picked }: PickedSequence,
  update: number,
): readonly PickEntry[] {
  const line = query.by === 'line' ? query.line : null;
  const others = picks.filter((other) => keyOf(other) !== keyOf(picked));
  const written = generated ? { ask: generated.ask } : {};
  return [...others, { ...picked, ...written, by: query.by, line, update }].slice(-mostPicks);
}

export function isSame(
  one: { update: number; query: SequenceQuery },
  other: { update: number; query: SequenceQuery },
): boolean {
  return one.update === other.update && JSON.stringify(one.query) === JSON.stringify(other.query);
}

/**
 * Text of a pick, such as `worst of validation: sequence 312, loss 0.53`.
 * @param probe the sequence at the snapshot in view, once it has arrived
 */
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
    case 'generated':
      return `text written from "${pick.ask?.prompt ?? ''}"${loss}`;
  }
}

/**
 * Text such as `Only the first 4,000 of 10,000 sequences were ranked.`; empty where all were ranked, or none.
 */
export function rankedText({ ranked, count: all }: PickEntry): string {
  return ranked !== null && ranked < all
    ? `Only the first ${count(ranked)} of ${count(all)} sequences were ranked.`
    : '';
}

/** Progress text of the pending query. */
export function pickingText({ query, update, progress }: PendingPick): string {
  if (progress?.doing === 'ranking') {
    return `Ranking: ${count(progress.done)} of ${count(progress.total)} sequences.`;
  }
  if (progress?.doing === 'reading') {
    return `Reading the data: ${percent(progress.total > 0 ? progress.done / progress.total : 1)}.`;
  }
  if (progress?.doing === 'writing') {
    return `Writing: ${count(progress.done)} of ${plural(progress.total, 'token')}.`;
  }
  if (query.by === 'generated') {
    return `Writing the text after ${plural(update, 'update')}.`;
  }
  const what = query.by === 'sequence' ? `sequence ${query.sequence}` : 'the sequence';
  return `Computing ${what} after ${plural(update, 'update')}.`;
}

/** Whether a restored value is a list of picks. */
export function arePicks(value: unknown): boolean {
  return Array.isArray(value) && value.length <= mostPicks && value.every(isPick);
}

export function isProbeKey(value: unknown): value is ProbeKey {
  return (
    Number.isInteger(value) ||
    (typeof value === 'string' && /^(training|validation|generated) \d+$/.test(value))
  );
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
    ['worst', 'best', 'random', 'sequence', 'line', 'generated'].includes(String(pick.get('by'))) &&
    typeof pick.get('watched') === 'boolean' &&
    (pick.get('set') === 'generated') === isAsk(pick.get('ask'))
  );
}
