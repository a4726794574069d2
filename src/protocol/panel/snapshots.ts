/** Messages about the snapshots of the visible run, and the values computed from one of them. */
import * as z from 'zod/mini';
import type { LayerAnalysis } from '../../analysis/layerAnalysis';
import type { Spectrum } from '../../analysis/spectrum/spectrum';
import type { GeneratedText } from '../generated';
import type { PickedSequence } from '../pickedSequence';
import { floats, generationAsk, index, name, pickedSet, probeKey, type Sent } from './values';

const values = z.nullable(floats);

/**
 * A matrix or a stack of rows, row-major. The values are null until they have been requested and have arrived
 * completely.
 */
const panelTensor = withAllValues(
  z.strictObject({ name: z.string(), shape: z.array(index), values }),
  ({ shape }) => shape,
);
export type PanelTensor = Sent<z.output<typeof panelTensor>>;

/** A recurrent weight block that can be shown: H×H. Its values as in `PanelTensor`. */
const weightBlock = withAllValues(
  z.strictObject({
    /** Name of the block, as in `Spectrum.name`. */
    name: z.string(),
    /** `layer 0, forget gate f` */
    label: z.string(),
    size: index,
    values,
  }),
  ({ size }) => [size, size],
);
export type WeightBlock = Sent<z.output<typeof weightBlock>>;

const tokenChance = { token: z.string(), probability: z.number() };
const generatedText: z.ZodMiniType<GeneratedText> = z.strictObject({
  ask: generationAsk,
  prompt: z.array(z.string()),
  tokens: z.array(z.strictObject({ ...tokenChance, alternatives: z.array(z.strictObject(tokenChance)) })),
  firstStep: index,
  text: z.string(),
  ended: z.boolean(),
});

export const pickedSequence: z.ZodMiniType<PickedSequence> = z.strictObject({
  set: pickedSet,
  sequence: index,
  watched: z.boolean(),
  loss: z.nullable(z.number()),
  count: index,
  ranked: z.nullable(index),
  generated: z.optional(generatedText),
});

/** A label for each step; empty where the step number suffices. */
export const stepLabels = z.array(z.string());
/**
 * Names as in a trace: `x`, `y`, `loss`, `l0.h`, `l0.c`, `l0.gate.f`, `l0.grad.h`, … each `[T, ·]`; also
 * `target`.
 */
export const panelTensors = z.array(panelTensor);
/** One watched sequence in a trace. */
export const panelProbe = z.strictObject({
  sequence: index,
  label: z.string(),
  stepLabels,
  tensors: panelTensors,
  /** Present where the sequence is not one of `probe.sequences` but was picked. */
  picked: z.optional(pickedSequence),
});
export type PanelProbe = Sent<z.output<typeof panelProbe>>;

/** Snapshots of the visible run, as updates done, rising. */
const snapshots = z.strictObject({ type: z.literal('snapshots'), updates: z.array(index) });
/** The snapshot to show, with its traces. Values are sent when they are requested. */
const trace = z.strictObject({
  type: z.literal('trace'),
  update: index,
  epoch: index,
  probes: z.array(panelProbe),
});
const weights = z.strictObject({ type: z.literal('weights'), update: index, blocks: z.array(weightBlock) });
/**
 * Answers `askSpectrum`. Its infinities are null in transit, and are infinities again when it has been read.
 */
const spectrum = z.strictObject({
  type: z.literal('spectrum'),
  update: index,
  spectrum: z.pipe(z.custom<Spectrum>(isSpectrum), z.transform(withInfinities)),
});
/**
 * The eigenvalues of a block at another snapshot of the run, `[H][2]` real and imaginary parts in no order.
 */
const trail = z.strictObject({ type: z.literal('trail'), block: z.string(), update: index, values: floats });
/** Answers `analyse`. */
const analysis = z.strictObject({
  type: z.literal('analysis'),
  of: z.strictObject({ update: index, probe: probeKey, layer: name }),
  analysis: z.nullable(z.custom<LayerAnalysis>(isAnalysis)),
  /** Why there is no analysis. */
  why: z.nullable(z.string()),
});

/** Shows the snapshot after that many updates; null: the newest, and newer ones when they appear. */
const showSnapshot = z.strictObject({ type: z.literal('showSnapshot'), update: z.nullable(index) });
const askSpectrum = z.strictObject({ type: z.literal('askSpectrum'), update: index, block: name });
const analyse = z.strictObject({ type: z.literal('analyse'), update: index, probe: probeKey, layer: name });

export const fromHost = [snapshots, trace, weights, spectrum, trail, analysis] as const;
export const fromPanel = [showSnapshot, askSpectrum, analyse] as const;

/** Checks that there are as many values as the shape requires. */
function withAllValues<T extends { readonly name: string; readonly values: Float32Array | null }>(
  schema: z.ZodMiniType<T, T>,
  shapeOf: (tensor: T) => readonly number[],
): z.ZodMiniType<T, T> {
  return schema.check(
    z.check(({ value, issues }) => {
      const elements = shapeOf(value).reduce((product, size) => product * size, 1);
      if (value.values && value.values.length !== elements) {
        const message = `"${value.name}" has ${value.values.length} values where its shape says ${elements}`;
        issues.push({ code: 'custom', input: value, message });
      }
    }),
  );
}

/** Checks that the large arrays are arrays. */
function isSpectrum(value: unknown): boolean {
  const { eigenvalues, leadingSensitivity: leading, participation, ...rest } = parts(value);
  const { re, im } = parts(leading);
  return (
    ['name', 'size', 'spectralRadius'].every((key) => key in rest) &&
    Array.isArray(eigenvalues) &&
    re instanceof Float64Array &&
    im instanceof Float64Array &&
    (participation === null || participation instanceof Float32Array)
  );
}

function withInfinities(spectrum: Spectrum): Spectrum {
  return {
    ...spectrum,
    conditionOfEigenvectors: spectrum.conditionOfEigenvectors ?? Number.POSITIVE_INFINITY,
    leadingCondition: spectrum.leadingCondition ?? Number.POSITIVE_INFINITY,
  };
}

/** Checks that its arrays are arrays: a host of another version may send other parts. */
function isAnalysis(value: unknown): boolean {
  const { credit, exponents, saturation, window } = parts(value);
  return (
    isObject(window) &&
    isObject(saturation) &&
    isObject(credit) &&
    ('why' in credit || parts(credit).norms instanceof Float32Array) &&
    isObject(exponents) &&
    ('why' in exponents || parts(exponents).values instanceof Float64Array)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Properties by name; none for a value that is no object. */
function parts(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? { ...value } : {};
}
