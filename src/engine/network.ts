/**
 * A whole network on one chunk of a padded batch: recurrent layers, readout, loss, and the backward pass. The
 * sequence shapes differ only here, in the inputs that the layers read and in the steps that have an output.
 */
import type { BatchBuffer } from '../data/common/dataset';
import type { Random } from '../data/common/random';
import type { MeasuredChunk } from '../metrics/meter';
import { Embedding, type InputPlaces } from './embedding';
import { Generation } from './generation';
import type { Kernels } from './kernels/kernels';
import type { Context } from './layer';
import type { Parameters } from './parameters';
import { Readout } from './readout';
import { cellOf, type NetworkSpec } from './spec';
import { Stack } from './stack';
import { Arena, type Precision, type Tensor } from './tensor';
import { type Part, type Partition, partOf } from './threads/partition';
import { alone, noPass, type Pass, type Section, type Team } from './threads/team';

/** The largest chunk for which a network has room. */
export interface Capacity {
  /** B, the number of sequences. */
  readonly rows: number;
  /** T of the inputs. */
  readonly steps: number;
  /** T of the outputs; the same as `steps` where inputs and outputs share the time axis. */
  readonly outputSteps: number;
}

export interface ForwardOptions extends Pick<Pass, 'feedback' | 'everyStep'> {
  /** Source from which dropout is drawn; null turns dropout off. */
  readonly dropout: Random | null;
}

export interface BackwardOptions extends Partial<Pick<Pass, 'inputGradient' | 'keptGradient'>> {
  /** Whether gradients are added to the weight gradients. */
  readonly weights: boolean;
  /** Number of target steps over which the loss is a mean; by default those of the chunk. */
  readonly targetCount?: number;
}

export class Network {
  /**
   * The input of the layers. The caller fills `x`, and in shapes with one time axis the targets and the mask
   * too. Made anew by `begin`.
   */
  input: BatchBuffer = nothing;
  /** Targets and mask; the same object as `input` in shapes with one time axis. */
  output: BatchBuffer = nothing;
  /** The layers that read the input. */
  readonly encoder: Stack;
  /** An encoder-decoder's second stack; otherwise null. */
  readonly decoder: Stack | null;
  readonly readout: Readout;
  /** Sum of the losses of the chunk's target steps, and their number (with class weights, their weight). */
  lossSum = 0;
  targetCount = 0;
  /** The threads that compute; more than this one only where their memory is shared. */
  team: Team = alone;
  private readonly context: Context;
  private readonly arena: Arena;
  /** one-to-many: the data's single input step; the stack's own x also has room for the previous output. */
  private readonly firstInput: Tensor | null;
  /** The vectors of tokens in the stack's x; null where all inputs are numbers. */
  private readonly embedding: Embedding | null;
  private readonly generation: Generation;
  private pass: Pass = noPass;
  /** The sequences that this thread computes. */
  private sequences: Part = { first: 0, end: 0 };
  private partition: Partition = alone.partition;

  /**
   * Plans the tensors; `allocate` makes room for them.
   * @param interrupted called often; may throw to stop the pass
   * @param keepsPreactivations whether the tapes keep the gates before their activation functions
   */
  constructor(
    readonly spec: NetworkSpec,
    readonly parameters: Parameters,
    readonly capacity: Capacity,
    kernels: Kernels,
    precision: Precision,
    private readonly interrupted: () => void,
    keepsPreactivations = false,
  ) {
    const { hiddenSize, outputSize, inputSize, dropout, shape } = spec;
    const { rows: B } = capacity;
    const cell = cellOf(spec);
    this.context = { kernels, interrupt: () => this.interrupted(), keepsPreactivations };
    this.arena = new Arena(precision, kernels.memory);
    const encoderSteps = shape === 'one-to-many' ? capacity.outputSteps : capacity.steps;
    const stack = (layers: Parameters['encoder'], steps: number) =>
      new Stack(this.context, cell, layers, hiddenSize, dropout, this.arena, { rows: B, steps });
    this.encoder = stack(parameters.encoder, encoderSteps);
    this.decoder = parameters.decoder.length > 0 ? stack(parameters.decoder, capacity.outputSteps) : null;
    const places = { rows: B, steps: capacity.outputSteps };
    this.readout = new Readout(this.context, spec, parameters, this.arena, places);
    const { embeddings } = parameters;
    const read = { rows: B, steps: capacity.steps };
    this.embedding =
      embeddings.length > 0
        ? new Embedding(this.context, embeddings, inputSize, this.encoder.x, this.arena, read)
        : null;
    this.firstInput =
      shape === 'one-to-many' && !this.embedding ? this.arena.tensor('input.x', 1, B, inputSize) : null;
    const column = shape === 'one-to-many' ? inputSize : 0;
    this.generation = new Generation(this.last, this.readout, column, outputSize);
  }

  /** @throws RangeError where there is not enough memory */
  allocate(): void {
    const { capacity, spec } = this;
    this.arena.allocate();
    this.readout.allocate();
    this.embedding?.allocate();
    this.output = {
      size: capacity.rows,
      steps: capacity.outputSteps,
      x: (this.embedding?.numbers ?? this.firstInput ?? this.encoder.x).values,
      target: this.readout.target.values,
      ...this.readout.targets,
      ...(this.embedding ? { codes: this.embedding.codes } : {}),
    };
    this.input = hasOwnOutputs(spec) ? { ...this.output, steps: capacity.steps } : this.output;
  }

  /** The outputs of the chunk and its targets, row by row, after `forward`. */
  get answers(): Omit<MeasuredChunk, 'sequences' | 'from'> {
    const { count, place, y, logits } = this.readout;
    const { mask, target, targetClass } = this.output;
    const { outputSize } = this.spec;
    return { rows: count, outputs: outputSize, place, mask, logits, y: y.values, target, targetClass };
  }

  /** Bytes that `allocate` takes. */
  get bytes(): number {
    const { rows, outputSteps } = this.capacity;
    return this.arena.bytes + Readout.bytesPerPlace * outputSteps * rows + (this.embedding?.bytes ?? 0);
  }

  /** The stack whose outputs are read out. */
  get last(): Stack {
    return this.decoder ?? this.encoder;
  }

  /** The stacks, in the order in which they are computed. */
  get stacks(): readonly Stack[] {
    return this.decoder ? [this.encoder, this.decoder] : [this.encoder];
  }

  /**
   * Starts a chunk of B = `rows` sequences. After it, the caller fills `input` and `output`,
   * and `encoder.lengths` (and `decoder.lengths`) with the number of each row's real steps.
   */
  begin(rows: number, steps: number, outputSteps: number): void {
    const shared = this.input === this.output;
    this.output = { ...this.output, size: rows };
    this.input = shared ? this.output : { ...this.input, size: rows };
    this.take({ ...noPass, rows, steps, outputSteps }, this.team.partition);
  }

  resetState(): void {
    this.encoder.states.reset();
  }

  carryState(): void {
    this.encoder.states.carry();
  }

  /** Computes states, outputs and the loss of the chunk from the initial state. */
  forward({ feedback, everyStep, dropout }: ForwardOptions): void {
    const { encoder, decoder, readout } = this;
    encoder.packForward();
    decoder?.packForward();
    readout.packForward();
    encoder.drawDropout(dropout);
    decoder?.drawDropout(dropout);
    this.pass = { ...this.pass, feedback, everyStep, dropping: dropout !== null };
    this.listOutputs();
    this.together('forward');
    this.lossSum = readout.lossSum;
    this.targetCount = readout.targetCount;
  }

  /**
   * Goes back from the loss (mean over target steps) to every state, and to the weights and `encoder.dx`
   * where that is asked for.
   */
  backward({ weights, inputGradient = false, keptGradient = false, targetCount }: BackwardOptions): void {
    const { encoder, decoder, readout } = this;
    // The gradient of an embedding is summed from ∂L/∂x.
    const toInput = inputGradient || (weights && this.embedding !== null);
    this.last.packBackward(this.generating || (toInput && !decoder));
    if (decoder) {
      encoder.packBackward(toInput);
    }
    readout.packBackward();
    this.pass = {
      ...this.pass,
      inputGradient: toInput,
      keptGradient,
      targetCount: targetCount ?? this.targetCount,
    };
    this.together('backward');
    if (weights) {
      this.together('weights');
    }
  }

  /**
   * Computes a helper's partition of a section, on a network with the same memory as the lead's, from which
   * `pass` was sent.
   */
  help(section: Section, pass: Pass, partition: Partition): void {
    this.take(pass, partition);
    this.encoder.dropping = pass.dropping;
    if (this.decoder) {
      this.decoder.dropping = pass.dropping;
    }
    this.own(section);
  }

  private take(pass: Pass, partition: Partition): void {
    const { shape } = this.spec;
    this.pass = pass;
    this.partition = partition;
    this.sequences = partOf(partition, pass.rows);
    const { rows, steps, outputSteps } = pass;
    this.encoder.begin(rows, shape === 'one-to-many' ? outputSteps : steps, partition);
    this.decoder?.begin(rows, outputSteps, partition);
    this.readout.begin(rows);
  }

  private together(section: Section): void {
    this.team.together(section, this.pass, () => this.own(section));
  }

  private own(section: Section): void {
    switch (section) {
      case 'forward':
        this.ownForward();
        break;
      case 'backward':
        this.ownBackward();
        break;
      case 'weights':
        this.embedding?.weightGradients(this.encoder.dx, this.inputPlaces, this.partition);
        this.encoder.weightGradients();
        this.decoder?.weightGradients();
        this.readout.weightGradients(this.partition);
    }
  }

  private ownForward(): void {
    const { encoder, decoder, readout } = this;
    if (this.spec.shape === 'one-to-many') {
      this.placeFirstInput();
    } else {
      this.embedding?.forward(this.inputPlaces, this.sequences);
      encoder.forward(0, encoder.steps);
    }
    if (decoder) {
      decoder.states.takeFrom(encoder.states);
      this.feedDecoder(decoder);
    }
    if (this.generating) {
      this.generation.forward(this.sequences);
    } else {
      decoder?.forward(0, decoder.steps);
      const { first, end } = readout.rowsOf(this.sequences);
      readout.forward(this.last.output, first, end);
    }
  }

  private ownBackward(): void {
    const { encoder, decoder, readout } = this;
    const { inputGradient, keptGradient, targetCount } = this.pass;
    encoder.clearGradients(keptGradient);
    decoder?.clearGradients();
    if (this.generating) {
      this.generation.backward(targetCount, this.sequences);
    } else {
      const { first, end } = readout.rowsOf(this.sequences);
      readout.lossGradient(targetCount, first, end);
      readout.backward(this.last.doutput, first, end);
      this.last.backward(0, this.last.steps, inputGradient && !decoder);
    }
    if (decoder) {
      decoder.states.giveGradientTo(encoder.states);
      encoder.backward(0, encoder.steps, inputGradient);
    }
  }

  /** Whether each output is the next step's input, so that steps cannot be computed layer by layer. */
  private get generating(): boolean {
    return this.spec.shape === 'one-to-many' || (this.decoder !== null && this.pass.feedback === 'output');
  }

  /** The places whose x comes from the data. */
  private get inputPlaces(): InputPlaces {
    const { rows, steps } = this.pass;
    return { rows, steps: this.spec.shape === 'one-to-many' ? 1 : steps };
  }

  private listOutputs(): void {
    const { pass, spec } = this;
    const own = hasOwnOutputs(spec);
    this.readout.list({
      rows: pass.rows,
      steps: own ? pass.outputSteps : pass.steps,
      everyStep: pass.everyStep || own,
      byStep: this.generating,
    });
  }

  /** Fills x₀ = [input, 0] in shape one-to-many; `generation` fills the other steps with [0, y_{t−1}]. */
  private placeFirstInput(): void {
    const { inputSize: I, outputSize: O } = this.spec;
    const { first, end } = this.sequences;
    const { rows: B } = this.pass;
    const x = this.encoder.x.values;
    for (let t = 0; t < this.encoder.steps; t++) {
      x.fill(0, (t * B + first) * (I + O), (t * B + end) * (I + O));
    }
    this.embedding?.forward(this.inputPlaces, this.sequences);
    for (let b = first; !this.embedding && b < end; b++) {
      for (let j = 0; j < I; j++) {
        x[b * (I + O) + j] = this.input.x[b * I + j];
      }
    }
  }

  /**
   * Fills the decoder's input: zeros first, then the previous target, or its own output, which `generation`
   * puts there.
   */
  private feedDecoder(decoder: Stack): void {
    const { outputSize: O, loss } = this.spec;
    const { rows: B } = this.pass;
    const { target, targetClass } = this.output;
    const x = decoder.x.values;
    for (let t = 0; t < (this.generating ? 1 : decoder.steps); t++) {
      for (let b = this.sequences.first; b < this.sequences.end; b++) {
        const place = t * B + b;
        x.fill(0, place * O, (place + 1) * O);
        if (t > 0 && loss === 'crossEntropy') {
          x[place * O + targetClass[place - B]] = 1;
        } else if (t > 0) {
          for (let j = 0; j < O; j++) {
            x[place * O + j] = target[(place - B) * O + j];
          }
        }
      }
    }
  }
}

/** Whether outputs have a time axis of their own. */
export function hasOwnOutputs(spec: Pick<NetworkSpec, 'shape'>): boolean {
  return spec.shape === 'one-to-many' || spec.shape === 'encoder-decoder';
}

const nothing: BatchBuffer = {
  size: 0,
  steps: 0,
  x: new Float32Array(),
  target: new Float32Array(),
  targetClass: new Int32Array(),
  mask: new Uint8Array(),
};
