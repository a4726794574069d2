/** Gradients of a forward pass in which values are set, against central differences in float64. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../src/data/common/random';
import { type Intervention, intervene } from '../../src/engine/intervene';
import type { Layer } from '../../src/engine/layer';
import type { Network } from '../../src/engine/network';
import { layerName } from '../../src/notation/tensorNames';
import { lossOf, networkOf, type Problem, problem } from './networks';

const epsilon = 1e-5;

/** A unit of a layer at a step of the first sequence. */
interface Place {
  readonly layer: Layer;
  readonly name: string;
  readonly step: number;
  readonly unit: number;
}

function places(network: Network): { layer: Layer; name: string; steps: number }[] {
  return network.stacks.flatMap((stack) =>
    stack.layers.flat().map((layer) => ({ layer, name: layerName(layer.parameters), steps: stack.steps })),
  );
}

function anyPlace(network: Network, random: Random): Place {
  const all = places(network);
  const { layer, name, steps } = all[random.integer(all.length)];
  return { layer, name, step: random.integer(steps), unit: random.integer(layer.hiddenSize) };
}

function stepsOf(network: Network, layer: Layer): number {
  return places(network).find((each) => each.layer === layer)?.steps ?? 0;
}

function slot({ layer, step, unit }: Place): number {
  return layer.after(step) * layer.tape.rows * layer.hiddenSize + unit;
}

const stateOf = (place: Place) => place.layer.tape.h.values[slot(place)];
const setH = ({ name, step, unit }: Place, value: number): Intervention => ({
  name: `${name}.h`,
  step,
  unit,
  value,
});

function lossWith(network: Network, given: Problem, interventions: readonly Intervention[]): number {
  intervene(network, interventions);
  return lossOf(network, given);
}

/**
 * Compares ∂L/∂h of a place with central differences.
 * @param others makes the settings of a pass from that of the place; without one, its state is as computed
 */
function compare(
  given: Problem,
  network: Network,
  place: Place,
  others: (own: readonly Intervention[]) => readonly Intervention[],
): void {
  lossWith(network, given, others([]));
  network.backward({ weights: false });
  const analytic = place.layer.tape.dh.values[slot(place)];
  const there = stateOf(place);
  const [above, below] = [epsilon, -epsilon].map((difference) => {
    const own = [setH(place, there + difference)];
    return lossWith(network, given, others(own));
  });
  close(analytic, (above - below) / (2 * epsilon), `${place.name}.h[${place.step}, ${place.unit}]`);
}

function close(analytic: number, numeric: number, what: string): void {
  assert.ok(
    Math.abs(numeric - analytic) <= 1e-6 * Math.max(1e-2, Math.abs(numeric)),
    `${what}: ${analytic} against ${numeric}`,
  );
}

describe('gradients of a forward pass in which values are set', () => {
  it('∂L/∂h is the change of the loss with a state that is set, in every shape, cell and direction', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { network } = networkOf(given, true);
        compare(given, network, anyPlace(network, new Random(given.seed, 'place')), (own) => own);
      }),
      { numRuns: 400 },
    );
  });

  it('∂L/∂c + ∂L/∂h⊙o⊙(1−tanh²c) is its change with a cell state that is set', () => {
    fc.assert(
      fc.property(problem, (any) => {
        const given: Problem = { ...any, cell: 'lstm' };
        const { network } = networkOf(given, true);
        const place = anyPlace(network, new Random(given.seed, 'place'));
        lossWith(network, given, []);
        network.backward({ weights: false });
        const { c, dc, dh, gates, rows } = place.layer.tape;
        assert.ok(c && dc);
        const at = slot(place);
        const there = c.values[at];
        const o = gates.values[(4 * place.step * rows + 3) * place.layer.hiddenSize + place.unit];
        const analytic = dc.values[at] + dh.values[at] * o * (1 - Math.tanh(there) ** 2);
        const { step, unit } = place;
        const [above, below] = [epsilon, -epsilon].map((difference) =>
          lossWith(network, given, [{ name: `${place.name}.c`, step, unit, value: there + difference }]),
        );
        close(analytic, (above - below) / (2 * epsilon), `${place.name}.c[${step}, ${unit}]`);
      }),
      { numRuns: 200 },
    );
  });

  it('a gate that is set is held: nothing flows back through it', () => {
    fc.assert(
      fc.property(problem, fc.constantFrom(0.01, 0.3, 0.6, 1), (any, value) => {
        const given: Problem = { ...any, cell: any.cell === 'rnn' ? 'gru' : any.cell };
        const { network } = networkOf(given, true);
        const random = new Random(given.seed, 'place');
        const place = anyPlace(network, random);
        const { name, layer } = place;
        // The other place is in the same layer, so that the gradient through it would often reach this place.
        const gates = [
          place,
          anyPlace(network, random),
          { ...anyPlace(network, random), name, layer },
        ].flatMap((held) => {
          const gate = held.layer.cell.gates[random.integer(held.layer.cell.gates.length)];
          const { step, unit } = held;
          const there = step < stepsOf(network, held.layer);
          return there ? [{ name: `${held.name}.gate.${gate}`, step, unit, value }] : [];
        });
        compare(given, network, place, (own) => [...own, ...gates]);
      }),
      { numRuns: 600 },
    );
  });

  it('a set state counts as a constant that is added', () => {
    fc.assert(
      fc.property(problem, fc.double({ min: 0.1, max: 1, noNaN: true }), (given, added) => {
        const { network } = networkOf(given, true);
        const random = new Random(given.seed, 'place');
        const changed = anyPlace(network, random);
        const place = anyPlace(network, random);
        if (slot(changed) === slot(place) && changed.layer === place.layer) {
          return;
        }
        compare(given, network, place, (own) => {
          lossWith(network, given, own);
          return [...own, setH(changed, stateOf(changed) + added)];
        });
      }),
      { numRuns: 400 },
    );
  });

  it('other names, steps or units are refused', () => {
    const [given] = fc.sample(problem, 1);
    const { network } = networkOf({ ...given, cell: 'gru', shape: 'many-to-many' }, true);
    for (const wrong of [
      { name: 'y', step: 0, unit: 0 },
      { name: 'l0.c', step: 0, unit: 0 },
      { name: 'l0.gate.f', step: 0, unit: 0 },
      { name: 'l9.h', step: 0, unit: 0 },
      { name: 'l0.h', step: network.encoder.steps, unit: 0 },
      { name: 'l0.h', step: 0, unit: -1 },
      { name: 'x', step: 0.5, unit: 0 },
    ]) {
      assert.throws(() => intervene(network, [{ ...wrong, value: 1 }]), RangeError, wrong.name);
    }
  });
});
