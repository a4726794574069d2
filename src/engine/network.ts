/**
 * A whole network on one chunk of a padded batch: recurrent layers, readout, loss, and the way back.
 * The sequence shapes differ only here: what the layers read, and which steps have an output.
 */
import { type BatchBuffer, DataError } from '../data/dataset';
import type { Random } from '../data/random';
import type { Kernels } from './kernels/kernels';
import type { Context } from './layer';
import type { Parameters } from './parameters';
import { Readout } from './readout';
import { cellOf, type NetworkSpec } from './spec';
import { Stack } from './stack';
import { Arena, type Precision } from './tensor';

/** The largest chunk a network has room for. */
export interface Capacity {
  /** B */
  readonly rows: number;
  /** T of the inputs */
  readonly steps: number;
  /** T of the outputs; as `steps` where inputs and outputs share the time axis. */
  readonly outputSteps: number;
}

export interface ForwardOptions {
  /** Where the decoder's next input comes from: the true previous target, or its own output. */
  readonly feedback: 'target' | 'output';
  /** Outputs for every step, not only for those with a target. */
  readonly everyStep: boolean;
  /** Dropout is drawn from it; null turns dropout off. */
  readonly dropout: Random | null;
}

/** Memory that one network's tape may take. */
const maximumBytes = 4e9;

export class Network {
  /** What the layers read: fill `x`; in shapes with one time axis the targets and the mask too. Made anew by `begin`. */
  input: BatchBuffer;
  /** Targets and mask; the same object as `input` in shapes with one time axis. */
  output: BatchBuffer;
  /** The layers that read the input. */
  readonly encoder: Stack;
  /** An encoder-decoder's second stack; otherwise null. */
  readonly decoder: Stack | null;
  readonly readout: Readout;
  /** Set by `forward`: sum of the losses of the chunk's target steps, and their number. */
  lossSum = 0;
  targetCount = 0;
  private readonly context: Context;
  private readonly arena: Arena;
  private rows = 0;
  private outputSteps = 0;
  private feedback: ForwardOptions['feedback'] = 'target';

  constructor(
    readonly spec: NetworkSpec,
    readonly parameters: Parameters,
    readonly capacity: Capacity,
    kernels: Kernels,
    precision: Precision,
    private readonly interrupted: () => void,
  ) {
    const { hiddenSize, outputSize, inputSize, dropout, shape } = spec;
    const { rows: B } = capacity;
    const cell = cellOf(spec);
    this.context = { kernels, interrupt: () => this.interrupted() };
    this.arena = new Arena(precision, kernels.memory);
    const encoderSteps = shape === 'one-to-many' ? capacity.outputSteps : capacity.steps;
    const stack = (layers: Parameters['encoder'], steps: number) =>
      new Stack(this.context, cell, layers, hiddenSize, dropout, this.arena, { rows: B, steps });
    this.encoder = stack(parameters.encoder, encoderSteps);
    this.decoder = parameters.decoder.length > 0 ? stack(parameters.decoder, capacity.outputSteps) : null;
    this.readout = new Readout(this.context, spec, parameters, this.arena, capacity.outputSteps * B);
    // one-to-many: the data's single input step; the stack's own x also has room for the previous output.
    const firstInput = shape === 'one-to-many' ? this.arena.tensor('input.x', 1, B, inputSize) : null;
    const targets = this.arena.tensor('target', capacity.outputSteps, B, outputSize);
    if (this.arena.bytes > maximumBytes) {
      throw new DataError(
        `one batch needs ${gigabytes(this.arena.bytes)} GB of memory, at most ${gigabytes(maximumBytes)} GB can be used: ` +
          'make training.batchSize, data.window or model.hiddenSize smaller, or set training.truncate',
        ['training', 'batchSize'],
      );
    }
    this.arena.allocate();
    const places = capacity.outputSteps * B;
    this.output = {
      size: B,
      steps: capacity.outputSteps,
      x: this.encoder.x.values,
      target: targets.values,
      targetClass: new Int32Array(places),
      mask: new Uint8Array(places),
    };
    this.input = hasOwnOutputs(spec)
      ? { ...this.output, steps: capacity.steps, x: (firstInput ?? this.encoder.x).values }
      : this.output;
  }

  get bytes(): number {
    return this.arena.bytes;
  }

  /** The stack whose outputs are read out. */
  get last(): Stack {
    return this.decoder ?? this.encoder;
  }

  /**
   * Starts a chunk of B = `rows` sequences. Then fill `input` and `output`,
   * and `encoder.lengths` (and `decoder.lengths`) with each row's real steps.
   */
  begin(rows: number, steps: number, outputSteps: number): void {
    this.rows = rows;
    const shared = this.input === this.output;
    this.output = { ...this.output, size: rows };
    this.input = shared ? this.output : { ...this.input, size: rows };
    this.outputSteps = hasOwnOutputs(this.spec) ? outputSteps : steps;
    this.encoder.begin(rows, this.spec.shape === 'one-to-many' ? outputSteps : steps);
    this.decoder?.begin(rows, outputSteps);
  }

  resetState(): void {
    this.encoder.resetState();
  }

  carryState(): void {
    this.encoder.carryState();
  }

  /** Computes states, outputs and the loss of the chunk from the initial state. */
  forward(options: ForwardOptions): void {
    const { encoder, decoder, readout } = this;
    this.feedback = options.feedback;
    encoder.packForward();
    decoder?.packForward();
    readout.packForward();
    encoder.dropOut(options.dropout);
    decoder?.dropOut(options.dropout);
    this.listRows(options.everyStep || hasOwnOutputs(this.spec));
    if (this.spec.shape === 'one-to-many') {
      this.forwardGenerating(encoder);
    } else if (decoder) {
      encoder.forward(0, encoder.steps);
      decoder.takeState(encoder);
      this.forwardDecoder(decoder);
    } else {
      encoder.forward(0, encoder.steps);
      readout.forward(encoder.output, 0, readout.count);
    }
    const { sum, count } = readout.loss(this.output);
    this.lossSum = sum;
    this.targetCount = count;
  }

  /**
   * From the loss (mean over the chunk's target steps) to every state; `weights` adds to the weight gradients too.
   * @param inputGradient whether ∂L/∂x is wanted in `encoder.dx`
   */
  backward(weights: boolean, inputGradient = false): void {
    const { encoder, decoder, readout } = this;
    encoder.clearGradients();
    decoder?.clearGradients();
    const generating = this.generating;
    this.last.packBackward(generating || (inputGradient && !decoder));
    if (decoder) {
      encoder.packBackward(inputGradient);
    }
    readout.packBackward();
    if (generating) {
      this.backwardGenerating(this.last);
    } else {
      readout.lossGradient(this.output, this.targetCount, 0, readout.count);
      readout.backward(this.last.doutput, 0, readout.count);
      this.last.backward(0, this.last.steps, inputGradient && !decoder);
    }
    if (decoder) {
      decoder.giveStateGradient(encoder);
      encoder.backward(0, encoder.steps, inputGradient);
    }
    if (weights) {
      encoder.weightGradients();
      decoder?.weightGradients();
      readout.weightGradients();
    }
  }

  /** Whether each output is the next step's input, so that steps cannot be computed layer by layer. */
  private get generating(): boolean {
    return this.spec.shape === 'one-to-many' || (this.decoder !== null && this.feedback === 'output');
  }

  /** Lists the steps that get an output, in time order. */
  private listRows(every: boolean): void {
    const { readout, rows: B } = this;
    const { mask } = this.output;
    const wholeSequence = this.spec.shape === 'many-to-one';
    let count = 0;
    for (let t = 0; t < this.outputSteps; t++) {
      for (let b = 0; b < B; b++) {
        const place = t * B + b;
        if (every || mask[place] !== 0) {
          readout.place[count] = place;
          // A single output reads the backward direction where it has seen the whole sequence: at step 0.
          readout.reversePlace[count] = wholeSequence && mask[place] !== 0 ? b : place;
          count++;
        }
      }
    }
    readout.count = count;
  }

  /** one-to-many: x₀ = [input, 0], then x_t = [0, y_{t−1}]. */
  private forwardGenerating(stack: Stack): void {
    const { inputSize: I, outputSize: O } = this.spec;
    const x = stack.x.values;
    x.fill(0, 0, stack.steps * this.rows * (I + O));
    for (let b = 0; b < this.rows; b++) {
      for (let j = 0; j < I; j++) {
        x[b * (I + O) + j] = this.input.x[b * I + j];
      }
    }
    this.generate(stack, I, I + O);
  }

  /** The decoder reads zeros first, then the previous target or its own previous output. */
  private forwardDecoder(decoder: Stack): void {
    const { outputSize: O } = this.spec;
    const { rows: B } = this;
    const x = decoder.x.values;
    x.fill(0, 0, decoder.steps * B * O);
    if (this.feedback === 'output') {
      this.generate(decoder, 0, O);
      return;
    }
    const { target, targetClass } = this.output;
    for (let place = B; place < decoder.steps * B; place++) {
      if (this.spec.loss === 'crossEntropy') {
        x[place * O + targetClass[place - B]] = 1;
      } else {
        for (let j = 0; j < O; j++) {
          x[place * O + j] = target[(place - B) * O + j];
        }
      }
    }
    decoder.forward(0, decoder.steps);
    this.readout.forward(decoder.output, 0, this.readout.count);
  }

  /** Step by step, each output y becoming the next input's columns from `column` on. */
  private generate(stack: Stack, column: number, inputWidth: number): void {
    const { rows: B, readout } = this;
    const { outputSize: O } = this.spec;
    const x = stack.x.values;
    const y = readout.y.values;
    for (let t = 0; t < stack.steps; t++) {
      stack.forward(t, t + 1);
      readout.forward(stack.output, t * B, (t + 1) * B);
      if (t + 1 < stack.steps) {
        for (let b = 0; b < B; b++) {
          const to = ((t + 1) * B + b) * inputWidth + column;
          for (let j = 0; j < O; j++) {
            x[to + j] = y[(t * B + b) * O + j];
          }
        }
      }
    }
  }

  private backwardGenerating(stack: Stack): void {
    const { rows: B, readout } = this;
    const { inputSize: I, outputSize: O, shape } = this.spec;
    const column = shape === 'one-to-many' ? I : 0;
    const dx = stack.dx.values;
    for (let t = stack.steps - 1; t >= 0; t--) {
      readout.lossGradient(this.output, this.targetCount, t * B, (t + 1) * B);
      if (t + 1 < stack.steps) {
        for (let b = 0; b < B; b++) {
          readout.addOutputGradient(t * B + b, dx, ((t + 1) * B + b) * (column + O) + column);
        }
      }
      readout.backward(stack.doutput, t * B, (t + 1) * B);
      stack.backward(t, t + 1, true);
    }
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

/** Whether outputs have a time axis of their own. */
export function hasOwnOutputs(spec: Pick<NetworkSpec, 'shape'>): boolean {
  return spec.shape === 'one-to-many' || spec.shape === 'encoder-decoder';
}
