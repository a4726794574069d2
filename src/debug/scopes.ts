/** The scopes of the Variables view at a step, and the variables in each. Pure. */
import { isCandidate } from '../notation/cells';
import { typeset, wholePercent } from '../notation/numbers';
import { fedOf, readableRaw } from '../notation/scaling';
import type { RecordedColumn, Recording } from '../protocol/recording';
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import type { RecordingNames } from './recordingNames';
import { layersAt, vectorAt } from './timeline';
import { type Children, group, namedVariable, type Variable, variableOf } from './variables';

export interface Scope {
  readonly name: string;
  readonly children: Children;
  /** Whether it is collapsed at first. */
  readonly expensive: boolean;
}

/** The values of a frame: a step, and how much of it is computed so far. */
export interface View {
  readonly recording: Recording;
  readonly names: RecordingNames;
  readonly step: number;
  /**
   * Whether a result of a layer (null: of the readout) is computed already; it may not be where the debugger
   * stands inside of the step.
   */
  readonly isDone: (layer: string | null, result: string) => boolean;
}

const likeliest = 5;

export function scopesOf(view: View): readonly Scope[] {
  const { recording } = view;
  const gates = recording.gates.filter((gate) => gate !== '');
  /** A scope with these variables; none where there are no variables. */
  const scope = (name: string, listed: readonly Variable[]): readonly Scope[] =>
    listed.length > 0 ? [{ name, children: group(() => listed), expensive: false }] : [];
  const preactivations = gates.length > 0 ? gates.map((gate) => `z.${gate}`) : ['z'];
  return [
    ...scope('Input', inputOf(view)),
    ...scope('State', ofLayers(view, ['h', 'c'], true)),
    ...scope(
      'Gates',
      ofLayers(
        view,
        gates.map((gate) => `gate.${gate}`),
        true,
      ),
    ),
    ...scope('Preactivations', ofLayers(view, preactivations, false)),
    ...scope('Gradient', gradientOf(view)),
    ...scope('Output', outputOf(view)),
    // Listed when it is opened: norms of matrices take a while, and nobody needs them at every step.
    { name: 'Weights', children: group(() => weightsOf(view)), expensive: true },
  ];
}

/**
 * Columns that are listed one by one. Where there are more, only those that are not zero are listed, such as
 * the character of a text.
 */
const mostColumns = 16;

/** Each column, in the data's unit and as it is fed, and the vector of all. */
function inputOf({ recording, names, step }: View): readonly Variable[] {
  const x = vectorAt(recording, 'x', step);
  const label = recording.stepLabels[step];
  const columns = x && recording.inputs.length === x.length ? recording.inputs : [];
  const listed = [...columns.keys()]
    .filter((j) => columns.length <= mostColumns || x?.[j] !== 0)
    .slice(0, mostColumns);
  return [
    ...(label ? [variableOf('label', label, 't')].map(({ name, value }) => ({ name, value })) : []),
    ...listed.map((j) => columnOf(columns[j], x ? x[j] : Number.NaN, j)),
    ...namedVariable(names, 'x', step, 'x'),
  ];
}

function columnOf({ name, scaling }: RecordedColumn, fed: number, j: number): Variable {
  const value = variableOf(name, scaling ? readableRaw(fed, scaling) : fed, `x[${j}]`);
  return {
    ...value,
    value: scaling ? `${value.value} (fed ${variableOf('', fed).value})` : value.value,
    target: {
      tensor: 'x',
      unit: j,
      toFed: scaling ? (typed) => fedOf(typed, scaling) : undefined,
    },
  };
}

/** The variables of each layer; their names begin with the layer's where there are several. */
function ofLayers(
  { recording, names, step, isDone }: View,
  parts: readonly string[],
  settable: boolean,
): readonly Variable[] {
  const layers = layersAt(recording, step);
  return layers.flatMap((layer) =>
    parts.flatMap((part) => {
      const name = layers.length > 1 ? `${layer}.${part}` : part;
      return isDone(layer, part)
        ? namedVariable(names, name, step, settable ? `${layer}.${part}` : undefined).map((variable) =>
            isSigmoid(part)
              ? { ...variable, value: `${variable.value}, ${saturation(names, name, step)}` }
              : variable,
          )
        : [];
    }),
  );
}

/** Gates except the candidates, which go through tanh. */
function isSigmoid(part: string): boolean {
  return part.startsWith('gate.') && !isCandidate(part.slice('gate.'.length));
}

function saturation(names: RecordingNames, name: string, step: number): string {
  const share = evaluate(parseExpression(`saturated(${name})`), names, step);
  return `saturated ${wholePercent(Number(share))}`;
}

/** ∂L/∂h and ∂L/∂c, and the effect of the Jacobian of the step after on them. */
function gradientOf({ recording, names, step }: View): readonly Variable[] {
  const layers = layersAt(recording, step);
  return layers.flatMap((layer) => {
    const name = (part: string) => (layers.length > 1 ? `${layer}.${part}` : part);
    const back = names.stepBack(layer, step);
    return [
      ...['grad.h', 'grad.c'].flatMap((part) => namedVariable(names, name(part), step)),
      ...namedVariable(names, name('grad.factor'), step).map((factor) => ({
        ...factor,
        value: `${factor.value} (‖${recording.kind.cell === 'lstm' ? '∂L/∂(h, c)' : '∂L/∂h'}‖ ${typeset(back?.from ?? 0)} of the step after comes to ${typeset(back?.to ?? 0)})`,
      })),
    ];
  });
}

function outputOf({ recording, names, step, isDone }: View): readonly Variable[] {
  if (!isDone(null, 'y')) {
    return [];
  }
  const y = vectorAt(recording, 'y', step);
  const target = vectorAt(recording, 'target', step);
  const { outputs, classes } = recording;
  const columns = y && !classes && outputs.length === y.length ? outputs : [];
  const raw = ({ scaling }: RecordedColumn, value: number) => (scaling ? readableRaw(value, scaling) : value);
  return [
    ...columns.flatMap((column, j) => [
      variableOf(column.name, raw(column, y ? y[j] : Number.NaN), `y[${j}]`),
      ...(target && !Number.isNaN(target[j])
        ? [variableOf(`${column.name}, target`, raw(column, target[j]), `target[${j}]`)]
        : []),
    ]),
    ...(y && classes ? classesOf(y, target?.[0], classes) : []),
    ...namedVariable(names, 'y', step),
    ...(target && !Number.isNaN(target[0]) ? namedVariable(names, 'target', step) : []),
    ...(isDone(null, 'loss') ? namedVariable(names, 'loss', step) : []),
  ];
}

/** The likeliest classes with their probabilities, softmax(y), and the target. */
function classesOf(
  y: Float32Array,
  target: number | undefined,
  classes: readonly string[],
): readonly Variable[] {
  const most = Math.max(...y);
  const weights = Array.from(y, (value) => Math.exp(value - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const order = weights.map((_, index) => index).sort((a, b) => weights[b] - weights[a]);
  const name = (index: number) => JSON.stringify(classes[index] ?? String(index));
  const right = target === undefined || Number.isNaN(target) ? undefined : target;
  return [
    ...order.slice(0, likeliest).map((index, place) => ({
      name: `${place + 1}. ${name(index)}`,
      value: `${(weights[index] / sum).toPrecision(4)}${index === right ? ', the target' : ''}`,
      type: 'probability',
      expression: `y[${index}]`,
    })),
    ...(right === undefined
      ? []
      : [
          {
            name: 'target is',
            value: `${name(right)}, probability ${(weights[right] / sum).toPrecision(4)}`,
          },
        ]),
  ];
}

/**
 * The matrices and biases of each layer, by gate; the spectral radius of square blocks is computed on
 * request.
 */
function weightsOf({ recording, names, step }: View): readonly Variable[] {
  const layers = layersAt(recording, step);
  const gates = recording.gates.filter((gate) => gate !== '');
  return layers.flatMap((layer) => {
    const name = (part: string) => (layers.length > 1 ? `${layer}.${part}` : part);
    const blocks = gates.length > 0 ? gates.map((gate) => name(`W_hh.${gate}`)) : [name('W_hh')];
    return [
      ...['W_ih', 'W_hh', 'b_ih', 'b_hh'].flatMap((part) => namedVariable(names, name(part), step)),
      ...(gates.length > 0 ? blocks.flatMap((block) => namedVariable(names, block, step)) : []),
      ...blocks.map((block) => ({
        name: `radius(${block})`,
        value: '',
        isLazy: true,
        expression: `radius(${block})`,
      })),
    ];
  });
}
