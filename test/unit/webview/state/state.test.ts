import assert from 'node:assert/strict';
import type { LayerAnalysis } from '../../../../src/analysis/layerAnalysis';
import type { HostToPanel, PanelProbe } from '../../../../src/protocol/panel';
import type { RunRecord } from '../../../../src/protocol/run';
import { reduce } from '../../../../webview/state/reduce';
import { shownBlock, shownLayer } from '../../../../webview/state/shown';
import { initialState, type State } from '../../../../webview/state/state';
import { initialView, restored } from '../../../../webview/state/view';

const record: RunRecord = {
  status: 'running',
  name: 'weather',
  config: 'weather.unroll.json',
  seed: 1,
  startedAt: '2026-03-02T14:05:11Z',
  process: { id: 4711, host: 'desk' },
  versions: { unroll: '0.1.0', node: '20.20.0' },
  dataFingerprint: '',
  parameters: 10,
  baseline: { name: 'naive forecast', loss: 0.2 },
  notes: [],
  steps: 0,
  epochs: 0,
  plannedSteps: 100,
  plannedEpochs: 10,
  trainLoss: null,
  validationLoss: null,
  signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
};
const run = (folder: string): HostToPanel => ({
  type: 'run',
  run: { folder, record, cell: 'lstm', metrics: [] },
});
const probe = (layers: readonly string[]): PanelProbe => ({
  sequence: 0,
  label: 'sequence 0',
  stepLabels: [],
  tensors: layers.map((layer) => ({ name: `${layer}.h`, shape: [2, 1], values: new Float32Array(2) })),
});
/** State with or without the parts that need the weights of its snapshot. */
const analysis = (late: boolean): LayerAnalysis => {
  const why = { why: 'The weights have moved on.' };
  return {
    update: 1,
    cell: 'lstm',
    steps: 2,
    hiddenSize: 1,
    window: { from: 0, to: 2 },
    credit: why,
    inputs: why,
    stepCurves: why,
    vanilla: null,
    products: why,
    exponents: late ? why : { values: Float64Array.of(-1), steps: 1, reading: 'fades' },
    paths: why,
    memory: null,
    saturation: { gates: [], tanh: [] },
    effectiveDimension: { value: 1, steps: 2 },
  };
};
const receive = (state: State, ...messages: readonly HostToPanel[]) => messages.reduce(reduce, state);

describe('panel state', () => {
  it('gathers metrics of the shown run and takes its latest record', () => {
    const step = {
      event: 'step',
      epoch: 1,
      loss: 0.5,
      gradientNorm: 1,
      clipped: false,
      learningRate: 0.1,
      seconds: 1,
    } as const;
    const state = receive(initialState(), run('a'), {
      type: 'metrics',
      record: { ...record, steps: 2 },
      metrics: [
        { ...step, step: 1 },
        { ...step, step: 2, loss: 0.25 },
      ],
    });
    assert.equal(state.run?.record.steps, 2);
    assert.deepEqual([...state.history.updates.column('loss')], [0.5, 0.25]);
  });

  it('finds the metric nearest to a step among many', () => {
    const { history } = initialState();
    for (let step = 1; step <= 1000; step++) {
      history.epochs.push([step * 10, step, 1 / step, Number.NaN]);
    }
    assert.equal(history.epochs.nearest(0), 0);
    assert.equal(history.epochs.nearest(4996), 499);
    assert.equal(history.epochs.nearest(1e9), 999);
  });

  it('drops the parts of another run, and keeps them when the same run arrives again', () => {
    const trace: HostToPanel = { type: 'trace', update: 5, epoch: 1, probes: [probe(['l0'])] };
    const first = receive(initialState(), run('a'), trace);
    assert.equal(receive(first, run('a')).trace?.update, 5);
    assert.equal(receive(first, run('b')).trace, null);
    assert.equal(receive(first, { type: 'run', run: null }).run, null);
    assert.equal(receive(first, run('b')).view.folder, 'b');
  });

  it('uses the first layer and block where the chosen one is missing, and returns to it', () => {
    const state = initialState({ ...initialView, layer: 'l1_reverse', block: 'gone' });
    const small = receive(state, run('a'), { type: 'trace', update: 1, epoch: 0, probes: [probe(['l0'])] });
    assert.deepEqual(shownLayer(small), { name: 'l0', decoder: false, label: 'layer 0', backward: false });
    const large = receive(small, {
      type: 'trace',
      update: 2,
      epoch: 0,
      probes: [probe(['l0', 'l0_reverse', 'l1', 'l1_reverse'])],
    });
    assert.deepEqual(shownLayer(large), {
      name: 'l1_reverse',
      decoder: false,
      label: 'layer 1 backward',
      backward: true,
    });
    const block = { name: 'rnn.weight_hh_l0', label: 'layer 0', size: 1, values: new Float32Array(1) };
    assert.equal(
      shownBlock(receive(large, { type: 'weights', update: 1, blocks: [block] }))?.name,
      'rnn.weight_hh_l0',
    );
  });

  it('keeps a whole analysis while a training runs ahead of its traces, and no longer', () => {
    const of = { update: 1, probe: 0, layer: 'l0' };
    const whole = { type: 'analysis', of, analysis: analysis(false), why: null } as const;
    const part = { ...whole, of: { ...of, update: 2 }, analysis: analysis(true) };
    const running = receive(initialState(), run('/a'), whole, part);
    assert.equal(running.analysed?.of.update, 1);
    const other = receive(running, { ...part, of: { ...part.of, layer: 'l1' } });
    assert.equal(other.analysed?.of.layer, 'l1');
    const ended = { type: 'metrics', record: { ...record, status: 'completed' }, metrics: [] } as const;
    assert.equal(receive(running, ended, part).analysed?.of.update, 2);
    const failed = { ...part, analysis: null, why: 'it is gone' };
    assert.equal(receive(running, ended, failed).analysed?.why, 'it is gone');
    assert.equal(receive(running, run('/b')).analysed, null);
  });

  it('opens a collapsed section that is to be shown', () => {
    const state = initialState({ ...initialView, collapsed: ['gradients', 'loss'] });
    assert.deepEqual(receive(state, { type: 'show', view: 'gradients' }).view.collapsed, ['loss']);
  });
});

describe('a sequence chosen by a query', () => {
  const trace: HostToPanel = { type: 'trace', update: 5, epoch: 1, probes: [probe(['l0'])] };
  const query = { by: 'worst' } as const;
  const picked = { set: 'validation', sequence: 7, watched: true, loss: 0.5, count: 9, ranked: 9 } as const;
  const answer: HostToPanel = {
    type: 'sequencePicked',
    update: 5,
    query,
    probe: { ...probe(['l0']), sequence: 7, picked },
  };

  it('that the editor requests is awaited, and then shown', () => {
    const awaited = receive(initialState(), run('a'), trace, { type: 'picking', update: 5, query });
    assert.deepEqual(awaited.picking, { update: 5, query, again: false, progress: null });
    const state = receive(awaited, answer);
    assert.equal(state.picking, null);
    assert.equal(state.view.probe, 'validation 7');
    assert.deepEqual(
      state.trace?.probes.map(({ sequence }) => sequence),
      [0, 7],
    );
  });

  it('is still awaited when its run arrives again, and no longer with another run', () => {
    const awaited = receive(initialState(), run('a'), trace, { type: 'picking', update: 5, query });
    const again = receive(awaited, run('a'));
    assert.deepEqual(again.picking?.query, query);
    assert.equal(receive(again, trace, answer).view.probe, 'validation 7');
    assert.equal(receive(awaited, run('b')).picking, null);
  });
});

describe('the view that is restored after a reload', () => {
  it('is as it was, with defaults for what an older panel did not keep', () => {
    const kept = { ...initialView, snapshot: 40, layer: 'l1', closedGroups: ['Task'] };
    assert.deepEqual(restored(kept), kept);
    const { textOf, closedGroups, ...older } = kept;
    assert.deepEqual(restored(older), { ...kept, textOf: 'h', closedGroups: [] });
    assert.equal(textOf, 'h');
    assert.equal(closedGroups.length, 1);
  });

  it('is the first view where the stored state is not understood', () => {
    for (const broken of [
      null,
      'x',
      { snapshot: '40' },
      { snapshot: 1.5 },
      { textOf: 'z' },
      { probe: null },
    ]) {
      assert.deepEqual(restored(broken), initialView);
    }
  });
});
