import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { HostToPanel } from '../../../../src/protocol/panel';
import { LossHistory } from '../../../../webview/state/lossHistory';
import { reduce } from '../../../../webview/state/reduce';
import { Assembly, keep, withPart } from '../../../../webview/state/snapshots';
import { initialState, type State } from '../../../../webview/state/state';
import {
  epochAt,
  lossPath,
  nearestSnapshot,
  snapshotAfter,
} from '../../../../webview/state/trainingTimeline';

const header = (update: number, T = 4, H = 3): Extract<HostToPanel, { type: 'trace' }> => ({
  type: 'trace',
  update,
  epoch: 0,
  probes: [
    {
      sequence: 0,
      label: '',
      stepLabels: [],
      tensors: ['x', 'y', 'l0.h', 'l0.gate.f', 'l0.grad.h', 'l0.preactivation'].map((name) => ({
        name,
        shape: [T, H],
        values: null,
      })),
    },
  ],
});
const receive = (state: State, ...messages: readonly HostToPanel[]) => messages.reduce(reduce, state);
const part = (update: number, name: string, at: number, values: Float32Array): HostToPanel => ({
  type: 'tensorPart',
  source: { of: 'snapshot', update, probe: 0 },
  name,
  at,
  values,
});
const valuesOf = (state: State, name: string) =>
  state.trace?.probes[0].tensors.find((tensor) => tensor.name === name)?.values;

describe('requested values', () => {
  it('are joined from parts, wherever these are cut', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), (cuts) => {
        const whole = Float32Array.from({ length: 12 }, (_, i) => i);
        let state = receive(initialState(), header(7));
        let from = 0;
        for (const to of [...new Set([...cuts, 12])].sort((a, b) => a - b)) {
          assert.equal(valuesOf(state, 'l0.h'), null);
          state = receive(state, part(7, 'l0.h', from, whole.slice(from, to)));
          from = to;
        }
        assert.deepEqual(valuesOf(state, 'l0.h'), whole);
        assert.equal(valuesOf(state, 'x'), null);
      }),
    ));

  it('of another snapshot are kept for it, and of a dropped one are discarded', () => {
    const values = new Float32Array(12).fill(2);
    const state = receive(
      initialState(),
      header(1),
      header(2),
      part(1, 'l0.h', 0, values),
      part(9, 'l0.h', 0, values),
    );
    assert.equal(state.trace?.update, 2);
    assert.equal(valuesOf(state, 'l0.h'), null);
    assert.deepEqual(valuesOf(receive(state, header(1)), 'l0.h'), values);
    assert.ok(!state.kept.has(9));
  });

  it('are dropped where they take too much memory, those shown longest ago first', () => {
    const large = (step: number) => {
      const { type, ...trace } = header(step, 1, 30e6);
      const probes = trace.probes.map((probe) => ({
        ...probe,
        tensors: probe.tensors.slice(0, 1).map((tensor) => ({ ...tensor, values: new Float32Array(30e6) })),
      }));
      return { ...trace, probes };
    };
    let kept = keep(new Map(), 1, { trace: large(1) });
    kept = keep(kept, 2, { trace: large(2) });
    kept = keep(kept, 3, { trace: large(3) });
    kept = keep(kept, 1, {});
    assert.deepEqual([...kept.keys()], [2, 3, 1]);
    kept = keep(kept, 4, { trace: large(4) });
    assert.deepEqual([...kept.keys()], [3, 1, 4]);
    const source = { of: 'snapshot', update: 2, probe: 0 } as const;
    const same = withPart(kept, new Assembly(), source, { name: 'x', at: 0, values: new Float32Array(3) });
    assert.equal(same, kept);
  });
});

describe('the timeline of training', () => {
  const snapshots = [0, 40, 80, 200];
  const history = new LossHistory();
  for (let step = 1; step <= 200; step++) {
    history.append([
      {
        event: 'step',
        step,
        epoch: Math.ceil(step / 40),
        loss: 1 / step,
        gradientNorm: 1,
        clipped: false,
        learningRate: 0.1,
        seconds: step,
      },
    ]);
    if (step % 40 === 0) {
      const epoch = step / 40;
      history.append([{ event: 'epoch', step, epoch, trainLoss: 1, validationLoss: null, seconds: step }]);
    }
  }

  it('moves to the nearest snapshot, and from one to the next within its ends', () => {
    assert.deepEqual(
      [19, 21, 139, 141, 900].map((step) => nearestSnapshot(snapshots, step)),
      [0, 40, 80, 200, 200],
    );
    assert.deepEqual(
      [-1, 1, 2, 9].map((by) => snapshotAfter(snapshots, 40, by)),
      [0, 80, 200, 200],
    );
    assert.equal(snapshotAfter(snapshots, 45, 1), 80);
    assert.equal(nearestSnapshot([], 3), undefined);
  });

  it('shows the epoch of an update', () => {
    assert.deepEqual(
      [0, 1, 40, 41, 200].map((step) => epochAt(history, step)),
      [0, 1, 1, 2, 5],
    );
  });

  it('draws the loss from the first update to the last', () => {
    const places = lossPath(history, 400)
      .split(/[ML]/)
      .slice(1)
      .map((place) => place.split(',').map(Number));
    assert.deepEqual(places[0], [2.5, 5]);
    assert.deepEqual(places.at(-1), [500, 95]);
    assert.equal(lossPath(new LossHistory(), 400), '');
  });
});
