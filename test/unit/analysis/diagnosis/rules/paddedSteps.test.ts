import { strict as assert } from 'node:assert';
import type { RunEvidence } from '../../../../../src/analysis/diagnosis/evidence/evidence';
import { parseConfig } from '../../../../../src/config/parse';
import type { DataFacts } from '../../../../../src/data/common/dataset';
import { assertSilent, findingOf, measured, trained } from '../runs';

const run = trained({ data: { length: 8, count: 64 }, model: { hiddenSize: 4 }, training: { epochs: 1 } });

/** The run as if its data were of this kind. */
function withData(
  data: object,
  facts: DataFacts | undefined,
  inputs: readonly string[] = [],
  training: object = {},
): RunEvidence {
  const { config, problems } = parseConfig(JSON.stringify({ data, training }));
  assert.ok(config, JSON.stringify(problems));
  const signals = { ...run.record.signals, inputs };
  return {
    ...run,
    config: { ...run.config, data: config.data },
    record: { ...run.record, facts, signals },
  };
}

describe('padded steps', () => {
  const padding = { value: 0, at: 'end', steps: 0.3, records: 0.9 } as const;
  const records = { file: 't.jsonl', inputs: ['x'], targets: ['y'] };

  it('are a warning that names the number, and how much of the gradient is on them', () => {
    const evidence = withData(records, { padding });
    const T = run.traces?.probes[0].get('x')?.shape[0] ?? 0;
    // The last two steps of every watched sequence are changed to look like padding.
    const probes = (run.traces?.probes ?? []).map((tensors) => {
      const x = tensors.get('x');
      assert.ok(x);
      const values = x.values.slice();
      values.fill(0, (T - 2) * x.shape[1]);
      return new Map([...tensors, ['x', { ...x, values }] as const]);
    });
    const finding = findingOf(
      { ...evidence, traces: { step: run.traces?.step ?? 0, probes } },
      'paddedSteps',
    );
    assert.equal(finding.severity, 'warning');
    assert.match(finding.sentence, /filled up with 0 at their end: such steps are 30 % of all/);
    assert.deepEqual(finding.steps, { from: T - 2, to: T - 1 });
    const share = measured(finding, 'gradientOnPadding');
    assert.ok(share > 0.2 && share < 1);
    assert.deepEqual(finding.fixes[0].edits, [{ key: ['data', 'padding'], value: 0 }]);
  });

  it('are information where they are few, and not reported where there are none', () => {
    const few = findingOf(withData(records, { padding: { ...padding, steps: 0.01 } }), 'paddedSteps');
    assert.equal(few.severity, 'information');
    assertSilent(withData(records, {}), 'paddedSteps');
  });
});
