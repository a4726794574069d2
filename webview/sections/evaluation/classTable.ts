/** The table of classes, or of yes/no columns: how often each occurs, and how well it is recognised. */
import { html, nothing, type TemplateResult } from 'lit';
import type { BinaryScore, ClassScore } from '../../../src/metrics/measured';
import { metricText, shareText } from '../../../src/notation/metrics';
import { count } from '../../../src/notation/numbers';

/** @param what heading of the names: `class`, `column` */
export function classTable(
  what: string,
  names: readonly string[],
  scores: readonly (ClassScore | BinaryScore)[],
): TemplateResult {
  const isBinary = scores.some((score) => 'accuracy' in score);
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${`Scores of each ${what}`}><table>
    <thead>
      <tr>
        <th scope="col">${what}</th>
        <th scope="col" title="Targets of this kind">${isBinary ? 'yes' : 'targets'}</th>
        <th scope="col" title="Answers of this kind">${isBinary ? 'answered yes' : 'answers'}</th>
        ${isBinary ? html`<th scope="col">accuracy</th>` : nothing}
        <th scope="col" title="Share of the answers that are right">precision</th>
        <th scope="col" title="Share of the targets that are recognised">recall</th>
        <th scope="col">F1</th>
      </tr>
    </thead>
    <tbody>
      ${scores.map(
        (score, k) => html`<tr>
          <th scope="row" title=${names[k]}>${names[k]}</th>
          <td>${count(score.support)}</td>
          <td>${count(score.answered)}</td>
          ${'accuracy' in score ? html`<td>${shareText(score.accuracy)}</td>` : nothing}
          <td>${score.answered > 0 ? shareText(score.precision) : '–'}</td>
          <td>${score.support > 0 ? shareText(score.recall) : '–'}</td>
          <td>${score.support + score.answered > 0 ? metricText('f1', score.f1) : '–'}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
