/** The user's choices in the panel, which survive a reload and are checked when they are restored. Pure. */
import type { GenerationAsk } from '../../src/protocol/generated';
import type { ProbeKey } from '../../src/protocol/pickedSequence';
import { firstAsk, isAsk } from './ask';
import { arePicks, isProbeKey, type PickEntry } from './picks';
import { type UnitOrder, unitOrders } from './unitOrder';

/** The place at which all time-based views point. */
export interface Cursor {
  readonly step: number;
  readonly unit: number | null;
  /** A pinned cursor stays where it is while the mouse moves. */
  readonly pinned: boolean;
}

/** The settings that define the pattern of a range. */
export interface PatternChoice {
  /** The range of steps, from … to−1; null until one is typed or dragged. */
  readonly steps: readonly [from: number, to: number] | null;
  readonly state: 'h' | 'c';
  /** Threshold for |h| or |tanh c|, whichever is compared. */
  readonly threshold: number;
  /** Whether the pattern's units must be off just before the range. */
  readonly offBefore: boolean;
  /** Whether the pattern's units must be off just after the range. */
  readonly offAfter: boolean;
}

/** The user's choices in the panel, which survive a reload. */
export interface View {
  readonly folder: string | null;
  /** Updates done at the snapshot in view; null follows the newest, also as more arrive. */
  readonly snapshot: number | null;
  readonly probe: ProbeKey;
  /** Picked sequences of this run, the newest last. */
  readonly picks: readonly PickEntry[];
  /** Whether the controls for picking another sequence are shown. */
  readonly pickerOpen: boolean;
  readonly layer: string | null;
  /** A gate's letter, or null for all of them. */
  readonly gate: string | null;
  readonly block: string | null;
  /** Scroll position in pixels below the upper edge of a section; null: of the first. */
  readonly scroll: number;
  readonly scrollSection: string | null;
  /** Names of the closed sections. */
  readonly collapsed: readonly string[];
  /** Whether the form is open; null lets the panel's width decide. */
  readonly formOpen: boolean | null;
  /** Names of the form's closed groups. */
  readonly closedGroups: readonly string[];
  readonly logLoss: boolean;
  readonly gradientScale: 'log' | 'linear';
  /** Matrix of credit that is drawn: credit of the states, or of the inputs. */
  readonly creditOf: 'credit' | 'inputs';
  readonly weightsShow: 'values' | 'sensitivity';
  /** The state that colours the text. */
  readonly textOf: 'h' | 'c';
  /** Keys (section and name) of the figures whose numbers are shown as a table below them. */
  readonly tables: readonly string[];
  readonly pattern: PatternChoice;
  /** The text that the model is to write. */
  readonly ask: GenerationAsk;
  /** Quantity drawn of the gates: their activations, or their preactivations. */
  readonly gatesShow: 'gates' | 'preactivations';
  /** Name of the tensor that compared runs show side by side; null for none. */
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
  scrollSection: null,
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
  ask: firstAsk,
  gatesShow: 'gates',
  comparedTensor: null,
  unitOrder: 'index',
  cursor: null,
  range: null,
};

/**
 * Restores the saved view. Missing keys get their defaults; a view with an invalid value is replaced by the
 * defaults.
 */
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
    isAsk(view.ask) &&
    unitOrders.some(({ value }) => value === view.unitOrder) &&
    Array.isArray(view.collapsed) &&
    Array.isArray(view.closedGroups) &&
    [view.folder, view.layer, view.gate, view.block, view.comparedTensor, view.scrollSection].every(
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
