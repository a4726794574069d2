/** A small trained run, with the config and the facts of other data. */
import { strict as assert } from 'node:assert';
import type { RunEvidence } from '../../../../src/analysis/diagnosis/evidence/evidence';
import { parseConfig } from '../../../../src/config/parse';
import type { DataFacts } from '../../../../src/data/common/dataset';
import { trained } from './runs';

export const smallRun = trained({
  data: { length: 8, count: 64 },
  model: { hiddenSize: 4 },
  training: { epochs: 1 },
});

/** Returns a small run as if its data were of this kind. */
export function withData(
  data: object,
  facts: DataFacts | undefined,
  inputs: readonly string[] = [],
  training: object = {},
): RunEvidence {
  const { config, problems } = parseConfig(JSON.stringify({ data, training }));
  assert.ok(config, JSON.stringify(problems));
  const signals = { ...smallRun.record.signals, inputs };
  return {
    ...smallRun,
    config: { ...smallRun.config, data: config.data },
    record: { ...smallRun.record, facts, signals },
  };
}
