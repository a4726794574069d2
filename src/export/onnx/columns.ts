/** Columns in the data's units: their type in ONNX, and the constants of their scaling. */
import { type ExportedColumn, fitsFloat32 } from '../common/exportedModel';
import type { GraphBuilder } from './graphBuilder';

/** The type of an input or output in the data's units; double where 32 bits are too few for them. */
export function typeOfColumns(columns: readonly ExportedColumn[]): 'float32' | 'float64' {
  return fitsFloat32(columns) ? 'float32' : 'float64';
}

/** Adds the offsets, or the scales, of the inputs or outputs. */
export function ofColumns(
  graph: GraphBuilder,
  end: 'input' | 'output',
  what: 'offset' | 'scale',
  columns: readonly ExportedColumn[],
): string {
  const values = columns.map(({ scaling }) => scaling[what]);
  const typed = typeOfColumns(columns) === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
  return graph.constant(`${end}.${what}`, [columns.length], typed);
}
