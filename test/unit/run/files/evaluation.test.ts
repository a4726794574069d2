import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Evaluation } from '../../../../src/metrics/measured';
import { readEvaluation, writeEvaluation } from '../../../../src/run/files/evaluation';
import { InputError } from '../../../../src/run/files/inputError';

const evaluation: Evaluation = {
  step: 40,
  epoch: 2,
  metrics: { validation: { rmse: 0.5, mae: 0.25, r2: null }, training: null },
  set: 'validation',
  sequences: 1,
  targets: 1,
  detail: {
    of: 'values',
    columns: [{ rmse: 0.5, mae: 0.25, r2: null, bias: 0.25, naive: { rmse: 1, mae: 1, r2: null } }],
    points: [{ sequence: 0, step: 3, label: '2015-04-01', predicted: [1.5], target: [1], error: [0.5] }],
    thinning: 1,
  },
  labels: [[0, 'rows 1–4']],
};

describe('an evaluation in its file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'unroll-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is read as it was written, and may be missing', async () => {
    assert.equal(await readEvaluation(folder), null);
    writeEvaluation(folder, evaluation, false);
    assert.deepEqual(await readEvaluation(folder), evaluation);
  });

  it('is refused in one line where it is broken', async () => {
    const file = path.join(folder, 'evaluation.json');
    for (const [content, why] of [
      ['{"step":', /evaluation\.json: not JSON \(/],
      [JSON.stringify({ ...evaluation, detail: { of: 'poems' } }), /evaluation\.json: detail\.of: /],
      [JSON.stringify({ ...evaluation, step: -1 }), /evaluation\.json: step: /],
    ] as const) {
      writeFileSync(file, content);
      await assert.rejects(readEvaluation(folder), (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, why);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    }
  });
});
