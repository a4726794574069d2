/**
 * Names of layers, of a trace's tensors and of weights: how they are printed, parsed, and shown to people.
 *
 *     layer    = [ "decoder." ] "l" number [ "_reverse" ]
 *     tensor   = layer "." quantity [ "." gate ] | [ "decoder." ] "x" | "y" | "target" | "loss"
 *     quantity = "h" | "c" | "grad.h" | "grad.c" | "gate" | "preactivation"
 *     weight   = ( "rnn" | "decoder" ) "." kind "_l" number [ "_reverse" ] [ "." gate ] | "readout.weight" | "readout.bias"
 *     embedding = "embedding." [ input "." ] "weight"
 *     kind     = "weight_ih" | "weight_hh" | "bias_ih" | "bias_hh"
 *     stored   = [ "p" number "." ] tensor
 *
 * A gate is one letter (`cells.ts`), always there in `l0.gate.f`. On a preactivation or a weight it means the
 * columns or rows of that gate, which are part of the stored tensor. Weights are named as in PyTorch. A trace
 * file prefixes the tensors of every probe but the first with the probe's number: `p1.l0.h`.
 */
import { gateText } from './cells';

/** A layer in one direction. */
export interface LayerPlace {
  /** Whether it belongs to the second stack of an encoder-decoder. */
  readonly decoder: boolean;
  /** Index of the layer, from 0; layer 0 reads the input. */
  readonly layer: number;
  /** Whether it reads the sequence from its end. */
  readonly reverse: boolean;
}

const quantities = ['h', 'c', 'grad.h', 'grad.c', 'gate', 'preactivation'] as const;
export type Quantity = (typeof quantities)[number];

const weightKinds = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;
export type WeightKind = (typeof weightKinds)[number];

/** `l0`, `l1_reverse`, `decoder.l0` */
export function layerName({ decoder, layer, reverse }: LayerPlace): string {
  return `${decoder ? decoderPrefix : ''}l${layer}${reverse ? reverseSuffix : ''}`;
}

/** Parses the name of a layer; undefined where it is no such name. */
export function parseLayerName(name: string): LayerPlace | undefined {
  const [, decoder, layer, reverse] = layerPattern.exec(name) ?? [];
  return layer === undefined
    ? undefined
    : { decoder: decoder !== undefined, layer: Number(layer), reverse: reverse !== undefined };
}

/** Whether a layer, or a tensor of a trace, belongs to a decoder. */
export function isOfDecoder(name: string): boolean {
  return name.startsWith(decoderPrefix);
}

/** Whether a layer reads the sequence from its end. */
export function isReverse(layer: string): boolean {
  return layer.endsWith(reverseSuffix);
}

/** `decoder.l0` for `l0`: the layer that takes over its final state. */
export function decoderOf(layer: string): string {
  return `${decoderPrefix}${layer}`;
}

/** `l0` for `decoder.l0`: the layer whose final state it takes over. */
export function encoderOf(layer: string): string {
  return layer.slice(decoderPrefix.length);
}

/** `layer 0`, `layer 1 backward`, `decoder layer 0`; a name that is not that of a layer stays unchanged. */
export function layerText(name: string): string {
  const place = parseLayerName(name);
  return place
    ? `${place.decoder ? 'decoder ' : ''}layer ${place.layer}${place.reverse ? ' backward' : ''}`
    : name;
}

/** `x`, or `decoder.x` for a decoder: the input of the first layer of a stack. */
export function inputName(decoder: boolean): string {
  return decoder ? `${decoderPrefix}x` : 'x';
}

/** `l0.h`, `l0_reverse.grad.c`, `l0.gate.f`, `decoder.l0.preactivation`, `l0.preactivation.f` */
export function tensorName(layer: string, quantity: Quantity, gate = ''): string {
  return withGate(`${layer}.${quantity}`, gate);
}

/**
 * Parses the name of a tensor of a layer.
 * @returns undefined where it is no such name; the gate is empty where none is named, but `l0.gate.f` always
 * names one
 */
export function parseTensorName(
  name: string,
): { readonly layer: string; readonly quantity: Quantity; readonly gate: string } | undefined {
  const [, layer, own, gate = ''] = tensorPattern.exec(name) ?? [];
  const quantity = quantities.find((each) => each === own);
  const hasGate = gate !== '';
  const fits =
    quantity === 'gate' ? hasGate : quantity === 'preactivation' || (quantity !== undefined && !hasGate);
  return layer !== undefined && quantity !== undefined && fits ? { layer, quantity, gate } : undefined;
}

/** Returns the layers of a trace, in the order of its tensors: those that have a state h. */
export function layerNamesIn(names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => {
    const parsed = parseTensorName(name);
    return parsed?.quantity === 'h' ? [parsed.layer] : [];
  });
}

/** `rnn.weight_hh_l0`, `decoder.bias_ih_l1`, `rnn.weight_hh_l0_reverse.f` */
export function weightName(kind: WeightKind, layer: string, gate = ''): string {
  const [stack, own] = isOfDecoder(layer) ? ['decoder', encoderOf(layer)] : ['rnn', layer];
  return withGate(`${stack}.${kind}_${own}`, gate);
}

/** `embedding.weight`; `embedding.station.weight` where several inputs have an embedding each. */
export function embeddingName(input = ''): string {
  return input === '' ? 'embedding.weight' : `embedding.${input}.weight`;
}

/**
 * Parses the name of a recurrent layer's weight; undefined where it is no such name. The gate is empty where
 * the whole weight is meant.
 */
export function parseWeightName(
  name: string,
): { readonly kind: WeightKind; readonly layer: string; readonly gate: string } | undefined {
  const [, stack, own, layer, gate = ''] = weightPattern.exec(name) ?? [];
  const kind = weightKinds.find((each) => each === own);
  return kind === undefined || layer === undefined
    ? undefined
    : { kind, layer: stack === 'decoder' ? decoderOf(layer) : layer, gate };
}

/** `layer 0, forget gate f` for `rnn.weight_hh_l0.f`; a name that is not that of a weight stays unchanged. */
export function blockText(name: string): string {
  const parsed = parseWeightName(name);
  if (!parsed) {
    return name;
  }
  const { layer, gate } = parsed;
  return gate === '' ? layerText(layer) : `${layerText(layer)}, ${gateText(gate)}`;
}

/**
 * Returns the stored tensor to which a name refers, and the gate whose rows or columns are meant:
 * `l0.preactivation` and `f` for `l0.preactivation.f`. The gate is empty where the name means a whole tensor,
 * as in `l0.gate.f`.
 */
export function storedTensor(name: string): { readonly whole: string; readonly gate: string } {
  const tensor = parseTensorName(name);
  const parsed = tensor?.quantity === 'preactivation' ? tensor : parseWeightName(name);
  return !parsed || parsed.gate === ''
    ? { whole: name, gate: '' }
    : { whole: name.slice(0, -`.${parsed.gate}`.length), gate: parsed.gate };
}

/**
 * Returns the name of a probe's tensor in a trace file: `l0.h` for the first probe, `p1.l0.h` for the second.
 */
export function nameInFile(probe: number, name: string): string {
  return probe === 0 ? name : `p${probe}.${name}`;
}

/** Returns the probe, counted from 0, and its tensor's own name. */
export function parseNameInFile(name: string): { readonly probe: number; readonly own: string } {
  const [, probe = '0', own = name] = /^p([1-9]\d*)\.(.*)$/.exec(name) ?? [];
  return { probe: Number(probe), own };
}

const decoderPrefix = 'decoder.';
const reverseSuffix = '_reverse';
const layerPattern = /^(decoder\.)?l(0|[1-9]\d*)(_reverse)?$/;
const tensorPattern = /^((?:decoder\.)?l(?:0|[1-9]\d*)(?:_reverse)?)\.((?:grad\.)?[a-z]+)(?:\.([a-z]))?$/;
const weightPattern = /^(rnn|decoder)\.((?:weight|bias)_[ih]h)_(l(?:0|[1-9]\d*)(?:_reverse)?)(?:\.([a-z]))?$/;

function withGate(name: string, gate: string): string {
  return gate === '' ? name : `${name}.${gate}`;
}
