/** A value in one line, for a watch, a hover or the console. */
import { numberText } from '../../analysis/spectrum/spectrumText';
import { digitsOf } from './digits';
import { largest, mean, norm, smallest } from './statistics';
import type { Complexes, Numbers, Value, Vector } from './value';

export interface Description {
  readonly text: string;
  /** `vector`: what kind of value it is. */
  readonly type: string;
}

export function describe(value: Value): Description {
  switch (typeof value) {
    case 'number':
      return { text: digitsOf(value), type: 'number' };
    case 'boolean':
      return { text: String(value), type: 'boolean' };
    case 'string':
      return { text: JSON.stringify(value), type: 'text' };
  }
  switch (value.kind) {
    case 'vector':
      return { text: `[${value.values.length}] ${vectorText(value)}`.trimEnd(), type: 'vector' };
    case 'matrix':
      return {
        text: `[${value.rows} × ${value.columns}] ${summary(value.values)}`.trimEnd(),
        type: 'matrix',
      };
    case 'complex':
      return { text: complexText(value.re, value.im), type: 'complex number' };
    case 'complexes':
      return { text: `[${value.re.length}] ${complexesText(value)}`.trimEnd(), type: 'complex numbers' };
  }
}

/** Elements of a vector that are shown one by one. */
const mostShown = 4;

function vectorText({ values, labels }: Vector): string {
  if (values.length > mostShown) {
    return summary(values);
  }
  return Array.from(values, (value, at) => {
    const label = labels?.[at];
    return label === undefined ? digitsOf(value) : `${label} ${digitsOf(value)}`;
  }).join(', ');
}

function summary(values: Numbers): string {
  return values.length === 0
    ? ''
    : [
        `norm ${numberText(norm(values))}`,
        `min ${numberText(smallest(values))}`,
        `max ${numberText(largest(values))}`,
        `mean ${numberText(mean(values))}`,
      ].join(', ');
}

function complexText(re: number, im: number): string {
  const modulus = `|λ| ${numberText(Math.hypot(re, im))}`;
  return im === 0
    ? `${numberText(re)}, ${modulus}`
    : `${numberText(re)} ${im < 0 ? '−' : '+'} ${numberText(Math.abs(im))}i, ${modulus}`;
}

function complexesText({ re, im }: Complexes): string {
  const moduli = Float64Array.from(re, (a, j) => Math.hypot(a, im[j]));
  return moduli.length === 0
    ? ''
    : `largest |λ| ${numberText(largest(moduli))}, smallest |λ| ${numberText(smallest(moduli))}`;
}
