/**
 * A training step of one recurrent layer by the engine's own layers, kernels, optimizer and threads: forward
 * over all time steps, loss on the hidden states, backward through time into all four parameters, one update
 * by Adam.
 *
 * All code that measures or checks a bare layer sets it up here.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernels } from '../engine/kernels/kernels';
import { RecordedMemory } from '../engine/memory';
import { Optimizer } from '../engine/optimizer';
import type { Parameters } from '../engine/parameters';
import type { Floats, Precision } from '../engine/tensor';
import { Lead } from '../engine/threads/lead';
import { TaskBoard } from '../engine/threads/taskBoard';
import { alone, noPass, type Team } from '../engine/threads/team';
import { Layer, type LayerSettings } from './layer';
import type { LayerHelperSetup } from './layerHelper';
import { adam, type Problem } from './problem';

export interface LayerOptions extends Partial<Omit<LayerSettings, 'shape'>> {
  /** Several layers may share kernels; each takes more of their memory. */
  readonly kernels: Kernels;
  /** Number of threads, including this one; 1 by default. */
  readonly threads?: number;
  /** Absolute path of dist/layerHelper.js, where there is more than one thread. */
  readonly helperFile?: string;
}

export interface LayerStep {
  /** Duration of the whole training step. */
  readonly milliseconds: number;
  /** Loss of the forward pass, before the update. */
  readonly loss: number;
}

export interface TrainedLayer {
  /** One training step. */
  step(): LayerStep;
  /**
   * Does everything of a step except the update.
   * @returns the loss
   */
  backpropagate(): number;
  /**
   * The gradients that `backpropagate` has computed, in the engine's own arrays: by PyTorch's names without
   * the layer, `weight_ih` …, and `x` if `inputGradient` is set.
   */
  readonly gradients: Readonly<Record<string, Floats>>;
  /** Ends the helper threads. */
  close(): void;
}

export function prepareLayer(problem: Problem, options: LayerOptions): TrainedLayer {
  const { kernels, precision = 'float32', inputGradient = false, lastStepOnly = false } = options;
  const settings: LayerSettings = { shape: problem.shape, precision, inputGradient, lastStepOnly };
  const recorded = new RecordedMemory(kernels.memory);
  const layer = new Layer(settings, { ...kernels, memory: recorded }, () => undefined);
  const { parameters, stack } = layer;
  const optimizer = adamOn(parameters, kernels, precision);
  const [[{ weights, gradients }]] = parameters.encoder;
  for (const part of ['weightIh', 'weightHh', 'biasIh', 'biasHh'] as const) {
    weights[part]?.values.set(problem[part]);
  }
  stack.x.values.set(problem.x);
  layer.y.values.set(problem.y);
  const lead = startHelpers(options, settings, recorded.addresses);
  const team: Team = lead ?? alone;
  let updates = 0;

  const backpropagate = (): number => {
    layer.take(team.partition); // sections need to know nothing more than that
    stack.states.reset();
    stack.packForward();
    team.together('forward', noPass, () => layer.do('forward'));
    parameters.clearGradients();
    stack.packBackward(inputGradient);
    team.together('backward', noPass, () => layer.do('backward'));
    team.together('weights', noPass, () => layer.do('weights'));
    return layer.loss;
  };
  const { weightIh, weightHh, biasIh, biasHh } = gradients;
  return {
    backpropagate,
    step: () => {
      const start = performance.now();
      const loss = backpropagate();
      updates++;
      optimizer.step(updates, adam.learningRate);
      return { milliseconds: performance.now() - start, loss };
    },
    gradients: {
      weight_ih: weightIh.values,
      weight_hh: weightHh.values,
      ...(biasIh && biasHh ? { bias_ih: biasIh.values, bias_hh: biasHh.values } : {}),
      ...(inputGradient ? { x: stack.dx.values } : {}),
    },
    close: () => lead?.dismiss(),
  };
}

/** Starts the helper threads and returns when they are ready. */
function startHelpers(
  { threads = 1, kernels, helperFile = path.join(__dirname, 'layerHelper.js') }: LayerOptions,
  settings: LayerSettings,
  addresses: readonly number[],
): Lead | undefined {
  const helpers = threads - 1;
  if (helpers === 0) {
    return undefined;
  }
  const board = TaskBoard.make(helpers);
  for (let index = 0; index < helpers; index++) {
    const share = kernels.share(addresses);
    if (!share) {
      throw new Error(`kernels ${kernels.name} keep to one thread`);
    }
    const setup: LayerHelperSetup = { board: board.memory, helpers, index, kernels: share, settings };
    new Worker(helperFile, { workerData: setup }).unref();
  }
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + 1000 * secondsToStart;
  while (!board.allReady) {
    if (board.failure !== undefined || performance.now() > end) {
      throw new Error(`a helper thread did not start: ${board.failure ?? 'it does not answer'}`);
    }
    Atomics.wait(nothing, 0, 0, 1);
  }
  return new Lead(board, () => undefined);
}

const secondsToStart = 30;

function adamOn(parameters: Parameters, kernels: Kernels, precision: Precision): Optimizer {
  const { learningRate, beta1, beta2, epsilon } = adam;
  return new Optimizer(
    {
      name: 'adam',
      learningRate,
      betas: [beta1, beta2],
      eps: epsilon,
      momentum: 0,
      alpha: 0.99,
      weightDecay: 0,
    },
    undefined,
    parameters,
    kernels,
    precision,
  );
}
