import { strict as assert } from 'node:assert';
import { assertSilent, findingOf, measured } from '../runs';
import { smallRun, withData } from '../runWithData';

describe('padded steps', () => {
  const padding = { value: 0, at: 'end', steps: 0.3, records: 0.9 } as const;
  const records = { file: 't.jsonl', inputs: ['x'], targets: ['y'] };

  it('are a warning that names the number, and how much of the gradient is on them', () => {
    const evidence = withData(records, { padding });
    const T = smallRun.traces?.probes[0].get('x')?.shape[0] ?? 0;
    // The last two steps of every watched sequence are changed to look like padding.
    const probes = (smallRun.traces?.probes ?? []).map((tensors) => {
      const x = tensors.get('x');
      assert.ok(x);
      const values = x.values.slice();
      values.fill(0, (T - 2) * x.shape[1]);
      return new Map([...tensors, ['x', { ...x, values }] as const]);
    });
    const finding = findingOf(
      { ...evidence, traces: { step: smallRun.traces?.step ?? 0, probes } },
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
