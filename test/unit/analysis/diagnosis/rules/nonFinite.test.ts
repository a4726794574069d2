import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/analysis/diagnosis/diagnose';
import { assertSilent, findingOf, measured, trained, updates, withMetrics } from '../runs';

describe('a value that is not finite', () => {
  const growing = {
    data: { length: 200 },
    model: { cell: 'rnn', activation: 'relu', hiddenSize: 8, init: { recurrent: 'identity', gain: 3 } },
    training: { epochs: 2, optimizer: { name: 'sgd', learningRate: 0.1 } },
  };

  it('is an error with the engine’s own words about its place', () => {
    const evidence = trained(growing);
    assert.equal(evidence.record.status, 'failed');
    const finding = findingOf(evidence, 'nonFinite');
    assert.equal(finding.severity, 'error');
    assert.match(finding.sentence, /unit \d+ is .* at step \d+, layer 0/);
    assert.match(finding.sentence, /nothing was clipped/);
    // Before the first update neither the rate nor clipping has had any effect.
    assert.equal(evidence.record.steps, 0);
    assert.deepEqual(finding.key, ['model', 'init', 'gain']);
    assert.equal(finding.fixes[0].title, 'Start with gain 1, and clip the gradient to norm 1');
    assert.ok(finding.fixes.every(({ edits }) => edits[0].key[0] !== 'training'));
    assert.equal(diagnose(evidence).findings[0].rule, 'nonFinite');
  });

  it('names the layer, unit and step where the value appeared', () => {
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

  it('is recognised by the engine’s message in a run from before the place was recorded', () => {
    const evidence = trained(growing);
    const { nonFinite: _, ...record } = evidence.record;
    const finding = findingOf({ ...evidence, record }, 'nonFinite');
    assert.match(finding.sentence, /unit \d+ is .* at step \d+, layer 0/);
    assert.equal(finding.layer, undefined);
  });

  it('is attached to the rate after the first update, with the usual rate as its fix', () => {
    const evidence = trained({
      data: { length: 20, count: 640 },
      model: { hiddenSize: 16 },
      training: { epochs: 10, optimizer: { name: 'sgd', learningRate: 50 } },
    });
    const { record } = evidence;
    assert.equal(record.status, 'failed');
    assert.ok(record.steps > 0);
    const finding = findingOf(evidence, 'nonFinite');
    assert.deepEqual(finding.key, ['training', 'optimizer', 'learningRate']);
    assert.deepEqual(
      finding.fixes.map(({ title }) => title),
      ['Set the learning rate to 0.1', 'Set the learning rate to 5', 'Clip the gradient to norm 1'],
    );
  });

  it('is attached to the clip where the gradient had grown before it', () => {
    const evidence = trained(growing);
    const norms = updates(Array.from({ length: 50 }, () => 1)).map((update) => ({
      ...update,
      gradientNorm: update.step < 48 ? 1 : 10 ** (update.step - 46),
    }));
    assert.deepEqual(findingOf(withMetrics(evidence, norms), 'nonFinite').key, ['training', 'clip']);
  });

  it('states that clipping was set where it was', () => {
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
