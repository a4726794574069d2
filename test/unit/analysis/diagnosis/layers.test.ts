import assert from 'node:assert/strict';
import type { RunEvidence } from '../../../../src/analysis/diagnosis/evidence/evidence';
import type { Training } from '../../../../src/engine/training';
import type { NamedTensor } from '../../../../src/formats/safetensors';
import { assertSilent, epochs, findingOf, measured, trained, withWhatIf } from './runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };
const hiddenSize = 8;

/** Changes a weight before the first update. */
function setting(
  name: string,
  change: (values: NamedTensor['values']) => void,
): (training: Training) => void {
  return (training) => {
    const file = training.save();
    const tensor = file.tensors.get(name);
    assert.ok(tensor);
    change(tensor.values);
    training.restore(file);
  };
}

describe('saturated gates and states', () => {
  it('are found by layer and gate, with their share of units and steps', () => {
    const shut = trained(
      { model: { cell: 'lstm', hiddenSize, layers: 2, init: { forgetBias: 1 } }, training: once },
      setting('rnn.bias_ih_l1', (values) => values.fill(-6, 0, hiddenSize)),
    );
    const finding = findingOf(shut, 'saturatedGate');
    assert.deepEqual([finding.severity, finding.layer, finding.gate], ['warning', 'l1', 'i']);
    assert.deepEqual(finding.key, ['training', 'optimizer', 'learningRate']);
    assert.equal(measured(finding, 'belowTenth'), 1);
    const learnt = withWhatIf(shut, epochs([[0.05, 0.05]]));
    assert.equal(findingOf(learnt, 'saturatedGate').severity, 'information');
  });

  it('hang on the gain, the forget bias or the scaling, whichever drives them there', () => {
    const flat = trained({
      model: { cell: 'rnn', hiddenSize, init: { gain: 40, input: 'xavier' } },
      training: once,
    });
    const state = findingOf(flat, 'saturatedState');
    assert.deepEqual([state.severity, state.key], ['warning', ['model', 'init', 'gain']]);
    assert.ok(measured(state, 'flat') >= 0.5);
    const stuck = trained({ model: { cell: 'lstm', hiddenSize, init: { forgetBias: 12 } }, training: once });
    const gate = findingOf(stuck, 'saturatedGate');
    assert.deepEqual([gate.gate, gate.key], ['f', ['model', 'init', 'forgetBias']]);
    const config = {
      ...flat.config,
      model: { ...flat.config.model, init: { ...flat.config.model.init, gain: 1 } },
      data: {
        kind: 'table' as const,
        file: 'x.csv',
        targets: ['x'],
        ...{ window: 30, horizon: 1, stride: 1, normalize: 'none' as const },
        ...{ missing: 'previous' as const, validation: 0.2 },
      },
    };
    assert.deepEqual(findingOf({ ...flat, config }, 'saturatedState').key, ['data', 'normalize']);
  });

  it('knows at which end a carry gate keeps the state', () => {
    const carry = (variant: string, bias: number) =>
      trained(
        { model: { cell: 'gru', variant, hiddenSize }, training: once },
        setting('rnn.bias_ih_l0', (values) => values.fill(bias, hiddenSize, 2 * hiddenSize)),
      );
    // z is what is written in the original form, and what is kept in cuDNN's.
    assertSilent(carry('original', -3.4), 'saturatedGate');
    assertSilent(carry('cudnn', 3.4), 'saturatedGate');
    for (const evidence of [
      carry('original', 3.4),
      carry('cudnn', -3.4),
      carry('cudnn', 9),
      carry('original', -9),
    ]) {
      assert.equal(findingOf(evidence, 'saturatedGate').gate, 'z');
    }
  });

  it('are not found at the start of a training', () => {
    for (const cell of ['rnn', 'lstm', 'gru']) {
      const init = {
        recurrent: 'orthogonal',
        input: 'xavier',
        ...(cell === 'lstm' ? { forgetBias: 1 } : {}),
      };
      assertSilent(
        trained({ model: { cell, hiddenSize, init }, training: once }),
        'saturatedGate',
        'saturatedState',
      );
    }
  });
});

describe('dead ReLU units', () => {
  const model = { cell: 'rnn', activation: 'relu', hiddenSize, init: { input: 'uniform' } };
  const dead = (units: number) =>
    trained(
      { model, training: once, probe: { sequences: [0, 1, 2] } },
      setting('rnn.bias_ih_l0', (values) => values.fill(1, units).fill(-20, 0, units)),
    );

  it('are a warning where they are many, and information where they are some', () => {
    const many = findingOf(dead(6), 'deadReLU');
    assert.deepEqual([many.severity, many.layer, many.key], ['warning', 'l0', ['model', 'activation']]);
    assert.equal(measured(many, 'deadShare'), 0.75);
    assert.equal(measured(many, 'probes'), 3);
    const one = findingOf(dead(1), 'deadReLU');
    assert.deepEqual([one.severity, one.unit], ['information', 0]);
  });

  it('are not found where each fires at some step, nor in a tanh layer', () => {
    assertSilent(dead(0), 'deadReLU');
    assertSilent(trained({ model: { cell: 'rnn', hiddenSize }, training: once }), 'deadReLU');
  });
});

describe('truncation', () => {
  const training = { ...once, truncate: 5 };

  it('is a warning where it is shorter than a known lag, and information once the task is learnt', () => {
    const evidence = trained({ model: { hiddenSize }, training });
    const finding = findingOf(evidence, 'truncation');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'truncate']]);
    assert.deepEqual([measured(finding, 'truncate'), measured(finding, 'longestLag')], [5, 29]);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'truncate'], value: 30 }]);
    const learnt = withWhatIf(evidence, epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learnt, 'truncation').severity, 'information');
  });

  it('is held against the measured credit where no lag is known', () => {
    const evidence = trained({
      data: { generate: 'sine' },
      task: { shape: 'many-to-many' },
      model: { cell: 'lstm', hiddenSize, init: { forgetBias: 3 } },
      training,
    });
    const finding = findingOf(evidence, 'truncation');
    assert.equal(finding.severity, 'warning');
    const learns = withWhatIf(evidence, epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learns, 'truncation').severity, 'information');
    assert.ok(measured(finding, 'horizon') > 5);
  });

  it('is not found where it is long enough, or where there is none', () => {
    assertSilent(trained({ model: { hiddenSize }, training: { ...once, truncate: 30 } }), 'truncation');
    assertSilent(trained({ model: { hiddenSize }, training: once }), 'truncation');
    const short = { cell: 'rnn', hiddenSize, init: { gain: 0.1 } };
    assertSilent(
      trained({
        data: { generate: 'sine' },
        task: { shape: 'many-to-many' },
        model: short,
        training: { ...once, truncate: 10 },
      }),
      'truncation',
    );
  });
});

describe('the forget-gate bias', () => {
  const forget = (vector: 'ih' | 'hh', layer: number, bias: number) =>
    setting(`rnn.bias_${vector}_l${layer}`, (values) => values.fill(bias, hiddenSize, 2 * hiddenSize));
  const lstm = (
    init: object,
    others: object = {},
    ...changes: ((training: Training) => void)[]
  ): RunEvidence =>
    trained({ model: { cell: 'lstm', hiddenSize, ...others, init }, training: once }, (training) => {
      for (const change of changes) {
        change(training);
      }
    });

  it('is missing: a warning on a task with a lag that is not learnt, otherwise information', () => {
    for (const evidence of [lstm({}), lstm({}, { bias: false })]) {
      const finding = findingOf(evidence, 'forgetGateBias');
      assert.deepEqual(
        [finding.severity, finding.gate, finding.key],
        ['warning', 'f', ['model', 'init', 'forgetBias']],
      );
      assert.ok(Math.abs(measured(finding, 'forgetBias')) < 0.5);
      assert.deepEqual(finding.fixes[0].edits[0], { key: ['model', 'init', 'forgetBias'], value: 1 });
    }
    const learnt = withWhatIf(lstm({}), epochs([[0.01, 0.01]]));
    assert.equal(findingOf(learnt, 'forgetGateBias').severity, 'information');
    assert.match(findingOf(lstm({}), 'forgetGateBias').sentence, /has no bias to start with .* about half/);
    // σ(-3) = 0.0474
    assert.match(
      findingOf(lstm({ forgetBias: -3 }), 'forgetGateBias').sentence,
      /starts with a bias of -3 .* keeps about 5 % of/,
    );
  });

  it('counts twice where both vectors have it', () => {
    const finding = findingOf(lstm({}, {}, forget('ih', 0, 1), forget('hh', 0, 1)), 'forgetGateBias');
    assert.equal(finding.severity, 'warning');
    assert.match(finding.sentence, /counts twice/);
    assert.ok(Math.abs(measured(finding, 'sum') - 2) < 0.01);
  });

  it('is in the first layer only', () => {
    const finding = findingOf(
      lstm({ input: 'xavier' }, { layers: 3 }, forget('ih', 0, 1), forget('ih', 1, 1)),
      'forgetGateBias',
    );
    assert.deepEqual([finding.severity, finding.layer], ['warning', 'l2']);
    assert.match(finding.sentence, /first layer only/);
  });

  it('is as it should be where the config sets it, in every layer, or where it was learnt', () => {
    assertSilent(lstm({ forgetBias: 1 }), 'forgetGateBias');
    assertSilent(lstm({ forgetBias: 1, input: 'xavier' }, { layers: 2 }), 'forgetGateBias');
    // Learnt, it differs from unit to unit.
    const learnt = (vector: 'ih' | 'hh') =>
      setting(`rnn.bias_${vector}_l0`, (values) => {
        for (let u = 0; u < hiddenSize; u++) {
          values[hiddenSize + u] = 0.3 + 0.25 * u;
        }
      });
    assertSilent(lstm({}, {}, learnt('ih'), learnt('hh')), 'forgetGateBias');
    assertSilent(trained({ model: { cell: 'gru', hiddenSize }, training: once }), 'forgetGateBias');
  });
});

describe('inputs that are not scaled', () => {
  const base = trained({ model: { hiddenSize: 4 }, training: once });
  const table = (normalize: 'standard' | 'none'): RunEvidence['config'] => ({
    ...base.config,
    data: {
      kind: 'table',
      file: 'weather.csv',
      targets: ['rain'],
      ...{ window: 30, horizon: 1, stride: 1, normalize, missing: 'previous', validation: 0.2 },
    },
  });
  const fed = (normalize: 'standard' | 'none', first: (t: number) => number): RunEvidence => {
    const values = Float32Array.from({ length: 60 }, (_, j) =>
      j % 2 === 0 ? first(j / 2) : j % 4 === 1 ? 0 : 1,
    );
    const [tensors] = base.traces?.probes ?? [];
    const probe = new Map([...tensors, ['x', { shape: [30, 2], values }] as const]);
    const scaling = normalize === 'none' ? { offset: 0, scale: 1 } : { offset: 500, scale: 100 };
    const signals = { ...base.record.signals, inputs: ['pressure', 'sun'], inputScaling: [scaling, scaling] };
    return {
      ...base,
      config: table(normalize),
      record: { ...base.record, signals },
      traces: { step: 1, probes: [probe] },
    };
  };

  it('are a warning where they are large, in mean or in deviation', () => {
    for (const [first, name, value] of [
      [() => 1013, 'mean', 1013],
      [(t: number) => (t % 2 === 0 ? -50 : 50), 'deviation', 50],
    ] as const) {
      const finding = findingOf(fed('none', first), 'inputsNotScaled');
      assert.deepEqual([finding.severity, finding.key], ['warning', ['data', 'normalize']]);
      assert.match(finding.sentence, /"pressure"/);
      assert.equal(measured(finding, name), value);
      assert.equal(measured(finding, 'largeInputs'), 1);
      assert.deepEqual(finding.fixes[0].edits, [{ key: ['data', 'normalize'], value: 'standard' }]);
    }
  });

  it('are information where they are tiny', () => {
    const tiny = fed('none', (t) => 1e-4 * t);
    assert.equal(findingOf(tiny, 'inputsNotScaled').severity, 'information');
  });

  it('are not found where the config scales them, where they need none, or in a generated task', () => {
    assertSilent(
      fed('standard', () => 1013),
      'inputsNotScaled',
    ); // beyond what was seen in training
    assertSilent(
      fed('none', (t) => Math.sin(t)),
      'inputsNotScaled',
    );
    assertSilent(base, 'inputsNotScaled');
  });
});
