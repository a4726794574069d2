/** Durations as text: seconds, time steps, and the pace at which something halves or doubles. */
import { count, number } from './numbers';

/** `0.4 s`, `42 s`, `3 min 20 s`, `1 h 05 min`: two digits, so that a running time does not jump. */
export function duration(seconds: number): string {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  }
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** `0.12 s`, `8.2 s`, `3 min 12 s`, `2 h 5 min`: the time that something took, once it is over. */
export function timeTaken(seconds: number): string {
  if (seconds < 60) {
    return `${Number(seconds.toPrecision(seconds < 10 ? 2 : 3))} s`;
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `8.2 s`, `3:07`, `1:02:45`, for the command line. */
export function clock(seconds: number): string {
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}`
    : `${minutes}:${twoDigits(whole % 60)}`;
}

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `2 minutes ago` */
export function ago(then: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  for (const [unit, length] of units) {
    if (seconds >= length) {
      return format.format(-Math.floor(seconds / length), unit);
    }
  }
  return 'just now';
}

/** `8 days`, `1.5 hours`, `1 year`: a stretch of the data's own time, to two digits. */
export function timeSpan(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= each && each !== 2_592_000) ?? ['second', 1];
  const amount = Number((seconds / length).toPrecision(seconds / length < 10 ? 2 : 3));
  return `${count(amount)} ${unit}${amount === 1 ? '' : 's'}`;
}

/** `3.4 steps`, `1 step`, `1,200 steps`: a duration in time steps, to three digits. */
export function steps(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return `${rounded >= 1e6 ? number(rounded, 3) : count(rounded)} ${rounded === 1 ? 'step' : 'steps'}`;
}

/**
 * Describes the effect of each step on a size that is always multiplied by the same factor:
 * `halves every 41.4 steps`, `doubles every step`, `is multiplied by 0.27 each step` where it takes less than
 * a step to halve or double, `keeps its size`, `is gone after one step` (docs/math.md, "Spectrum of a
 * recurrent block W").
 * @param rate natural logarithm of the factor
 */
export function pace(rate: number): string {
  if (rate === Number.NEGATIVE_INFINITY) {
    return 'is gone after one step';
  }
  if (Math.abs(rate) < 1e-6) {
    return 'keeps its size';
  }
  const period = Math.LN2 / Math.abs(rate);
  if (period < 1) {
    return `is multiplied by ${number(Math.exp(rate), 3)} each step`;
  }
  return `${rate < 0 ? 'halves' : 'doubles'} ${every(period)}`;
}

/** `every step`, `every 3.4 steps` */
function every(period: number): string {
  const text = steps(period);
  return text === '1 step' ? 'every step' : `every ${text}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
