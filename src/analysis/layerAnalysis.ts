/** Everything that is computed of one layer of one trace: what the panel draws of gradient flow and memory. */

export interface LayerAnalysis {
  /** T */
  readonly steps: number;
}
