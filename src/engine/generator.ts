/**
 * Writes on from a prompt: the output of each step is drawn, and read as the next input. The model is the one
 * that was trained; nothing but the source of its inputs differs.
 *
 *     many-to-many, many-to-one          reads prompt and drawn tokens as one sequence
 *     one-to-many                        reads the prompt's single token, then its own outputs y, as in training
 *     encoder-decoder                    reads the prompt; the decoder reads drawn tokens with teacher forcing,
 *                                        its own outputs y without, as in training
 */

import { type TokenWriter, tokenWriter } from '../data/common/tokenInput';
import type { TensorFile } from '../formats/safetensors';
import { readWeights } from './checkpoint';
import { webAssemblyKernels } from './kernels/webAssembly';
import { hasOwnOutputs, Network } from './network';
import { Parameters } from './parameters';
import { cellOf, type NetworkSpec } from './spec';

/** Chooses the token of an output step by its logits. It returns null to end the text there. */
export type Choose = (logits: Float64Array, step: number) => number | null;

/** The writer of a network that reads one token a step: one-hot, or through an embedding. */
export function writerOf({
  inputSize,
  embeddings,
}: Pick<NetworkSpec, 'inputSize' | 'embeddings'>): TokenWriter {
  return tokenWriter(inputSize, embeddings !== undefined);
}

export class Generator {
  private readonly weights: Parameters;
  // Without relaxed SIMD, whose rounding depends on the machine.
  private readonly kernels = webAssemblyKernels('plain');
  private stepper: Network | undefined;
  private whole: Network | undefined;
  private interrupted: () => void = () => undefined;

  /** Writes the token of a step as the network reads it. */
  private readonly write: TokenWriter;

  constructor(private readonly spec: NetworkSpec) {
    this.write = writerOf(spec);
    this.weights = new Parameters(cellOf(spec), spec, 'float32', this.kernels.memory);
  }

  /** Takes the weights of a snapshot. @throws FormatError where they belong to another model */
  take(file: TensorFile): void {
    readWeights(file, this.spec, this.weights);
  }

  /**
   * @param prompt classes of its tokens, at least one; exactly one for one-to-many
   * @param length most tokens that are drawn
   * @param interrupted called often; may throw to stop
   */
  generate(prompt: readonly number[], length: number, choose: Choose, interrupted: () => void): void {
    this.interrupted = interrupted;
    if (hasOwnOutputs(this.spec)) {
      this.generateOutputs(prompt, length, choose);
    } else {
      this.generateInputs(prompt, length, choose);
    }
  }

  /** One step at a time, with the state carried from each to the next. */
  private generateInputs(prompt: readonly number[], length: number, choose: Choose): void {
    this.stepper ??= this.allocated({ rows: 1, steps: 1, outputSteps: 1 });
    const network = this.stepper;
    const read = (token: number, isFirst: boolean): Float64Array => {
      if (!isFirst) {
        network.carryState();
      }
      network.begin(1, 1, 1);
      network.encoder.lengths[0] = 1;
      this.write(network.input, 0, token);
      network.output.mask[0] = 0;
      if (isFirst) {
        network.resetState();
      }
      network.forward({ feedback: 'output', everyStep: true, dropout: null });
      return Float64Array.from(network.readout.logits.subarray(0, this.spec.outputSize));
    };
    let logits = new Float64Array();
    for (const [step, token] of prompt.entries()) {
      logits = Float64Array.from(read(token, step === 0));
    }
    for (let step = 0; step < length; step++) {
      const token = choose(logits, step);
      if (token === null) {
        return;
      }
      if (step + 1 < length) {
        logits = Float64Array.from(read(token, false));
      }
    }
  }

  /** The outputs have steps of their own; with teacher forcing each needs the tokens before it. */
  private generateOutputs(prompt: readonly number[], length: number, choose: Choose): void {
    const { spec } = this;
    const { decoder } = this.networkFor(prompt.length, length);
    const forced = decoder !== null && spec.teacherForcing;
    const tokens: number[] = [];
    for (let step = 0; step < length; step++) {
      if (forced || step === 0) {
        this.forward(prompt, forced ? step + 1 : length, tokens, forced);
      }
      const { outputSize: O } = spec;
      const { readout } = this.networkFor(prompt.length, length);
      const token = choose(Float64Array.from(readout.logits.subarray(step * O, (step + 1) * O)), step);
      if (token === null) {
        return;
      }
      tokens.push(token);
    }
  }

  private forward(
    prompt: readonly number[],
    outputs: number,
    before: readonly number[],
    forced: boolean,
  ): void {
    const network = this.networkFor(prompt.length, outputs);
    network.begin(1, prompt.length, outputs);
    const { input, output, encoder, decoder } = network;
    encoder.lengths[0] = decoder ? prompt.length : outputs;
    if (decoder) {
      decoder.lengths[0] = outputs;
    }
    prompt.forEach((token, t) => {
      this.write(input, t, token);
    });
    output.mask.fill(0, 0, outputs);
    output.targetClass.set(before);
    network.resetState();
    network.forward({ feedback: forced ? 'target' : 'output', everyStep: true, dropout: null });
  }

  /** A network with room for that many steps; memory is never freed, so rooms grow by half at least. */
  private networkFor(steps: number, outputSteps: number): Network {
    const { whole } = this;
    if (whole && whole.capacity.steps >= steps && whole.capacity.outputSteps >= outputSteps) {
      return whole;
    }
    const grown = (needed: number, had: number) => Math.max(needed, Math.ceil(had * 1.5));
    const room = whole?.capacity ?? { steps: 0, outputSteps: 0 };
    this.whole = this.allocated({
      rows: 1,
      steps: steps > room.steps ? grown(steps, room.steps) : room.steps,
      outputSteps: outputSteps > room.outputSteps ? grown(outputSteps, room.outputSteps) : room.outputSteps,
    });
    return this.whole;
  }

  private allocated(capacity: Network['capacity']): Network {
    const { spec, weights, kernels } = this;
    const network = new Network(spec, weights, capacity, kernels, 'float32', () => this.interrupted());
    network.allocate();
    return network;
  }
}
