/** A value in one line, for a watch, a hover or the console. */
import { shortest } from '../../notation/decimals';
import { typeset } from '../../notation/numbers';
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
      return { text: shortest(value), type: 'number' };
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
    return label === undefined ? shortest(value) : `${label} ${shortest(value)}`;
  }).join(', ');
}

function summary(values: Numbers): string {
  return values.length === 0
    ? ''
    : [
        `norm ${typeset(norm(values))}`,
        `min ${typeset(smallest(values))}`,
        `max ${typeset(largest(values))}`,
        `mean ${typeset(mean(values))}`,
      ].join(', ');
}

function complexText(re: number, im: number): string {
  const modulus = `|λ| ${typeset(Math.hypot(re, im))}`;
  return im === 0
    ? `${typeset(re)}, ${modulus}`
    : `${typeset(re)} ${im < 0 ? '−' : '+'} ${typeset(Math.abs(im))}i, ${modulus}`;
}

function complexesText({ re, im }: Complexes): string {
  const moduli = Float64Array.from(re, (a, j) => Math.hypot(a, im[j]));
  return moduli.length === 0
    ? ''
    : `largest |λ| ${typeset(largest(moduli))}, smallest |λ| ${typeset(smallest(moduli))}`;
}
