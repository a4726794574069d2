/** A graph of ONNX while it is put together: nodes and constants, with names for the values between them. */

import type { OnnxAttribute, OnnxNode, OnnxTensor } from '../../formats/onnx/model';
import { elementsOf } from '../../notation/shape';

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  /** @param around the graph around the body of a loop, which then holds the constants of both */
  constructor(private readonly around?: GraphBuilder) {}

  /** Adds a constant. @returns its name */
  constant(name: string, shape: readonly number[], values: OnnxTensor['values']): string {
    if (this.around) {
      return this.around.constant(name, shape, values);
    }
    if (values.length !== elementsOf(shape)) {
      throw new Error(`"${name}" has ${values.length} values for the shape [${shape.join(', ')}]`);
    }
    if (!this.initializers.some((each) => each.name === name)) {
      this.initializers.push({ name, shape, values });
    }
    return name;
  }

  /** Adds a list of whole numbers, such as axes or a shape; equal lists are one constant. */
  integers(...values: readonly number[]): string {
    const name = `integers.${values.join('_')}`;
    return this.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  }

  /**
   * Adds a node with one output.
   * @returns the output's name, which is the given one
   */
  add(
    name: string,
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    this.node(operator, inputs, [name], attributes);
    return name;
  }

  node(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): void {
    this.nodes.push({ operator, inputs, outputs, attributes });
  }
}
