/** `<unroll-gates-view>`: how far each gate of the layer is open at each step. */
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { cellNames, gateLetters, gateTitle, isCandidate } from '../../../src/notation/cells';
import { number, percent } from '../../../src/notation/numbers';
import { tensorName } from '../../../src/notation/tensorNames';
import type { SnapshotTensor } from '../../../src/protocol/panel';
import { memoizeSliced } from '../../base/scheduler';
import { unitInterval } from '../../drawing/scale';
import type { State } from '../../state/state';
import { gatePreactivations, gatesOf, type StepTensor, stepTensor } from '../../state/traceTensors';
import type { TooltipLine } from '../../ui/tooltip';
import { type Openness, openness } from '../common/stepFacts';
import {
  linearScale,
  plotHeight,
  readout,
  stepLines,
  type TimeContext,
  timeAxis,
  timeHeatmap,
} from '../common/timePlots';
import { TraceView } from '../common/traceView';
import { missingGates } from './gateTensors';

/** Functions that split preactivations into gates, by the letters of a cell's gates. */
const partsOf = new Map(
  cellNames
    .map(gateLetters)
    .map((letters) => [
      letters.join(''),
      memoizeSliced((whole: StepTensor) => gatePreactivations(whole, letters)),
    ]),
);
const opennessOf = memoizeSliced(openness);

/** A heatmap of the section. */
interface Shown {
  readonly letter: string;
  readonly tensor: StepTensor;
  readonly title: string;
  readonly symbol: string;
  /** Whether the values lie in 0 … 1. */
  readonly gate: boolean;
}

@customElement('unroll-gates-view')
export class GatesView extends TraceView {
  protected override readonly subject = 'Gates appear';

  protected override follows({ run, order, view }: State): readonly unknown[] {
    return [run?.cell, order, view.gate, view.gatesShow];
  }

  protected override missing(state: State): readonly SnapshotTensor[] {
    return missingGates(state);
  }

  protected override renderTrace(context: TimeContext): TemplateResult {
    const { probe, layer, state } = context;
    const gates = gatesOf(probe, layer.name);
    if (gates.length === 0) {
      return this.renderWithoutGates(context, layer.name);
    }
    const all =
      state.view.gatesShow === 'gates' ? gates.map(this.asGate) : this.preactivations(context, gates);
    const chosen = all.filter(({ letter }) => letter === state.view.gate);
    const shown = chosen.length > 0 ? chosen : all;
    return html`
      ${this.renderReadout(context, all)} ${shown.map((gate) => this.renderGate(context, gate, shown.length === 1))}
      ${timeAxis(context, gates[0].tensor.steps)}
    `;
  }

  private readonly asGate = ({ letter, tensor }: { letter: string; tensor: StepTensor }): Shown => {
    const title = gateTitle(letter);
    return { letter, tensor, title, symbol: title.split(' ').at(-1) ?? letter, gate: !isCandidate(letter) };
  };

  /** Returns the preactivations of the gates; none while they are being split. */
  private preactivations(
    { probe, layer }: TimeContext,
    gates: readonly { readonly letter: string; readonly tensor: StepTensor }[],
  ): readonly Shown[] {
    const whole = stepTensor(probe, tensorName(layer.name, 'preactivation'));
    const letters = gates.map(({ letter }) => letter).join('');
    const parts = whole && partsOf.get(letters)?.(whole, this.visibility);
    return gates.flatMap((gate) => {
      const tensor = parts?.get(gate.letter);
      const { title, symbol } = this.asGate(gate);
      return tensor
        ? [
            {
              letter: gate.letter,
              tensor,
              title: `Into the ${title.toLowerCase()}`,
              symbol: `z of ${symbol}`,
              gate: false,
            },
          ]
        : [];
    });
  }

  private renderGate(context: TimeContext, { tensor, title, symbol, gate }: Shown, alone: boolean) {
    const known = opennessOf(tensor, this.visibility);
    return html`
      <div class="title">
        <h3>${title}</h3>
        <span class="quiet">${known ? opennessText(known, gate) : noChange}</span>
      </div>
      ${timeHeatmap(context, {
        tensor,
        symbol,
        title,
        scale: gate ? unitInterval : linearScale(tensor, this.visibility),
        height: alone ? plotHeight(tensor.size, 6, 48, 208) : plotHeight(tensor.size, 4, 40, 112),
        units: true,
      })}
    `;
  }

  private renderReadout(
    context: TimeContext,
    gates: readonly { readonly symbol: string; readonly tensor: StepTensor }[],
  ): TemplateResult {
    const { cursor } = context.state.view;
    const items: TooltipLine[] = [];
    if (cursor) {
      const { step, unit } = cursor;
      items.push(...stepLines(context, step));
      if (unit !== null) {
        items.push(['unit', String(unit)]);
      }
      for (const { symbol, tensor } of gates) {
        if (unit !== null && unit < tensor.size && step < tensor.steps) {
          items.push([symbol, number(tensor.values[step * tensor.size + unit])]);
        }
      }
    }
    return readout(items, 'Point at a plot to read its values.');
  }

  private renderWithoutGates(context: TimeContext, layer: string): TemplateResult {
    const tensor = stepTensor(context.probe, tensorName(layer, 'preactivation'));
    return html`
      <p class="note quiet">A vanilla RNN has no gates. This is what goes into its activation.</p>
      ${
        tensor
          ? html`${this.renderReadout(context, [{ symbol: 'z', tensor }])}
            <div class="title"><h3>Preactivation z</h3></div>
            ${timeHeatmap(context, {
              tensor,
              symbol: 'z',
              title: 'Preactivation z',
              scale: linearScale(tensor, this.visibility),
              height: plotHeight(tensor.size, 6, 48, 208),
              units: true,
            })}
            ${timeAxis(context, tensor.steps)}`
          : nothing
      }
    `;
  }
}

function opennessText({ mean, closed, open }: Openness, gate: boolean): string {
  const shares = !gate ? '' : `, under 0.1: ${percent(closed)}, over 0.9: ${percent(open)}`;
  return `mean ${number(mean, 3)}${shares}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-gates-view': GatesView;
  }
}
