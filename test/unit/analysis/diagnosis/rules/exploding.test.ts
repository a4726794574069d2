import assert from 'node:assert/strict';
import { assertSilent, epochs, findingOf, measured, trained, updates, withMetrics } from '../runs';

const longMemory = { cell: 'lstm', hiddenSize: 12, init: { recurrent: 'orthogonal', forgetBias: 2 } };
const once = { epochs: 1, optimizer: { learningRate: 0.0001 } };

describe('an exploding gradient', () => {
  const exploding = {
    cell: 'rnn',
    activation: 'relu',
    hiddenSize: 12,
    init: { recurrent: 'identity', gain: 1.5, input: 'xavier' },
  };
  const still = { epochs: 1, optimizer: { learningRate: 1e-6 } };

  it('is a warning at the gain that makes it grow on its way back, with a start that does not', () => {
    const finding = findingOf(trained({ model: exploding, training: still }), 'explodingGradient');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.key, ['model', 'init', 'gain']);
    assert.deepEqual(finding.fixes[0], {
      title: 'Start with gain 1',
      edits: [{ key: ['model', 'init', 'gain'], value: 1 }],
    });
    // 1.5²⁹ is 1.3·10⁵ if the units are on all the way.
    assert.ok(measured(finding, 'growth') > 1e4 && measured(finding, 'growth') < 1.5e5);
    assert.ok(Math.abs(measured(finding, 'largestLyapunovExponent') - Math.log(1.5)) < 0.01);
    assert.deepEqual(finding.steps, { from: 0, to: 29 });
  });

  it('offers to clip at 1 where the gradients themselves are no measure', () => {
    const evidence = trained({ model: exploding, training: { ...still, clip: { value: 5 } } });
    const huge = updates(
      Array.from({ length: 60 }, () => 1),
      { gradientNorm: 7.1e11 },
    );
    const clip = findingOf(withMetrics(evidence, huge), 'explodingGradient').fixes.find(({ title }) =>
      title.startsWith('Clip'),
    );
    assert.deepEqual(clip, {
      title: 'Clip the gradient to norm 1, and not its single values',
      edits: [
        { key: ['training', 'clip', 'norm'], value: 1 },
        { key: ['training', 'clip', 'value'], value: null },
      ],
    });
  });

  it('is attached to the gain where clipping is set, and is information once the model learns', () => {
    const evidence = trained({ model: exploding, training: { ...still, clip: { norm: 1 } } });
    const finding = findingOf(evidence, 'explodingGradient');
    assert.deepEqual([finding.severity, finding.key], ['warning', ['model', 'init', 'gain']]);
    const learnt = withMetrics(evidence, epochs([[0.05, 0.05]]));
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
    assertSilent(withMetrics(calm, spiky), 'explodingGradient');
    assertSilent(withMetrics(chaotic, updates(Array.from({ length: 100 }, () => 1))), 'explodingGradient');
    // Whether a tanh network is chaotic depends on its inputs; a linear one with such weights is.
    const linear = trained({
      data: { length: 10 },
      model: { ...exploding, init: { ...exploding.init, gain: 1.5 } },
      training: still,
    });
    const finding = findingOf(withMetrics(linear, spiky), 'explodingGradient');
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
