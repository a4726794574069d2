/** A section of the panel: what it is called, when it is there, and what stands in it. */
import type { nothing, TemplateResult } from 'lit';
import { shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';

export interface SectionDefinition {
  /** The name by which messages, findings and the page's memory know the section. */
  readonly view: string;
  readonly heading: string;
  /** Whether there is such a section now. */
  readonly isShown: (state: State) => boolean;
  /** Stands beside the heading. */
  readonly controls?: SectionControls;
  /** The body; called whenever there is another run, or something else is shown of it. */
  readonly render: (store: Store) => TemplateResult;
  /** Where the section's figures come from, for what is saved of them. */
  readonly origin: (state: State) => SectionOrigin;
}

export interface SectionControls {
  /** The parts of the state on which the controls depend. */
  readonly follows: (state: State) => readonly unknown[];
  readonly render: (store: Store) => TemplateResult | typeof nothing;
}

/** Parts are empty where a section's figures are not of one layer or one sequence. */
export interface SectionOrigin {
  /** The name of the run. */
  readonly run: string;
  readonly layer: string;
  readonly sequence: string;
  /** Updates done; undefined where the figures are not of one moment. */
  readonly update: number | undefined;
}

/** Whether there is a run: then most sections are shown. */
export function hasRun({ run }: State): boolean {
  return Boolean(run);
}

/** The origin of figures of the whole training. */
export function runOrigin({ run }: State): SectionOrigin {
  return { run: run?.record.name ?? '', layer: '', sequence: '', update: undefined };
}

/** The origin of figures of the layer and the sequence in view, at the moment in view. */
export function traceOrigin(state: State): SectionOrigin {
  return {
    ...runOrigin(state),
    layer: shownLayer(state)?.label ?? '',
    sequence: shownProbe(state)?.label ?? '',
    update: state.trace?.update,
  };
}
