/** The effect of one step back on a gradient, as curves over the time axis. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import { number, plural } from '../../../src/notation/numbers';
import type { Band } from '../../drawing/matrix';
import type { Series } from '../../plots/series-plot';
import { coverage, uncovered } from '../common/analysisText';
import { type TimeContext, timeSeries } from '../common/timePlots';

export function stepPlots(
  context: TimeContext,
  analysis: LayerAnalysis,
  bands: readonly Band[],
): TemplateResult {
  const { stepCurves: curves } = analysis;
  const title = html`<h3>One step back</h3>`;
  if ('why' in curves) {
    return html`<div class="title">${title}</div>
      <p class="note quiet">${curves.why}</p>`;
  }
  const covered = analysis.window.to - analysis.window.from;
  const as = curves.measured < covered ? 'dots' : 'line';
  const caption = [
    'singular values of Jₜ: the most and the least that a gradient is multiplied by',
    coverage(analysis),
    curves.measured < covered ? `${curves.measured} of them, evenly chosen` : '',
    'log scale, line at 1',
  ];
  const series: Series[] = [
    { label: 'σ_max', values: curves.largest, colour: 'charts-orange', as },
    { label: 'σ_min', values: curves.smallest, colour: 'charts-purple', as },
  ];
  return html`<div class="title">
      ${title}<span class="quiet">${caption.filter((part) => part !== '').join(', ')}</span>
    </div>
    ${timeSeries(context, {
      name: 'stepCurves',
      title: 'Singular values of one step’s Jacobian',
      snapshot: analysis.update,
      series,
      scale: 'log',
      reference: 1,
      height: 112,
      bands: [...uncovered(analysis), ...bands],
      label: `Largest and smallest singular value of each step’s Jacobian, ${plural(analysis.steps, 'step')}, log scale with a line at 1`,
    })}
    ${vanillaPlot(context, analysis, bands)}`;
}

/**
 * Renders the two factors of an RNN's Jacobian: the slopes as curves, the weights, which are the same at each
 * step, as numbers.
 */
function vanillaPlot(context: TimeContext, { vanilla, update }: LayerAnalysis, bands: readonly Band[]) {
  if (vanilla === null || 'why' in vanilla) {
    return nothing;
  }
  const { meanSlope, maxSlope, largestSingularValue, spectralRadius } = vanilla;
  return html`<div class="title">
      <h3>Its two factors</h3>
      <span class="quiet">Jₜ = diag(g1′(zₜ))·W_hh</span>
    </div>
    <p class="note">
      The weights, the same at each step: σ_max(W_hh) ${number(largestSingularValue)}, ρ(W_hh)
      ${number(spectralRadius)}. The slopes of the activation, over the units:
    </p>
    ${timeSeries(context, {
      name: 'slopes',
      title: 'Slope of the activation',
      snapshot: update,
      series: [
        { label: 'max g1′', values: maxSlope, colour: 'charts-orange', as: 'line' },
        { label: 'mean g1′', values: meanSlope, colour: 'charts-blue', as: 'line' },
      ],
      scale: 'linear',
      reference: 1,
      height: 72,
      bands,
      label: 'Mean and greatest slope of the activation over the units at each step, line at 1',
    })}`;
}
