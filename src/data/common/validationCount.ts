/** How many sequences are kept for validation: at least one where any are asked for, and never all. */
export function heldBack(count: number, share: number): number {
  return share > 0 ? Math.min(count - 1, Math.max(1, Math.round(count * share))) : 0;
}
