/** An ONNX model as plain objects, and its bytes. Only what Unroll writes: dense tensors, standard operators. */
import { Message } from './message';
import {
  attributeFields,
  attributeTypes,
  dimensionFields,
  type ElementType,
  elementTypes,
  entryFields,
  graphFields,
  modelFields,
  nodeFields,
  operatorSetFields,
  shapeFields,
  tensorFields,
  tensorTypeFields,
  typeFields,
  valueFields,
} from './messages';

/** The version of the file format, which is that of operator set 14. */
const irVersion = 7;

export interface OnnxModel {
  /** Text for people, which viewers show. */
  readonly about: string;
  readonly producer: { readonly name: string; readonly version: string };
  /** Version of ONNX's standard operators. */
  readonly operatorSet: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  /** In an order in which every value is computed before it is used. */
  readonly nodes: readonly OnnxNode[];
  /** Constants, by name. An input of the same name is optional, and this is its default. */
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly operator: string;
  /** Names of values; an empty name stands for an optional input that is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute = number | string | readonly number[] | readonly string[] | OnnxGraph;

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Float32, Float64, int64, or bool as a byte each. */
  readonly values: Float32Array | Float64Array | BigInt64Array | Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** A name stands for a size that is known only when the model runs. */
  readonly shape: readonly (number | string)[];
  readonly about?: string;
}

export function encodeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const { about, producer, operatorSet, metadata, graph } = model;
  const entries = Object.entries(metadata).map(([key, value]) =>
    new Message().text(entryFields.key, key).text(entryFields.value, value),
  );
  return new Message()
    .integer(modelFields.irVersion, irVersion)
    .text(modelFields.producerName, producer.name)
    .text(modelFields.producerVersion, producer.version)
    .text(modelFields.about, about)
    .message(modelFields.graph, graphMessage(graph))
    .message(
      modelFields.operatorSets,
      new Message().text(operatorSetFields.domain, '').integer(operatorSetFields.version, operatorSet),
    )
    .messages(modelFields.metadata, entries)
    .encoded();
}

function graphMessage({ name, nodes, initializers, inputs, outputs }: OnnxGraph): Message {
  return new Message()
    .messages(graphFields.nodes, nodes.map(nodeMessage))
    .text(graphFields.name, name)
    .messages(graphFields.initializers, initializers.map(tensorMessage))
    .messages(graphFields.inputs, inputs.map(valueMessage))
    .messages(graphFields.outputs, outputs.map(valueMessage));
}

function nodeMessage({ operator, inputs, outputs, attributes }: OnnxNode): Message {
  return new Message()
    .texts(nodeFields.inputs, inputs)
    .texts(nodeFields.outputs, outputs)
    .text(nodeFields.name, outputs.find((output) => output !== '') ?? '')
    .text(nodeFields.operator, operator)
    .messages(
      nodeFields.attributes,
      Object.entries(attributes).map(([name, value]) => attributeMessage(name, value)),
    );
}

function attributeMessage(name: string, value: OnnxAttribute): Message {
  const message = new Message().text(attributeFields.name, name);
  const typed = (type: keyof typeof attributeTypes) =>
    message.integer(attributeFields.type, attributeTypes[type]);
  if (typeof value === 'number') {
    return typed('integer').integer(attributeFields.integer, value);
  }
  if (typeof value === 'string') {
    return typed('text').text(attributeFields.text, value);
  }
  if (isGraph(value)) {
    return typed('graph').message(attributeFields.graph, graphMessage(value));
  }
  const texts = value.filter((each) => typeof each === 'string');
  return texts.length > 0
    ? typed('texts').texts(attributeFields.texts, texts)
    : typed('integers').integers(
        attributeFields.integers,
        value.filter((each) => typeof each === 'number'),
      );
}

function isGraph(value: OnnxAttribute): value is OnnxGraph {
  return typeof value === 'object' && 'nodes' in value;
}

function tensorMessage({ name, shape, values }: OnnxTensor): Message {
  return new Message()
    .integers(tensorFields.dimensions, shape)
    .integer(tensorFields.elementType, elementTypes[typeOf(values)])
    .text(tensorFields.name, name)
    .raw(tensorFields.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function typeOf(values: OnnxTensor['values']): ElementType {
  if (values instanceof Float32Array) {
    return 'float32';
  }
  if (values instanceof Float64Array) {
    return 'float64';
  }
  return values instanceof BigInt64Array ? 'int64' : 'bool';
}

function valueMessage({ name, type, shape, about }: OnnxValue): Message {
  const dimensions = shape.map((size) =>
    typeof size === 'number'
      ? new Message().integer(dimensionFields.value, size)
      : new Message().text(dimensionFields.name, size),
  );
  const tensor = new Message()
    .integer(tensorTypeFields.elementType, elementTypes[type])
    .message(tensorTypeFields.shape, new Message().messages(shapeFields.dimensions, dimensions));
  const message = new Message()
    .text(valueFields.name, name)
    .message(valueFields.type, new Message().message(typeFields.tensor, tensor));
  return about === undefined ? message : message.text(valueFields.about, about);
}
