/** Definition of a section of the panel: its heading, when it is shown, and its content. */
import type { nothing, TemplateResult } from 'lit';
import { shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';

export interface SectionDefinition {
  /** Name of the section in messages, findings and the page's saved state. */
  readonly view: string;
  readonly heading: string;
  /** Whether the section is shown in this state. */
  readonly isShown: (state: State) => boolean;
  /** Controls beside the heading. */
  readonly controls?: SectionControls;
  /** Renders the body; called whenever the run, or the part of it that is shown, changes. */
  readonly render: (store: Store) => TemplateResult;
  /** Origin of the section's figures, for their captions in exports. */
  readonly origin: (state: State) => SectionOrigin;
}

export interface SectionControls {
  /** The parts of the state on which the controls depend. */
  readonly follows: (state: State) => readonly unknown[];
  readonly render: (store: Store) => TemplateResult | typeof nothing;
}

/** Run, layer, sequence and update of a section's figures; empty where they do not belong to a single one. */
export interface SectionOrigin {
  /** Name of the run. */
  readonly run: string;
  readonly layer: string;
  readonly sequence: string;
  /** Updates done; undefined where the figures do not show a single snapshot. */
  readonly update: number | undefined;
}

/** Whether there is a run; most sections need one. */
export function hasRun({ run }: State): boolean {
  return Boolean(run);
}

/** Origin of figures that show the whole training. */
export function runOrigin({ run }: State): SectionOrigin {
  return { run: run?.record.name ?? '', layer: '', sequence: '', update: undefined };
}

/** Origin of figures that show the visible layer and sequence at the visible snapshot. */
export function traceOrigin(state: State): SectionOrigin {
  return {
    ...runOrigin(state),
    layer: shownLayer(state)?.label ?? '',
    sequence: shownProbe(state)?.label ?? '',
    update: state.trace?.update,
  };
}
