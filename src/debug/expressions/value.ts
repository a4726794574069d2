/** The values that an expression can have. */

export type Value = number | boolean | string | Vector | Matrix | Complex | Complexes;

export type Numbers = Float32Array | Float64Array;

export interface Vector {
  readonly kind: 'vector';
  readonly values: Numbers;
  /** A label for each element, such as the columns of the input. */
  readonly labels?: readonly string[];
}

export interface Matrix {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly columns: number;
  /** `[rows][columns]`, row-major. */
  readonly values: Numbers;
}

/** `re + i·im` */
export interface Complex {
  readonly kind: 'complex';
  readonly re: number;
  readonly im: number;
}

/** `re[j] + i·im[j]` */
export interface Complexes {
  readonly kind: 'complexes';
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function vector(values: Numbers, labels?: readonly string[]): Vector {
  return labels === undefined ? { kind: 'vector', values } : { kind: 'vector', values, labels };
}

/** @param values `[rows][columns]`, row-major */
export function matrix(rows: number, columns: number, values: Numbers): Matrix {
  return { kind: 'matrix', rows, columns, values };
}

/** A vector or a matrix. */
export function isTensor(value: Value): value is Vector | Matrix {
  return typeof value === 'object' && (value.kind === 'vector' || value.kind === 'matrix');
}

/** The kind of a value, as in a sentence: `a vector of 128 numbers`. */
export function kindText(value: Value): string {
  switch (typeof value) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
  }
  switch (value.kind) {
    case 'vector':
      return `a vector of ${value.values.length} numbers`;
    case 'matrix':
      return `a matrix of ${value.rows} × ${value.columns} numbers`;
    case 'complex':
      return 'a complex number';
    case 'complexes':
      return `a vector of ${value.re.length} complex numbers`;
  }
}
