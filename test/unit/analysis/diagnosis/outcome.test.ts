import { strict as assert } from 'node:assert';
import type { Finding } from '../../../../src/analysis/diagnosis/evidence/finding';
import { outcomeOf, type Tried } from '../../../../src/analysis/diagnosis/outcome';
import type { Rule } from '../../../../src/notation/findings';

function found(
  rule: Rule,
  evidence: Readonly<Record<string, number>> = {},
  place: Partial<Finding> = {},
): Finding {
  return {
    rule,
    severity: 'warning',
    sentence: '',
    evidence: Object.entries(evidence).map(([name, value]) => ({ name, value, unit: '1' })),
    key: ['model'],
    fixes: [],
    ...place,
  };
}

function tried(changes: Partial<Tried>): Tried {
  return { findings: [], reach: null, lossOfBaseline: 0.9, failed: false, updates: 300, ...changes };
}

describe('the outcome of a fix that was tried', () => {
  const vanishing = found('vanishingGradient');

  it('is help where the gradient reaches further back', () => {
    const { verdict, sentence } = outcomeOf(
      vanishing,
      tried({ reach: { horizon: 12, span: 99 } }),
      tried({ reach: { horizon: 99, span: 99 }, lossOfBaseline: 0.2 }),
    );
    assert.equal(verdict, 'helped');
    assert.equal(
      sentence,
      'the gradient reaches 99 steps back instead of 12 (of 99); after 300 updates the loss is 0.2 of the baseline instead of 0.9.',
    );
  });

  it('is none where it reaches no further, however the loss falls', () => {
    const reach = { horizon: 12, span: 99 };
    const { verdict, sentence } = outcomeOf(
      vanishing,
      tried({ reach }),
      tried({ reach, lossOfBaseline: 0.1 }),
    );
    assert.equal(verdict, 'didNotHelp');
    assert.match(sentence, /^the gradient reaches 12 steps back \(of 99\), with the fix as without;/);
  });

  it('is undecided where the evidence is better and the loss worse', () => {
    assert.equal(
      outcomeOf(
        vanishing,
        tried({ reach: { horizon: 12, span: 99 } }),
        tried({ reach: { horizon: 50, span: 99 }, lossOfBaseline: 1.5 }),
      ).verdict,
      'cannotTell',
    );
  });

  it('is decided by the loss where the config itself is the evidence', () => {
    const inputs = found('inputsNotScaled');
    assert.equal(
      outcomeOf(inputs, tried({ findings: [inputs] }), tried({ lossOfBaseline: 0.4 })).verdict,
      'helped',
    );
    assert.equal(outcomeOf(inputs, tried({ findings: [inputs] }), tried({})).verdict, 'didNotHelp');
    assert.equal(outcomeOf(inputs, tried({}), tried({ lossOfBaseline: null })).verdict, 'cannotTell');
  });

  it('describes the gate that the finding names', () => {
    const gate = (name: string, share: number) =>
      found('saturatedGate', { belowTenth: share, aboveNineTenths: 0 }, { layer: 'l0', gate: name });
    const { verdict, sentence } = outcomeOf(
      gate('f', 0.9),
      tried({ findings: [gate('i', 0.6), gate('f', 0.9)] }),
      tried({ findings: [gate('i', 0.9)] }),
    );
    assert.equal(verdict, 'helped');
    assert.match(sentence, /^gate f is no longer saturated/);
  });

  it('does not distinguish values that are equal to three digits', () => {
    const gate = (share: number) => found('saturatedGate', { belowTenth: share }, { layer: 'l0', gate: 'f' });
    const { verdict, sentence } = outcomeOf(
      gate(1),
      tried({ findings: [gate(1)], lossOfBaseline: 1.0004 }),
      tried({ findings: [gate(0.9999)], lossOfBaseline: 1.0001 }),
    );
    assert.equal(verdict, 'didNotHelp');
    assert.equal(
      sentence,
      'gate f is saturated at 100 %, with the fix as without; after 300 updates the loss is 1 of the baseline, with the fix as without.',
    );
  });

  it('is decided by the loss where clipping leaves the gradient as it is', () => {
    const exploding = found('explodingGradient', { growth: 1e6 });
    assert.equal(
      outcomeOf(
        exploding,
        tried({ findings: [exploding] }),
        tried({ findings: [exploding], lossOfBaseline: 0.3 }),
      ).verdict,
      'helped',
    );
  });

  it('is that of a training that resumes where the other was interrupted', () => {
    const broke = tried({ failed: true, updates: 7, lossOfBaseline: null });
    assert.equal(outcomeOf(found('nonFinite'), broke, tried({})).verdict, 'helped');
    assert.equal(outcomeOf(found('nonFinite'), broke, broke).verdict, 'didNotHelp');
  });
});
