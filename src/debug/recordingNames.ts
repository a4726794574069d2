/** The names that an expression can use at a step of a recording, and their values. */
import { inputName, isReverse, type WeightKind, weightName } from '../notation/tensorNames';
import type { RecordedTensor, Recording } from '../protocol/recording';
import type { Names } from './expressions/names';
import { matrix, type Value, vector } from './expressions/value';
import { type StepBack, StepsBack } from './stepBack';
import { layersAt, rowAt, stepCount, vectorAt } from './timeline';

export class RecordingNames implements Names {
  readonly steps: number;
  private readonly parts = new Map<string, Float32Array>();
  private readonly back: StepsBack;

  constructor(private readonly recording: Recording) {
    this.steps = stepCount(recording);
    this.back = new StepsBack(recording);
  }

  value(name: string, step: number): Value | undefined {
    const { recording } = this;
    switch (name) {
      case 't':
        return step;
      case 'x':
        return this.signal('x', step) ?? this.signal(inputName(true), step);
      case 'y':
        return this.signal('y', step);
      case 'target': {
        const values = vectorAt(recording, 'target', step);
        return values && recording.classes ? values[0] : this.signal('target', step);
      }
      case 'loss':
        return vectorAt(recording, 'loss', step)?.[0];
    }
    const [layer, rest] = this.split(name, step);
    return layer === undefined ? undefined : (this.ofLayer(layer, rest, step) ?? this.weight(layer, rest));
  }

  list(): readonly string[] {
    const { recording } = this;
    const own = this.ofOneLayer();
    const layers = recording.layers.length > 1 ? recording.layers : [];
    return [
      ...['t', 'x', 'y', 'target', 'loss'].filter((name) => name === 't' || recording.tensors.has(name)),
      ...own,
      ...layers.flatMap((layer) => own.map((name) => `${layer}.${name}`)),
    ];
  }

  /** The tensor behind a name whose values can be set at a step; undefined for any other name. */
  settable(name: string, step: number): string | undefined {
    const { recording } = this;
    const [layer, rest] = this.split(name, step);
    const full =
      name === 'x'
        ? [inputName(false), inputName(true)].find((x) => rowAt(recording, x, step) !== undefined)
        : /^(h|c|gate\.\w+)$/.test(rest)
          ? `${layer}.${rest}`
          : undefined;
    return full !== undefined && rowAt(recording, full, step) !== undefined ? full : undefined;
  }

  /** The layer that a name without a layer belongs to: the last one that is computed at the step. */
  layerOf(step: number): string | undefined {
    return layersAt(this.recording, step).findLast((layer) => !isReverse(layer));
  }

  /** The step back of a layer's gradient, from the step after. */
  stepBack(layer: string, step: number): StepBack | undefined {
    return this.back.at(layer, step);
  }

  private ofOneLayer(): readonly string[] {
    const { recording } = this;
    const gates = recording.gates.filter((gate) => gate !== '');
    const [layer] = recording.layers;
    const known = (name: string) => recording.tensors.has(`${layer}.${name}`);
    return [
      ...['h', 'c'].filter(known),
      ...gates.filter((gate) => known(`gate.${gate}`)).map((gate) => `gate.${gate}`),
      ...(known('preactivation') ? ['z', ...gates.map((gate) => `z.${gate}`)] : []),
      ...['grad.h', 'grad.c'].filter(known),
      ...(known('grad.h') ? ['grad.factor'] : []),
      ...['W_ih', 'W_hh'].flatMap((name) => [name, ...gates.map((gate) => `${name}.${gate}`)]),
      ...['b_ih', 'b_hh'].filter((name) => this.tensorOf(layer, name)),
    ];
  }

  private split(name: string, step: number): [string | undefined, string] {
    const named = this.recording.layers.find((layer) => name.startsWith(`${layer}.`));
    return named === undefined ? [this.layerOf(step), name] : [named, name.slice(named.length + 1)];
  }

  private signal(name: string, step: number): Value | undefined {
    const { inputs, outputs } = this.recording;
    const values = vectorAt(this.recording, name, step);
    const columns = name === 'x' ? inputs : outputs;
    return (
      values &&
      vector(values, columns.length === values.length ? columns.map((each) => each.name) : undefined)
    );
  }

  private ofLayer(layer: string, name: string, step: number): Value | undefined {
    const { recording } = this;
    const { gates, hiddenSize: H } = recording;
    const values = (of: string) => vectorAt(recording, `${layer}.${of}`, step);
    if (name === 'grad.factor') {
      const back = this.back.at(layer, step);
      return back && back.to / back.from;
    }
    if (name === 'z') {
      const z = values('preactivation');
      return z && vector(z);
    }
    const [, gate] = /^z\.(\w+)$/.exec(name) ?? [];
    if (gate !== undefined) {
      const at = gates.indexOf(gate);
      const z = values('preactivation');
      return z && at >= 0 ? vector(z.subarray(at * H, (at + 1) * H)) : undefined;
    }
    const own = name === 'preactivation' ? undefined : values(name);
    return own && vector(own);
  }

  /** A weight of a layer, or a gate's block of it. */
  private weight(layer: string, name: string): Value | undefined {
    const [, kind, gate] = /^([Wb]_[ih]h)(?:\.(\w+))?$/.exec(name) ?? [];
    const tensor = kind === undefined ? undefined : this.tensorOf(layer, kind);
    if (!tensor) {
      return undefined;
    }
    const { gates, hiddenSize: H } = this.recording;
    const [rows, columns = 1] = tensor.shape;
    const isBias = kind.startsWith('b');
    if (gate === undefined) {
      return isBias ? vector(tensor.values) : matrix(rows, columns, tensor.values);
    }
    const at = gates.indexOf(gate);
    if (at < 0) {
      return undefined;
    }
    const width = isBias ? 1 : columns;
    const values = this.block(`${layer}.${name}`, tensor, at * H * width, H * width);
    return isBias ? vector(values) : matrix(H, columns, values);
  }

  /** The same array each time, because what is computed from it is cached by it. */
  private block(name: string, { values }: RecordedTensor, from: number, length: number): Float32Array {
    const block = this.parts.get(name) ?? values.subarray(from, from + length);
    this.parts.set(name, block);
    return block;
  }

  private tensorOf(layer: string, kind: string): RecordedTensor | undefined {
    const own = weightKinds.get(kind);
    return own && this.recording.weights.get(weightName(own, layer));
  }
}

/** Names of the weights in an expression. */
const weightKinds: ReadonlyMap<string, WeightKind> = new Map([
  ['W_ih', 'weight_ih'],
  ['W_hh', 'weight_hh'],
  ['b_ih', 'bias_ih'],
  ['b_hh', 'bias_hh'],
]);
