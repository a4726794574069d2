import { strict as assert } from 'node:assert';
import type { RunEvidence } from '../../../../src/analysis/diagnosis/evidence/evidence';
import { parseConfig } from '../../../../src/config/parse';
import type { DataFacts } from '../../../../src/data/common/dataset';
import { assertSilent, findingOf, measured, trained } from './runs';

const run = trained({ data: { length: 8, count: 64 }, model: { hiddenSize: 4 }, training: { epochs: 1 } });

/** The run as if it had been one on such data. */
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

describe('an input that knows the target', () => {
  const close = { input: 'fahrenheit', column: 'fahrenheit', target: 'celsius', explained: 0.9997 };
  const leak = { ...close, byHistory: 0.8 };
  const table = { file: 't.csv', targets: ['celsius'], horizon: 0 };

  it('is a warning that leaves the column out', () => {
    const finding = findingOf(
      withData(table, { closeInputs: [leak] }, ['fahrenheit', 'wind']),
      'leakingTarget',
    );
    assert.equal(finding.severity, 'warning');
    assert.match(finding.sentence, /"fahrenheit" knows the target.* 99\.97 % of "celsius".*80 %/);
    assert.deepEqual(finding.key, ['data', 'inputs']);
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'inputs'], value: ['wind'] }], [{ key: ['data', 'horizon'], value: 1 }]],
    );
    assert.equal(measured(finding, 'explainedByLastTarget'), 0.8);
  });

  it('takes the whole column of a word out of the list that the config has', () => {
    const word = { ...leak, input: 'sky=sun', column: 'sky' };
    const inputs = ['date', 'sky'];
    const finding = findingOf(
      withData({ ...table, horizon: 1, inputs }, { closeInputs: [word, leak] }, ['sin(date)', 'sky=sun']),
      'leakingTarget',
    );
    assert.match(finding.sentence, /1 more of the inputs/);
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'inputs'], value: ['date'] }]],
    );
  });

  it('is none where the last known target says as much, in an older run, or below the threshold', () => {
    assertSilent(withData(table, { closeInputs: [{ ...close, byHistory: 0.9995 }] }), 'leakingTarget');
    assertSilent(withData(table, { closeInputs: [{ ...leak, explained: 0.97 }] }), 'leakingTarget');
    assertSilent(withData(table, undefined), 'leakingTarget');
  });
});

describe('a state carried across series', () => {
  const breaks = { by: 'dates', column: 'station', count: 3, line: 302, sequences: 0.08 } as const;
  const table = { file: 't.csv', targets: ['x'], window: 30 };

  it('is a warning that keeps them apart', () => {
    const finding = findingOf(withData(table, { breaks }), 'carriedState');
    assert.equal(finding.severity, 'warning');
    assert.match(
      finding.sentence,
      /8 % of the training sequences.* 3 places where "station" changes.*line 302/,
    );
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'group'], value: 'station' }]],
    );
    assert.equal(measured(finding, 'crossingSequences'), 0.08);
  });

  it('is a word where few sequences cross; without a column there is no edit', () => {
    const few = findingOf(withData(table, { breaks: { ...breaks, sequences: 0.01 } }), 'carriedState');
    assert.equal(few.severity, 'information');
    const { column, ...dates } = breaks;
    const bare = findingOf(withData(table, { breaks: dates }), 'carriedState');
    assert.deepEqual(bare.fixes, []);
    assert.doesNotMatch(bare.sentence, new RegExp(column));
  });

  it('makes each line of a list a sequence', () => {
    const text = { file: 't.txt', window: 50 };
    const lines = { by: 'lines', count: 500, line: 2, sequences: 1 } as const;
    const finding = findingOf(withData(text, { breaks: lines }), 'carriedState');
    assert.deepEqual(finding.key, ['data', 'sequences']);
    assert.deepEqual(finding.fixes[0].edits[0], { key: ['data', 'sequences'], value: 'line' });
    assertSilent(withData(text, {}), 'carriedState');
  });
});

describe('padded steps', () => {
  const padding = { value: 0, at: 'end', steps: 0.3, records: 0.9 } as const;
  const records = { file: 't.jsonl', inputs: ['x'], targets: ['y'] };

  it('are a warning that names the number, and how much of the gradient is on them', () => {
    const evidence = withData(records, { padding });
    const T = run.traces?.probes[0].get('x')?.shape[0] ?? 0;
    // The last two steps of every watched sequence are as if they were padding.
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

  it('are a word where they are few, and none where none were found', () => {
    const few = findingOf(withData(records, { padding: { ...padding, steps: 0.01 } }), 'paddedSteps');
    assert.equal(few.severity, 'information');
    assertSilent(withData(records, {}), 'paddedSteps');
  });
});
