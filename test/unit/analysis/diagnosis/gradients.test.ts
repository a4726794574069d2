import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/analysis/diagnosis/diagnose';
import { assertSilent, epochs, findingOf, measured, trained, updates, withWhatIf } from './runs';

const shortMemory = { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', gain: 0.4 } };
const longMemory = { cell: 'lstm', hiddenSize: 12, init: { recurrent: 'orthogonal', forgetBias: 2 } };
const once = { epochs: 1, optimizer: { learningRate: 0.0001 } };

describe('a vanishing gradient', () => {
  it('is a warning where the task has a longer lag and is not learnt', () => {
    for (const [data, lag] of [
      [{ generate: 'adding', length: 30 }, 15],
      [{ generate: 'temporal-order', length: 30 }, 23],
      [{ generate: 'copy', length: 20 }, 30],
    ] as const) {
      const finding = findingOf(
        trained({
          data,
          model: shortMemory,
          training: once,
          task: { shape: data.generate === 'copy' ? 'many-to-many' : 'many-to-one' },
        }),
        'vanishingGradient',
      );
      assert.equal(finding.severity, 'warning', data.generate);
      assert.deepEqual(finding.key, ['model', 'init', 'gain']);
      assert.equal(measured(finding, 'shortestLag'), lag);
      assert.ok(measured(finding, 'horizon') < lag);
      // At a gain of 0.4 the gradient falls at least to 0.4 a step.
      assert.ok(measured(finding, 'factorPerStep') < 0.45);
      assert.equal(finding.layer, 'l0');
    }
  });

  it('offers a gated cell to a vanilla one, and clears keys that such a cell does not know', () => {
    const finding = findingOf(trained({ model: shortMemory, training: once }), 'vanishingGradient');
    const [first] = finding.fixes;
    assert.deepEqual(first.edits, [
      { key: ['model', 'cell'], value: 'lstm' },
      { key: ['model', 'activation'], value: null },
      { key: ['model', 'init', 'forgetBias'], value: 1 },
    ]);
  });

  it('names the time steps that are not reached', () => {
    const finding = findingOf(trained({ model: shortMemory, training: once }), 'vanishingGradient');
    assert.deepEqual(finding.steps, { from: 0, to: 29 - measured(finding, 'horizon') - 1 });
  });

  it('names the steps at the end where a backward layer does not reach', () => {
    const finding = findingOf(
      trained({
        data: { generate: 'sine' },
        task: { shape: 'many-to-many' },
        model: { ...shortMemory, bidirectional: true },
        training: once,
      }),
      'vanishingGradient',
    );
    const horizon = measured(finding, 'horizon');
    const steps = finding.layer === 'l0' ? { from: 0, to: 28 - horizon } : { from: horizon + 1, to: 29 };
    assert.deepEqual([finding.severity, finding.steps], ['information', steps]);
  });

  it('is information where the task is learnt all the same, or needs no memory', () => {
    const adding = trained({ model: shortMemory, training: once });
    const learnt = withWhatIf(adding, epochs([[0.02, 0.02]]));
    assert.equal(findingOf(learnt, 'vanishingGradient').severity, 'information');
    const sine = trained({
      data: { generate: 'sine' },
      task: { shape: 'many-to-many' },
      model: shortMemory,
      training: once,
    });
    assert.equal(findingOf(sine, 'vanishingGradient').severity, 'information');
  });

  it('is not found where credit bridges the lag, in any cell', () => {
    for (const model of [
      longMemory,
      { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', input: 'xavier' } },
      { cell: 'gru', hiddenSize: 12, init: { recurrent: 'orthogonal' } },
      { cell: 'gru', variant: 'cudnn', hiddenSize: 12 },
    ]) {
      assertSilent(trained({ data: { length: 20 }, model, training: once }), 'vanishingGradient');
    }
  });

  it('looks at the memory of an LSTM in its cell as well as in h', () => {
    const copy = { generate: 'copy', length: 10, count: 64 };
    const task = { shape: 'many-to-many' };
    assertSilent(
      trained({
        data: copy,
        task,
        model: { ...longMemory, init: { ...longMemory.init, forgetBias: 4 } },
        training: once,
      }),
      'vanishingGradient',
    );
  });

  it('is told of a trace with one target even where the weights have gone on', () => {
    const evidence = trained({ model: shortMemory, training: once });
    const later = {
      ...evidence,
      checkpoint: { ...evidence.checkpoint, metadata: { ...evidence.checkpoint.metadata, step: '999' } },
    };
    const [finding, same] = [later, evidence].map((each) => findingOf(each, 'vanishingGradient'));
    assert.deepEqual(finding, same);
  });

  it('asks nothing of a run that has watched nothing', () => {
    const evidence = trained({ model: shortMemory, training: once, probe: { sequences: [] } });
    assertSilent(evidence, 'vanishingGradient', 'explodingGradient', 'saturatedGate', 'saturatedState');
  });
});

describe('an exploding gradient', () => {
  const exploding = {
    cell: 'rnn',
    activation: 'relu',
    hiddenSize: 12,
    init: { recurrent: 'identity', gain: 1.5, input: 'xavier' },
  };
  const still = { epochs: 1, optimizer: { learningRate: 1e-6 } };

  it('is a warning at the missing clip where it grows on its way back', () => {
    const finding = findingOf(trained({ model: exploding, training: still }), 'explodingGradient');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.key, ['training', 'clip']);
    // 1.5²⁹ is 1.3·10⁵, where units are on all the way.
    assert.ok(measured(finding, 'growth') > 1e4 && measured(finding, 'growth') < 1.5e5);
    assert.ok(Math.abs(measured(finding, 'largestLyapunovExponent') - Math.log(1.5)) < 0.01);
    assert.deepEqual(finding.steps, { from: 0, to: 29 });
  });

  it('hangs on the gain where clipping is set, and is information once the model learns', () => {
    const evidence = trained({ model: exploding, training: { ...still, clip: { norm: 1 } } });
    const finding = findingOf(evidence, 'explodingGradient');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['model', 'init', 'gain']]);
    const learnt = withWhatIf(evidence, epochs([[0.05, 0.05]]));
    assert.equal(findingOf(learnt, 'explodingGradient').severity, 'information');
  });

  it('is found by a positive Lyapunov exponent and spikes together, and by neither alone', () => {
    const chaotic = trained({
      data: { length: 40 },
      model: { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', gain: 1.2 } },
      training: still,
    });
    const spiky = updates(Array.from({ length: 100 }, () => 1)).map((update) =>
      update.step % 20 === 0 ? { ...update, gradientNorm: 50 } : update,
    );
    const calm = trained({
      model: { cell: 'rnn', hiddenSize: 12, init: { recurrent: 'orthogonal', gain: 0.9 } },
      training: still,
    });
    assertSilent(withWhatIf(calm, spiky), 'explodingGradient');
    assertSilent(withWhatIf(chaotic, updates(Array.from({ length: 100 }, () => 1))), 'explodingGradient');
    // Whether a tanh network is chaotic is up to its inputs: a linear one with such weights is.
    const linear = trained({
      data: { length: 10 },
      model: { ...exploding, init: { ...exploding.init, gain: 1.5 } },
      training: still,
    });
    const finding = findingOf(withWhatIf(linear, spiky), 'explodingGradient');
    assert.equal(measured(finding, 'spikes'), 5);
    assert.ok(measured(finding, 'growth') < 1e3);
  });

  it('is not found in a network that keeps the length of gradients', () => {
    assertSilent(
      trained({ model: { ...exploding, init: { ...exploding.init, gain: 1 } }, training: still }),
      'explodingGradient',
    );
    assertSilent(trained({ model: longMemory, training: once }), 'explodingGradient');
  });
});

describe('clipping', () => {
  const clippedBy = (name: string, clip: object) =>
    trained({ training: { epochs: 1, clip, optimizer: { name } }, model: { hiddenSize: 4 } });
  const base = clippedBy('sgd', { norm: 1 });
  const course = (share: number, gradientNorm: number, evidence = base) =>
    withWhatIf(
      evidence,
      updates(Array.from({ length: 100 }, () => 1)).map((update) => ({
        ...update,
        gradientNorm,
        clipped: update.step % 10 < 10 * share,
      })),
    );

  it('is a warning where it acts on most updates and is far below their norm', () => {
    const finding = findingOf(course(0.8, 8), 'gradientClipping');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.key, ['training', 'clip', 'norm']);
    assert.equal(measured(finding, 'clippedShare'), 0.8);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['training', 'clip', 'norm'], value: 16 }]);
  });

  it('is information where the limit is near the norm, or the optimizer undoes it', () => {
    assert.equal(findingOf(course(0.8, 1.5), 'gradientClipping').severity, 'information');
    const adaptive = course(0.8, 8, clippedBy('adam', { norm: 1 }));
    assert.equal(findingOf(adaptive, 'gradientClipping').severity, 'information');
  });

  it('is a warning with any optimizer where it cuts single values, unless the model learns', () => {
    const byValue = course(0.8, 8, clippedBy('adam', { value: 0.1 }));
    const finding = findingOf(byValue, 'gradientClipping');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['training', 'clip', 'value']]);
    const learns = withWhatIf(byValue, [...byValue.metrics, ...epochs([[0.05, 0.05]])]);
    assert.equal(findingOf(learns, 'gradientClipping').severity, 'information');
  });

  it('is not found where it catches the odd one, or only at the beginning', () => {
    assertSilent(course(0.3, 0.8), 'gradientClipping');
    const early = updates(Array.from({ length: 100 }, () => 1)).map((update) => ({
      ...update,
      clipped: update.step < 60,
    }));
    assertSilent(withWhatIf(base, early), 'gradientClipping');
  });
});

describe('a value that is not finite', () => {
  const growing = {
    data: { length: 200 },
    model: { cell: 'rnn', activation: 'relu', hiddenSize: 8, init: { recurrent: 'identity', gain: 3 } },
    training: { epochs: 2, optimizer: { name: 'sgd', learningRate: 0.1 } },
  };

  it('is an error with the engine’s own words on where it came up', () => {
    const evidence = trained(growing);
    assert.equal(evidence.record.status, 'failed');
    const finding = findingOf(evidence, 'nonFinite');
    assert.equal(finding.severity, 'error');
    assert.match(finding.sentence, /unit \d+ is .* at step \d+, layer 0/);
    assert.match(finding.sentence, /nothing was clipped/);
    assert.deepEqual(finding.key, ['training', 'optimizer', 'learningRate']);
    assert.ok(finding.fixes.some(({ edits }) => edits[0].key.join('.') === 'training.clip.norm'));
    assert.equal(diagnose(evidence).findings[0].rule, 'nonFinite');
  });

  it('stands at the layer, unit and step where the value came up', () => {
    const evidence = trained(growing);
    const { nonFinite } = evidence.record;
    assert.ok(nonFinite);
    const finding = findingOf(evidence, 'nonFinite');
    assert.equal(finding.layer, 'l0');
    assert.equal(finding.unit, nonFinite.unit);
    assert.deepEqual(finding.steps, { from: nonFinite.step, to: nonFinite.step });
    assert.match(finding.sentence, new RegExp(`unit ${finding.unit} .*step ${nonFinite.step}, layer 0`));
    assert.match(
      finding.sentence,
      new RegExp(`in the ${nonFinite.pass} pass of update ${nonFinite.update}\\)`),
    );
  });

  it('names the gate of a deeper layer and of a decoder', () => {
    const evidence = trained(growing);
    const place = { update: 9, during: 'validation', pass: 'forward', what: 'f', value: 'NaN' } as const;
    const finding = findingOf(
      {
        ...evidence,
        record: { ...evidence.record, nonFinite: { ...place, layer: 'decoder.l1', step: 4, unit: 2 } },
      },
      'nonFinite',
    );
    assert.deepEqual([finding.layer, finding.gate, finding.unit], ['decoder.l1', 'f', 2]);
    assert.match(
      finding.sentence,
      /gate f of unit 2 is NaN at step 4, decoder layer 1, in the forward pass of val/,
    );
  });

  it('is known by the engine’s line in a run from before the place was recorded', () => {
    const evidence = trained(growing);
    const { nonFinite: _, ...record } = evidence.record;
    const finding = findingOf({ ...evidence, record }, 'nonFinite');
    assert.match(finding.sentence, /unit \d+ is .* at step \d+, layer 0/);
    assert.equal(finding.layer, undefined);
  });

  it('hangs on the clip where the gradient had grown before it', () => {
    const evidence = trained(growing);
    const norms = updates(Array.from({ length: 50 }, () => 1)).map((update) => ({
      ...update,
      gradientNorm: update.step < 48 ? 1 : 10 ** (update.step - 46),
    }));
    assert.deepEqual(findingOf(withWhatIf(evidence, norms), 'nonFinite').key, ['training', 'clip']);
  });

  it('says that clipping was set where it was', () => {
    const finding = findingOf(
      trained({ ...growing, training: { ...growing.training, clip: { norm: 1 } } }),
      'nonFinite',
    );
    assert.match(finding.sentence, /clipping was set/);
    assert.equal(measured(finding, 'clipNorm'), 1);
  });

  it('is not found in a run that failed for another reason, or did not fail', () => {
    const evidence = trained({ model: { hiddenSize: 4 }, training: { epochs: 1 } });
    assertSilent(evidence, 'nonFinite');
    const full = { ...evidence.record, status: 'failed' as const, error: 'ENOSPC, no space left (write)' };
    assertSilent({ ...evidence, record: full }, 'nonFinite');
  });
});
