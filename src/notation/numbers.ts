/** Numbers to words: what the panel prints. Pure; the words of a whole sentence about the gradient are in `flow`. */

/** Four significant digits: `0.4312`, `12.5`, `1.204e-9`, `not a number`. */
export function number(value: number, digits = 4): string {
  if (Number.isNaN(value)) {
    return 'not a number';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'infinite' : '-infinite';
  }
  if (value === 0) {
    return '0';
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) {
    return String(value);
  }
  const rounded = Number(value.toPrecision(digits));
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa = '', exponent = '0'] = rounded.toExponential().split('e');
    return `${mantissa}e${Number(exponent)}`;
  }
  return String(rounded);
}

/** The shortest decimal that is this Float32 and no other, so that nothing is lost and no digit is invented. */
export function exact(value: number): string {
  if (!Number.isFinite(value) || Math.fround(value) !== value) {
    return number(value, 9);
  }
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return number(short, digits);
    }
  }
  return number(value, 9);
}

/** With a sign, for quantities whose direction matters. */
export function signed(value: number, digits = 4): string {
  return value > 0 ? `+${number(value, digits)}` : number(value, digits);
}

// Made once: making one takes longer than writing a hundred numbers.
const grouped = new Intl.NumberFormat('en-US');

/** `12,480` */
export function count(value: number): string {
  return grouped.format(value);
}

/** `1 unit`, `32 units` */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `31 %`; never `0 %` or `100 %` for a share that is not. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) {
    return '<1 %';
  }
  if (value > 99 && value < 100) {
    return '>99 %';
  }
  return `${Math.round(value)} %`;
}

/** `0.4 s`, `42 s`, `3 min 20 s`, `1 h 05 min` */
export function duration(seconds: number): string {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  }
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `12.1 MB`, in powers of 1000. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** `0.9123 + 0.3671i`; a real number where the imaginary part is zero. */
export function complex(re: number, im: number): string {
  if (im === 0) {
    return number(re);
  }
  return `${number(re)} ${im < 0 ? '-' : '+'} ${number(Math.abs(im))}i`;
}

/** `3.4 steps`, `1 step`, `120 steps`: how long something takes, to three digits. */
export function steps(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return `${rounded >= 1e6 ? number(rounded, 3) : count(rounded)} ${rounded === 1 ? 'step' : 'steps'}`;
}

/** `every step`, `every 3.4 steps` */
export function every(period: number): string {
  const words = steps(period);
  return words === '1 step' ? 'every step' : `every ${words}`;
}
