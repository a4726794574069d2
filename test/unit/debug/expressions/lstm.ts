/** The names of a small LSTM over a few steps, with numbers that identify steps and units. */
import type { Names } from '../../../../src/debug/expressions/names';
import { matrix, type Value, vector } from '../../../../src/debug/expressions/value';

export const steps = 12;
export const units = 20;

const perStep: Readonly<Record<string, (t: number) => Value | undefined>> = {
  h: (t) => vector(states(t, 0)),
  c: (t) => vector(states(t, 1)),
  'gate.f': (t) => vector(states(t, 2).map((x) => 1 / (1 + Math.exp(-4 * x)))),
  'gate.i': (t) => vector(states(t, 3).map((_, u) => (u < 5 ? 0.05 : u < 15 ? 0.5 : 0.95))),
  'grad.h': (t) => vector(states(t, 4).map((x) => x * 10 ** -t)),
  'l1.h': (t) => vector(states(t, 5)),
  'l0_reverse.gate.f': (t) => vector(states(t, 6)),
  'decoder.l0.h': (t) => vector(states(t, 7)),
  x: (t) => vector(Float32Array.of(t, 0.5 * t), ['temp_max', 'wind']),
  y: (t) => vector(Float32Array.of(0.1, 0.7, 0.2).map((p, k) => (t % 3 === k ? p + 1 : p))),
  t: (t) => t,
  loss: (t) => Math.fround(0.1 * t),
  target: (t) => (t === steps - 1 ? 'e' : undefined),
};

const weights: Readonly<Record<string, Value>> = {
  W_hh: matrix(
    4 * units,
    units,
    Float32Array.from({ length: 4 * units * units }, (_, at) => Math.sin(at) / 5),
  ),
  'W_hh.i': block(0),
  'W_hh.f': block(1),
};

/** Returns the value computed from this step's states, never from another step's. */
export function states(t: number, of: number): Float32Array {
  return Float32Array.from({ length: units }, (_, u) => Math.sin(1 + 3.7 * t + 1.3 * u + 11 * of));
}

function block(g: number): Value {
  return matrix(
    units,
    units,
    Float32Array.from({ length: units * units }, (_, at) => Math.sin(g * units * units + at) / 5),
  );
}

export const names: Names = {
  steps,
  value: (name, step) =>
    Object.hasOwn(perStep, name)
      ? perStep[name](step)
      : Object.hasOwn(weights, name)
        ? weights[name]
        : undefined,
  list: () => [...Object.keys(perStep), ...Object.keys(weights)],
};

/** Names that are the only ones, with the same values at every step. */
export function namesOf(values: Readonly<Record<string, Value>>): Names {
  return {
    steps: 1,
    value: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    list: () => Object.keys(values),
  };
}
