/** The weights of a network and their gradients, under PyTorch's names and in PyTorch's shapes. */
import { type LayerPlace, layerName, type WeightKind, weightName } from '../notation/tensorNames';
import type { Cell, CellWeights } from './cells/cell';
import type { Memory } from './memory';
import type { NetworkSpec } from './spec';
import { Arena, type Precision, type Tensor } from './tensor';

export interface Parameter {
  /** `embedding.weight`, `rnn.weight_ih_l0`, `rnn.bias_hh_l1_reverse`, `decoder.weight_hh_l0`, `readout.weight` */
  readonly name: string;
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/** The parameters of one layer in one direction. */
export interface LayerParameters extends LayerPlace {
  readonly inputSize: number;
  readonly weights: CellWeights;
  readonly gradients: CellWeights;
}

export class Parameters {
  readonly all: Parameter[] = [];
  /** `[V, E]` for each embedded input. */
  readonly embeddings: readonly Parameter[];
  /** The recurrent layers that read the input; `[layer][direction]`. */
  readonly encoder: readonly (readonly LayerParameters[])[];
  /** The layers of an encoder-decoder's decoder; none for other shapes. */
  readonly decoder: readonly (readonly LayerParameters[])[];
  /** `[outputSize, D·H]` */
  readonly readoutWeight: Parameter;
  /** `[outputSize]` */
  readonly readoutBias: Parameter;
  private readonly arena: Arena;

  constructor(
    private readonly cell: Cell,
    readonly spec: NetworkSpec,
    precision: Precision,
    memory: Memory,
  ) {
    this.arena = new Arena(precision, memory);
    const { hiddenSize, outputSize } = spec;
    const directions = spec.bidirectional ? 2 : 1;
    this.embeddings = (spec.embeddings ?? []).map(({ name, tokens, size }) => this.add(name, tokens, size));
    this.encoder = this.stack(false, spec.networkInputSize, directions);
    this.decoder = spec.shape === 'encoder-decoder' ? this.stack(true, outputSize, 1) : [];
    this.readoutWeight = this.add('readout.weight', outputSize, directions * hiddenSize);
    this.readoutBias = this.add('readout.bias', outputSize);
    this.arena.allocate();
  }

  /** Number of weights. */
  get count(): number {
    return this.all.reduce((sum, { value }) => sum + value.size, 0);
  }

  get bytes(): number {
    return this.arena.bytes;
  }

  clearGradients(): void {
    for (const { gradient } of this.all) {
      gradient.values.fill(0);
    }
  }

  private stack(decoder: boolean, inputSize: number, directions: number): LayerParameters[][] {
    return Array.from({ length: this.spec.layers }, (_, layer) =>
      Array.from({ length: directions }, (__, direction) =>
        this.layer(
          { decoder, layer, reverse: direction === 1 },
          layer === 0 ? inputSize : directions * this.spec.hiddenSize,
        ),
      ),
    );
  }

  private layer(place: LayerPlace, inputSize: number): LayerParameters {
    const { hiddenSize: H, bias } = this.spec;
    const rows = this.cell.gates.length * H;
    const name = (kind: WeightKind) => weightName(kind, layerName(place));
    const weightIh = this.add(name('weight_ih'), rows, inputSize);
    const weightHh = this.add(name('weight_hh'), rows, H);
    const biasIh = bias ? this.add(name('bias_ih'), rows) : null;
    const biasHh = bias ? this.add(name('bias_hh'), rows) : null;
    const pick = (part: 'value' | 'gradient'): CellWeights => ({
      weightIh: weightIh[part],
      weightHh: weightHh[part],
      biasIh: biasIh?.[part] ?? null,
      biasHh: biasHh?.[part] ?? null,
    });
    return { ...place, inputSize, weights: pick('value'), gradients: pick('gradient') };
  }

  private add(name: string, ...shape: number[]): Parameter {
    const parameter = {
      name,
      value: this.arena.tensor(name, ...shape),
      gradient: this.arena.tensor(`${name}.grad`, ...shape),
    };
    this.all.push(parameter);
    return parameter;
  }
}
