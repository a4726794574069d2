/**
 * Numbers in the data's own unit (raw), and scaled as the network receives them (fed):
 * `raw = fed · scale + offset`.
 */

/** The scaling of one column of inputs or targets: `fed = (raw − offset) / scale`. */
export interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

export const unscaled: Scaling = { offset: 0, scale: 1 };

/** Whether fed and raw values differ; false where a column has no scaling at all. */
export function isScaled(scaling: Scaling | null | undefined): scaling is Scaling {
  return scaling !== null && scaling !== undefined && (scaling.offset !== 0 || scaling.scale !== 1);
}

export function fedOf(raw: number, { offset, scale }: Scaling): number {
  return (raw - offset) / scale;
}

export function rawOf(fed: number, { offset, scale }: Scaling): number {
  return fed * scale + offset;
}

/**
 * Returns `rawOf` for people, rounded to the decimals that a Float32 fed value determines. A Float32 is
 * within |fed|·2⁻²⁴ of the number from which it was made, and so raw is within |fed·scale|·2⁻²⁴; offset and
 * scale are exact. A value of the data that has no more decimals than that is returned exactly, zero
 * included.
 */
export function readableRaw(fed: number, scaling: Scaling): number {
  const raw = rawOf(fed, scaling);
  if (!isScaled(scaling) || !Number.isFinite(raw)) {
    return raw;
  }
  const decimals = -Math.ceil(Math.log10(Math.abs(fed * scaling.scale) * 2 ** -23));
  if (decimals > mostDecimals) {
    return raw;
  }
  if (decimals >= 0) {
    return Number(raw.toFixed(decimals)) + 0; // -0 becomes 0
  }
  const unit = 10 ** -decimals;
  return Math.round(raw / unit) * unit + 0;
}

/** Most decimals that `toFixed` accepts. */
const mostDecimals = 100;
