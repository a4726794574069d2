/** The table of metrics: validation, training, and what has to be beaten. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Evaluation, Measure } from '../../../src/metrics/measured';
import {
  type MeasuredName,
  mainMetrics,
  metricLabel,
  metricNames,
  metricText,
} from '../../../src/notation/metrics';
import { plural } from '../../../src/notation/numbers';
import type { RunRecord } from '../../../src/protocol/run';

export function metricsTable(evaluation: Evaluation, record: RunRecord): TemplateResult {
  const { validation, training } = evaluation.metrics;
  const judged = validation ?? training ?? {};
  const { token } = record.signals;
  const main = mainMetrics(judged, token);
  const names = [
    ...main,
    ...metricNames.filter(
      (name): name is MeasuredName => name !== 'loss' && judged[name] !== undefined && !main.includes(name),
    ),
  ].filter((name) => !judged.columns || name === 'r2' || !errors.has(name));
  const against = toBeat(evaluation, record);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Metrics"><table>
    <thead>
      <tr>
        <td></td>
        ${validation ? html`<th scope="col">validation</th>` : nothing}
        ${training ? html`<th scope="col" title="A fixed part of the training set, with the same weights">training, a part</th>` : nothing}
        ${against ? html`<th scope="col">${against.name}</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (name) => html`<tr>
          <th scope="row">${metricLabel(name, token)}</th>
          ${validation ? html`<td class=${name === main[0] ? 'main' : ''}>${text(name, validation[name])}</td>` : nothing}
          ${training ? html`<td class=${!validation && name === main[0] ? 'main' : ''}>${text(name, training[name])}</td>` : nothing}
          ${against ? html`<td>${name in against.values ? text(name, against.values[name]) : nothing}</td>` : nothing}
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

/** Where and when it was measured: `After epoch 24, on 262 sequences of validation with 262 targets.` */
export function momentText({ epoch, step, set, sequences, targets }: Evaluation): string {
  const where = set === 'validation' ? 'the validation set' : 'a part of the training set';
  const steps = targets === sequences ? '' : `, ${plural(targets, 'target')}`;
  return `After epoch ${epoch} (${plural(step, 'update')}), on ${where}: ${plural(sequences, 'sequence')}${steps}.`;
}

/** Errors, which have the unit of their column. */
const errors = new Set<MeasuredName>(['rmse', 'mae']);

function text(name: MeasuredName, value: Measure | undefined): string {
  return value === undefined ? '' : metricText(name, value);
}

/** The answers that need no model, on the same set; undefined where none is known. */
function toBeat(
  { detail }: Evaluation,
  { baseline }: RunRecord,
): { readonly name: string; readonly values: { readonly [name in MeasuredName]?: Measure } } | undefined {
  if (detail.of === 'classes') {
    return { name: 'most frequent class', values: { accuracy: detail.mostFrequent } };
  }
  const naive = detail.of === 'values' && detail.columns.length === 1 ? detail.columns[0].naive : null;
  return naive ? { name: baseline.name, values: { ...naive } } : undefined;
}
