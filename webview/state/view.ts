/** What the person has chosen in the panel: kept over a reload, and checked when it comes back. Pure. */
import type { ProbeKey } from '../../src/protocol/pickedSequence';
import { arePicks, isProbeKey, type PickEntry } from './picks';
import { type UnitOrder, unitOrders } from './unitOrder';

/** The place all time-based views point at. */
export interface Cursor {
  readonly step: number;
  readonly unit: number | null;
  /** A pinned cursor stays where it is while the mouse moves. */
  readonly pinned: boolean;
}

/** What the pattern of a range is made of. */
export interface PatternChoice {
  /** The range, from … to−1, where one was typed or dragged over. */
  readonly steps: readonly [from: number, to: number] | null;
  readonly state: 'h' | 'c';
  /** Of what is compared: |h| or |tanh c|. */
  readonly threshold: number;
  /** Whether its units are off just before it. */
  readonly offBefore: boolean;
  /** Whether they are off just after it. */
  readonly offAfter: boolean;
}

/** What the person has chosen; it survives a reload. */
export interface View {
  readonly folder: string | null;
  /** The moment to look at, as updates done; null: the newest, also of those to come. */
  readonly snapshot: number | null;
  readonly probe: ProbeKey;
  /** Of this run, the newest last. */
  readonly picks: readonly PickEntry[];
  /** Whether it is shown what else could be picked. */
  readonly pickerOpen: boolean;
  readonly layer: string | null;
  /** A gate's letter, or null for all of them. */
  readonly gate: string | null;
  readonly block: string | null;
  readonly scroll: number;
  /** Sections that are closed. */
  readonly collapsed: readonly string[];
  /** Null: as the width suggests. */
  readonly formOpen: boolean | null;
  /** Names of the form's groups that are closed. */
  readonly closedGroups: readonly string[];
  readonly logLoss: boolean;
  readonly gradientScale: 'log' | 'linear';
  /** Of which matrix of credit: by the states, or by the inputs. */
  readonly creditOf: 'credit' | 'inputs';
  readonly weightsShow: 'values' | 'sensitivity';
  /** Which state colours the text. */
  readonly textOf: 'h' | 'c';
  /** Pictures whose numbers stand under them: section and name. */
  readonly tables: readonly string[];
  readonly pattern: PatternChoice;
  /** Of the gates: what they let through, or what goes into them. */
  readonly gatesShow: 'gates' | 'preactivations';
  /** The tensor that compared runs show beside each other; null for none. */
  readonly comparedTensor: string | null;
  readonly unitOrder: UnitOrder;
  readonly cursor: Cursor | null;
  /** Steps in view, from … to−1; null for all. */
  readonly range: readonly [from: number, to: number] | null;
}

export const initialView: View = {
  folder: null,
  snapshot: null,
  probe: 0,
  picks: [],
  pickerOpen: false,
  layer: null,
  gate: null,
  block: null,
  scroll: 0,
  collapsed: [],
  formOpen: null,
  closedGroups: [],
  logLoss: true,
  gradientScale: 'log',
  creditOf: 'credit',
  weightsShow: 'values',
  textOf: 'h',
  tables: [],
  pattern: { steps: null, state: 'h', threshold: 0.3, offBefore: false, offAfter: false },
  gatesShow: 'gates',
  comparedTensor: null,
  unitOrder: 'index',
  cursor: null,
  range: null,
};

/** The view of the last time where it is one; an old or foreign state falls back to the defaults key by key. */
export function restored(saved: unknown): View {
  if (typeof saved !== 'object' || saved === null) {
    return initialView;
  }
  const view: Record<string, unknown> = { ...initialView };
  for (const [key, value] of Object.entries(saved)) {
    if (key in view) {
      view[key] = value;
    }
  }
  return isView(view) ? view : initialView;
}

function isView(view: Record<string, unknown>): view is View & Record<string, unknown> {
  return (
    isProbeKey(view.probe) &&
    arePicks(view.picks) &&
    Number.isFinite(view.scroll) &&
    (view.snapshot === null || Number.isInteger(view.snapshot)) &&
    (view.gatesShow === 'gates' || view.gatesShow === 'preactivations') &&
    (view.textOf === 'h' || view.textOf === 'c') &&
    isPattern(view.pattern) &&
    unitOrders.some(({ value }) => value === view.unitOrder) &&
    Array.isArray(view.collapsed) &&
    Array.isArray(view.closedGroups) &&
    [view.folder, view.layer, view.gate, view.block, view.comparedTensor].every(
      (it) => it === null || typeof it === 'string',
    ) &&
    Array.isArray(view.tables) &&
    [view.cursor, view.range].every((it) => typeof it === 'object')
  );
}

function isPattern(pattern: unknown): pattern is PatternChoice {
  if (typeof pattern !== 'object' || pattern === null) {
    return false;
  }
  const { steps, state, threshold, offBefore, offAfter } = { ...initialView.pattern, ...pattern };
  return (
    Object.keys(initialView.pattern).every((key) => key in pattern) &&
    (steps === null || (Array.isArray(steps) && steps.length === 2 && steps.every(Number.isInteger))) &&
    (state === 'h' || state === 'c') &&
    threshold > 0 &&
    typeof offBefore === 'boolean' &&
    typeof offAfter === 'boolean'
  );
}
