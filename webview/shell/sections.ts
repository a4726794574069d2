/**
 * The sections of the panel, in the order in which they appear. A new one is a folder in `sections/` and an
 * entry here.
 */
import type { PanelView } from '../../src/protocol/panel';
import type { SectionDefinition } from '../sections/common/sectionDefinition';
import { comparison } from '../sections/comparison/section';
import { embedding } from '../sections/embedding/section';
import { evaluation } from '../sections/evaluation/section';
import { gates } from '../sections/gates/section';
import { generate } from '../sections/generate/section';
import { gradients } from '../sections/gradients/section';
import { loss } from '../sections/loss/section';
import { memory } from '../sections/memory/section';
import { pattern } from '../sections/pattern/section';
import { states } from '../sections/states/section';
import { weights } from '../sections/weights/section';
import { whatIf } from '../sections/whatIf/section';
import type { State } from '../state/state';

const table = [
  loss,
  comparison,
  whatIf,
  generate,
  states,
  pattern,
  gates,
  gradients,
  memory,
  weights,
  embedding,
  evaluation,
] as const;

/**
 * Fails to compile unless every section that a command, a finding or the debugger can show is in the table.
 */
type Sections = PanelView extends (typeof table)[number]['view'] ? readonly SectionDefinition[] : never;

export const sections: Sections = table;

/** Returns the sections shown in this state. */
export function sectionsOf(state: State): readonly SectionDefinition[] {
  return sections.filter(({ isShown }) => isShown(state));
}
