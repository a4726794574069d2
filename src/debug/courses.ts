/** What the panel is told of a session: where it stands, what was changed, and the values of both courses. Pure. */
import type { Course, CourseChange, CourseTensor, DebuggedPlace } from '../protocol/debugged';
import type { Intervention, Recording } from '../protocol/recording';
import type { Pass } from './machine';
import { shown } from './nodes';
import { inUnit } from './scopes';
import type { Stage } from './stage';

/** Of the session's own messages: its changes are counted, and a window makes them out by that. */
export type ToldCourse = Omit<Course, 'id'> & { readonly version: number };

export function placeOf({ recording, machine }: Stage, pass: Pass): DebuggedPlace {
  const { run, step: update, set, sequence, watched } = recording;
  return { run, update, set, sequence, watched, step: machine.at(pass).step };
}

/** Null where nothing is changed. */
export function courseOf({ original, recording, version }: Stage): ToldCourse | null {
  const { label, step: update, stepLabels, tensors, interventions } = recording;
  return interventions.length === 0
    ? null
    : {
        ...{ version, label, update, stepLabels },
        changes: interventions.map((change) => changeOf(original, change)),
        tensors: [...tensors].flatMap(([name, { shape }]) => (isTold(name) ? [{ name, shape }] : [])),
      };
}

/** A copy; undefined where there is no such tensor, or something else has been changed meanwhile. */
export function courseValues(
  { original, recording, version }: Stage,
  { of, name }: Pick<CourseTensor, 'of' | 'name'>,
  asked: number,
): Float32Array<ArrayBuffer> | undefined {
  const { tensors } = of === 'recorded' ? original : recording;
  const found = asked === version && isTold(name) ? tensors.get(name) : undefined;
  return found && Float32Array.from(found.values);
}

/** What goes into the gates is as large as all else together. */
function isTold(name: string): boolean {
  return !name.endsWith('.preactivation');
}

function changeOf(original: Recording, { name, step, unit, value }: Intervention): CourseChange {
  const tensor = original.tensors.get(name);
  const was = tensor ? tensor.values[step * tensor.shape[1] + unit] : Number.NaN;
  const column = name === 'x' ? original.inputs[unit] : undefined;
  const [only] = original.layers;
  const short =
    original.layers.length === 1 && name.startsWith(`${only}.`) ? name.slice(only.length + 1) : name;
  const text = (fed: number) =>
    shown('', column?.scaling ? inUnit(column.scaling, fed) : Math.fround(fed)).value;
  const words = `${column?.name ?? `${short}[${unit}]`} at t = ${step}: ${text(value)} (was ${text(was)})`;
  return { words, name, step, unit };
}
