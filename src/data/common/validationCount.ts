/** Number of sequences that are kept for validation: at least one if `share` is above 0, and never all. */
export function validationCount(count: number, share: number): number {
  return share > 0 ? Math.min(count - 1, Math.max(1, Math.round(count * share))) : 0;
}
