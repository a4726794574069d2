/**
 * The format of `cells.json`: numbers from PyTorch's autograd. Files may come from anywhere, so they are
 * checked.
 */
import { messageOf } from '../../src/notation/errors';
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const vector = z.array(z.number());
const matrix = z.array(vector);
const cube = z.array(matrix);
/** Quantities by layer suffix, `_l0`, `_l1_reverse`, and by name; each is `[time][batch][unit]`. */
const states = z.record(z.string(), z.record(z.string(), cube));

const caseSchema = z.object({
  name: z.string(),
  cell: z.enum(['rnn', 'lstm', 'gru']),
  variant: z.enum(['original', 'cudnn']).nullable(),
  activation: z.enum(['tanh', 'relu']).nullable(),
  bias: z.boolean(),
  layers: z.int().positive(),
  bidirectional: z.boolean(),
  inputSize: z.int().positive(),
  hiddenSize: z.int().positive(),
  steps: z.int().positive(),
  batch: z.int().positive(),
  lengths: z.array(z.int().nonnegative()),
  weights: z.record(z.string(), z.union([vector, matrix])),
  x: cube,
  h0: cube,
  c0: cube.nullable(),
  lossCoefficients: cube,
  loss: z.number(),
  output: cube,
  finalH: cube,
  finalC: cube.nullable(),
  states,
  gradients: z.object({
    weights: z.record(z.string(), z.union([vector, matrix])),
    x: cube,
    h0: cube,
    c0: cube.nullable(),
    states,
  }),
  jacobian: z
    .object({
      step: z.int().nonnegative(),
      row: z.int().nonnegative(),
      dh_dh: matrix,
      dh_dc: matrix.optional(),
      dc_dh: matrix.optional(),
      dc_dc: matrix.optional(),
    })
    .optional(),
  eigenvaluesOfFirstOrCandidateBlock: z.array(z.union([vector, z.number()])).optional(),
  singularValuesOfThatBlock: vector.optional(),
});

export type ReferenceCase = z.output<typeof caseSchema>;

/** @throws an error of one line when the file cannot be read or is not in the format */
export function readReference(file: string): ReferenceCase[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: cannot be read as JSON (${messageOf(error)})`);
  }
  const parsed = z.object({ cases: z.array(caseSchema).min(1) }).safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new Error(`${file}: ${path.join('.')}: ${message}`);
  }
  return parsed.data.cases;
}
