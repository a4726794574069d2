/**
 * The messages of an ONNX file: the numbers of their fields and of their enumerations, as in onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Writer and readers share this list. It holds the
 * fields that they use, not all that exist.
 */

export const modelFields = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  about: 6,
  graph: 7,
  operatorSets: 8,
  metadata: 14,
} as const;

/** An entry of a model's metadata. */
export const entryFields = { key: 1, value: 2 } as const;

export const operatorSetFields = { domain: 1, version: 2 } as const;

export const graphFields = {
  nodes: 1,
  name: 2,
  initializers: 5,
  about: 10,
  inputs: 11,
  outputs: 12,
} as const;

export const nodeFields = { inputs: 1, outputs: 2, name: 3, operator: 4, attributes: 5, domain: 7 } as const;

export const attributeFields = {
  name: 1,
  integer: 3,
  text: 4,
  graph: 6,
  integers: 8,
  texts: 9,
  type: 20,
} as const;

/** The type of an attribute says which of its fields holds its value. */
export const attributeTypes = { integer: 2, text: 3, graph: 5, integers: 7, texts: 8 } as const;

export const tensorFields = { dimensions: 1, elementType: 2, name: 8, raw: 9 } as const;

/** Names and types of a graph's inputs and outputs. */
export const valueFields = { name: 1, type: 2, about: 3 } as const;

export const typeFields = { tensor: 1 } as const;

export const tensorTypeFields = { elementType: 1, shape: 2 } as const;

export const shapeFields = { dimensions: 1 } as const;

/** A dimension is a number, or a name for a number that is known only when the model runs. */
export const dimensionFields = { value: 1, name: 2 } as const;

export const elementTypes = { float32: 1, int64: 7, bool: 9, float64: 11 } as const;
export type ElementType = keyof typeof elementTypes;
