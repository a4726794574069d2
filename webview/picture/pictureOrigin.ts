/** Where a picture stands: its section, and what is said of it outside of the page. */
import { count } from '../format';
import type { Section } from '../section';
import { shownLayer, shownProbe } from '../state';
import type { Picture } from './picture';
import type { Heading } from './sheet';

interface NamedHeading extends Heading {
  readonly run: string;
  readonly layer: string;
  readonly moment: string;
}

export function headingOf({ facts }: Picture, { store: { state }, view, heading }: Section): NamedHeading {
  const run = (view === 'comparison' ? state.comparison?.title : state.run?.record.name) ?? '';
  const timeless = view === 'loss' || view === 'comparison';
  const layered = !timeless && view !== 'weights';
  const layer = layered ? (shownLayer(state)?.label ?? '') : '';
  const traceStep = view === 'course' ? state.course?.course.update : state.trace?.step;
  const panelStep = view === 'weights' ? state.weights?.step : traceStep;
  const step = facts.moment ?? (timeless ? undefined : panelStep);
  const moment = step === undefined ? '' : `update ${count(step)}`;
  const shown = view === 'course' ? state.course?.changed : shownProbe(state);
  const sequence = layered ? (shown?.label ?? '') : '';
  const origin = [run, heading, layer, sequence, moment].filter((part) => part !== '').join(' · ');
  return { title: facts.title, origin, run, layer, moment };
}

/** The section that an element stands in, through the roots of the elements between. */
export function sectionOf(picture: Element): Section | null {
  let element: Element | null = picture;
  while (element) {
    const section: Section | null = element.closest('unroll-section');
    if (section) {
      return section;
    }
    const root: Node = element.getRootNode();
    element = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}
