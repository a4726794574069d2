import assert from 'node:assert/strict';
import type { RunEvidence } from '../../../../../src/analysis/diagnosis/evidence/evidence';
import { assertSilent, findingOf, measured, trained } from '../runs';

const once = { epochs: 1, optimizer: { learningRate: 1e-5 } };

describe('inputs that are not scaled', () => {
  const base = trained({ model: { hiddenSize: 4 }, training: once });
  const table = (normalize: 'standard' | 'none'): RunEvidence['config'] => ({
    ...base.config,
    data: {
      kind: 'table',
      file: 'weather.csv',
      targets: ['rain'],
      window: 30,
      horizon: 1,
      stride: 1,
      normalize,
      missing: 'previous',
      layout: 'long',
      gaps: 'split',
      validation: 0.2,
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
    ); // values outside the range of training
    assertSilent(
      fed('none', (t) => Math.sin(t)),
      'inputsNotScaled',
    );
    assertSilent(base, 'inputsNotScaled');
  });
});
