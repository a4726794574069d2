/**
 * Records everything about one sequence: a forward and a backward pass of its own, with the weights as they
 * are.
 */
import type { SequenceSet } from '../data/common/dataset';
import type { NamedTensor } from '../formats/safetensors';
import { inputName, layerName, tensorName } from '../notation/tensorNames';
import { extentOf, fillChunk } from './chunk';
import { type Intervention, intervene } from './intervene';
import type { Kernels } from './kernels/kernels';
import type { Layer } from './layer';
import { hasOwnOutputs, Network } from './network';
import type { Parameters } from './parameters';
import type { NetworkSpec } from './spec';
import type { Stack } from './stack';
import type { Floats, Precision, Tensor } from './tensor';
import type { Trace } from './training';

/**
 * Largest number of steps that are recorded; in a longer sequence with a target at each step, these are the
 * first ones.
 */
const longestTrace = 10_000;

/**
 * Records sequences of one set. The constructor plans room for the longest of the given sequences; `allocate`
 * makes it.
 */
export class Tracer {
  private readonly network: Network;

  constructor(
    private readonly spec: NetworkSpec,
    parameters: Parameters,
    private readonly set: SequenceSet,
    sequences: readonly number[],
    kernels: Kernels,
    precision: Precision,
    interrupted: () => void,
  ) {
    const extent = extentOf(set, sequences);
    const steps = limited(spec, extent.steps);
    const capacity = {
      rows: 1,
      steps,
      outputSteps: hasOwnOutputs(spec) ? extent.outputSteps : steps,
    };
    this.network = new Network(spec, parameters, capacity, kernels, precision, interrupted, true);
  }

  /** Bytes that `allocate` takes. */
  get bytes(): number {
    return this.network.bytes;
  }

  allocate(): void {
    this.network.allocate();
  }

  /**
   * Records one sequence. The gradients are those of its own loss, the mean over target steps; dropout is
   * off.
   * @param interventions values to set in the forward pass; `intervene.ts` defines the gradients in that case
   * @throws RangeError where there is no such value
   */
  trace(sequence: number, interventions: readonly Intervention[] = []): Trace {
    const { network, set, spec } = this;
    const steps = limited(spec, set.inputSteps(sequence));
    fillChunk(network, set, [sequence], 0, steps, set.outputSteps(sequence));
    intervene(network, interventions);
    network.resetState();
    network.forward({
      feedback: spec.teacherForcing ? 'target' : 'output',
      everyStep: true,
      dropout: null,
    });
    network.backward({ weights: false });
    const tensors = new Map<string, NamedTensor>();
    this.recordSignals(tensors);
    for (const stack of network.stacks) {
      this.recordStack(stack, tensors);
    }
    const labels = Array.from({ length: steps }, (_, t) => set.stepLabel(sequence, t) ?? '');
    return {
      sequence,
      label: set.label(sequence),
      stepLabels: labels.some((label) => label !== '') ? labels : [],
      tensors,
    };
  }

  private recordSignals(tensors: Map<string, NamedTensor>): void {
    const { network } = this;
    const { outputSize: O, loss } = this.spec;
    const { last, output, readout } = network;
    const T = last.steps;
    tensors.set('y', copy(readout.y.values, 0, [T, O]));
    tensors.set('loss', copy(readout.rowLosses, 0, [T, 1]));
    const classes = loss === 'crossEntropy';
    const width = classes ? 1 : O;
    const target = new Float32Array(T * width);
    for (let t = 0; t < T; t++) {
      for (let j = 0; j < width; j++) {
        const value = classes ? output.targetClass[t] : output.target[t * O + j];
        target[t * width + j] = output.mask[t] !== 0 ? value : Number.NaN;
      }
    }
    tensors.set('target', { shape: [T, width], values: target });
  }

  private recordStack(stack: Stack, tensors: Map<string, NamedTensor>): void {
    const T = stack.steps;
    const inputSize = stack.x.shape[2];
    tensors.set(inputName(stack.decoder), copy(stack.x.values, 0, [T, inputSize]));
    for (const layer of stack.layers.flat()) {
      this.recordLayer(layer, T, layerName(layer.parameters), tensors);
    }
  }

  private recordLayer(layer: Layer, T: number, name: string, tensors: Map<string, NamedTensor>): void {
    const { tape, cell, hiddenSize: H } = layer;
    const G = cell.gates.length;
    // The state of step t is in the slot that it wrote: 1 … T forwards, 0 … T−1 in the backward direction.
    const first = layer.parameters.reverse ? 0 : 1;
    const state = (tensor: Tensor) => copy(tensor.values, first * H, [T, H]);
    tensors.set(tensorName(name, 'h'), state(tape.h));
    tensors.set(tensorName(name, 'grad.h'), state(tape.dh));
    if (tape.c && tape.dc) {
      tensors.set(tensorName(name, 'c'), state(tape.c));
      tensors.set(tensorName(name, 'grad.c'), state(tape.dc));
    }
    if (tape.preactivations) {
      tensors.set(tensorName(name, 'preactivation'), copy(tape.preactivations.values, 0, [T, G * H]));
    }
    cell.gates.forEach((gate, g) => {
      if (gate !== '') {
        tensors.set(tensorName(name, 'gate', gate), block(tape.gates.values, T, G * H, g * H, H));
      }
    });
  }
}

/** Number of layer steps in a trace, forwards and back, which is about how often it may be interrupted. */
export function tracedSteps(spec: NetworkSpec, set: SequenceSet, sequence: number): number {
  const { shape, layers, bidirectional } = spec;
  const inputs = limited(spec, set.inputSteps(sequence));
  const outputs = hasOwnOutputs(spec) ? set.outputSteps(sequence) : 0;
  const steps = shape === 'one-to-many' ? outputs : inputs * (bidirectional ? 2 : 1) + outputs;
  return 2 * layers * steps;
}

function limited({ shape }: NetworkSpec, steps: number): number {
  return shape === 'many-to-many' ? Math.min(steps, longestTrace) : steps;
}

/**
 * Copies by `set`, because a typed array that is made from one in shared memory is filled element by element.
 */
function copy(values: Floats, from: number, shape: readonly [number, number]): NamedTensor {
  const own = new Float32Array(shape[0] * shape[1]);
  own.set(values.subarray(from, from + own.length));
  return { shape, values: own };
}

/** Copies the columns `from … from + width − 1` of `[rows][stride]`. */
function block(values: Floats, rows: number, stride: number, from: number, width: number): NamedTensor {
  const own = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    own.set(values.subarray(row * stride + from, row * stride + from + width), row * width);
  }
  return { shape: [rows, width], values: own };
}
