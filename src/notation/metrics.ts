/**
 * Metrics of a model in a person's own terms: their names in files and configs, which direction is better,
 * and how they are printed. Their definitions are in docs/math.md.
 */
import { number } from './numbers';

export const metricNames = [
  'loss',
  'accuracy',
  'balancedAccuracy',
  'f1',
  'sequenceAccuracy',
  'perplexity',
  'bitsPerStep',
  'rmse',
  'mae',
  'r2',
] as const;

export type MetricName = (typeof metricNames)[number];

/** The metrics that are measured beside the loss. */
export type MeasuredName = Exclude<MetricName, 'loss'>;

/** Whether a larger value is better. */
export function isHigherBetter(name: MetricName): boolean {
  return !['loss', 'perplexity', 'bitsPerStep', 'rmse', 'mae'].includes(name);
}

/** Whether it is a share from 0 to 1. */
function isShare(name: MetricName): boolean {
  return name === 'accuracy' || name === 'balancedAccuracy' || name === 'sequenceAccuracy';
}

/** @param token what a step of a text is: `character`, `word`; undefined for other data */
export function metricLabel(name: MetricName, token?: string): string {
  switch (name) {
    case 'loss':
      return 'loss';
    case 'accuracy':
      return 'accuracy';
    case 'balancedAccuracy':
      return 'balanced accuracy';
    case 'f1':
      return 'F1';
    case 'sequenceAccuracy':
      return 'whole sequences right';
    case 'perplexity':
      return 'perplexity';
    case 'bitsPerStep':
      return `bits per ${token ?? 'step'}`;
    case 'rmse':
      return 'RMSE';
    case 'mae':
      return 'MAE';
    case 'r2':
      return 'R²';
  }
}

/** `93.1 %`, `0.910`, `2.314`; `not defined` for null, such as R² of targets that are all the same. */
export function metricText(name: MetricName, value: number | null): string {
  if (value === null) {
    return 'not defined';
  }
  if (isShare(name)) {
    return shareText(value);
  }
  return (name === 'f1' || name === 'r2') && Math.abs(value) < 10 ? value.toFixed(3) : number(value);
}

/** A share in percent with one decimal, `93.1 %`; `100 %` and `0 %` only where it is exactly that. */
export function shareText(share: number): string {
  if (share === 0 || share === 1) {
    return `${100 * share} %`;
  }
  return `${Math.min(99.9, Math.max(0.1, 100 * share)).toFixed(1)} %`;
}

/** Metrics by name, as a run's files hold them; `columns` where there are several target columns. */
export type NamedMetrics = { readonly [name in MeasuredName]?: number | null } & {
  readonly columns?: readonly unknown[];
};

/**
 * Returns the metrics that say most about a model, the most telling first. Errors of several columns are left
 * out, because columns may have different units.
 */
export function mainMetrics(metrics: NamedMetrics, token?: string): readonly MeasuredName[] {
  const text: readonly MeasuredName[] = ['bitsPerStep', 'perplexity', 'accuracy'];
  const classes: readonly MeasuredName[] = ['sequenceAccuracy', 'accuracy', 'balancedAccuracy', 'f1'];
  const values: readonly MeasuredName[] = metrics.columns ? ['r2'] : ['rmse', 'mae', 'r2'];
  const order = token !== undefined ? text : [...classes, ...values];
  return order.filter((name) => metrics[name] !== undefined);
}

/** `accuracy 93.1 %`, `RMSE 2.31`: the main metrics, each as a phrase. */
export function metricPhrases(metrics: NamedMetrics, token?: string): readonly string[] {
  return mainMetrics(metrics, token).map(
    (name) => `${metricLabel(name, token)} ${metricText(name, metrics[name] ?? null)}`,
  );
}
