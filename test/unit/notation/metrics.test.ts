import { strict as assert } from 'node:assert';
import { isHigherBetter, mainMetrics, metricPhrases, shareText } from '../../../src/notation/metrics';

describe('metrics as text', () => {
  it('are shares in percent and errors as numbers, the most telling first', () => {
    assert.deepEqual(metricPhrases({ f1: 0.91, accuracy: 0.931234, balancedAccuracy: 1 }), [
      'accuracy 93.1 %',
      'balanced accuracy 100 %',
      'F1 0.910',
    ]);
    assert.deepEqual(metricPhrases({ rmse: 2.80984, mae: 2.22931, r2: null }), [
      'RMSE 2.81',
      'MAE 2.229',
      'R² not defined',
    ]);
    assert.deepEqual(
      metricPhrases({ perplexity: 6.6068, bitsPerStep: 2.72395, accuracy: 0.4 }, 'character'),
      ['bits per character 2.724', 'perplexity 6.607', 'accuracy 40.0 %'],
    );
  });

  it('leave out errors over several columns, whose units may differ', () => {
    assert.deepEqual(mainMetrics({ rmse: 1, mae: 1, r2: 0.5, columns: [] }), ['r2']);
  });

  it('are 100 % only where nothing is wrong, and 0 % only where nothing is right', () => {
    assert.deepEqual([0, 0.0001, 0.5, 0.99996, 1].map(shareText), [
      '0 %',
      '0.1 %',
      '50.0 %',
      '99.9 %',
      '100 %',
    ]);
  });

  it('have a direction', () => {
    assert.ok(!isHigherBetter('loss') && !isHigherBetter('rmse') && !isHigherBetter('perplexity'));
    assert.ok(isHigherBetter('accuracy') && isHigherBetter('r2') && isHigherBetter('sequenceAccuracy'));
  });
});
