import assert from 'node:assert/strict';
import { escaped, runTooltip } from '../../../../src/host/runsView/runTooltip';
import { configOf, metricsOf, recordOf, summaryOf } from '../../run/storedRun';

/** Cells of the table's rows. */
function table(markdown: string): Map<string, string> {
  const rows = markdown.matchAll(/^\| (.+?) \| (.+) \|$/gm);
  return new Map([...rows].slice(1).map(([, key, value]) => [key, value.replaceAll('\\', '')]));
}

describe('the hover over a run', () => {
  it('is a table of the run’s settings and results, best against the baseline', () => {
    const config = configOf({ cell: 'gru', layers: 2, bidirectional: true, variant: 'cudnn' });
    const rows = table(runTooltip('14:05', summaryOf({ config }), metricsOf(4)));
    assert.equal(rows.get('Cell'), 'GRU (cudnn), 2 layers, both directions');
    assert.equal(rows.get('Hidden size'), '16 (1,234 weights)');
    assert.equal(rows.get('Epochs'), '4 of 4 (8 updates)');
    assert.equal(rows.get('Training loss'), '0.11');
    assert.equal(rows.get('Validation loss'), '0.1235, 0.247 of the baseline');
    assert.equal(rows.get('Best validation loss'), '0.05, 0.1 of the baseline, in epoch 3');
    assert.equal(rows.get('Baseline'), '0.5, chance level');
    assert.equal(rows.get('Duration'), '4 s');
  });

  it('shows the training loss where there is no validation, and leaves out what is missing', () => {
    const record = recordOf({ validationLoss: null });
    const metrics = metricsOf(3).map((metric) =>
      metric.event === 'epoch' ? { ...metric, validationLoss: null } : metric,
    );
    const rows = table(runTooltip('14:05', summaryOf({ record }), metrics));
    assert.equal(rows.get('Best training loss'), '0.125, 0.25 of the baseline, in epoch 3');
    assert.ok(!rows.has('Validation loss'));
    const none = table(runTooltip('14:05', summaryOf(), []));
    assert.ok(!none.has('Duration') && ![...none.keys()].some((key) => key.startsWith('Best')));
  });

  it('has the main metrics, on validation and on training', () => {
    const metrics = {
      validation: { f1: 0.5, accuracy: 0.9312, balancedAccuracy: 0.8 },
      training: { f1: 0.6, accuracy: 0.95, balancedAccuracy: 0.9 },
    };
    const rows = table(runTooltip('14:05', summaryOf({ record: recordOf({ metrics }) }), []));
    assert.equal(rows.get('Accuracy'), '93.1 %, in training 95.0 %');
    assert.equal(rows.get('Balanced accuracy'), '80.0 %, in training 90.0 %');
    assert.equal(rows.get('F1'), '0.500, in training 0.600');
    const only = { validation: null, training: { rmse: 2.5, mae: 2, r2: null } };
    const without = table(runTooltip('14:05', summaryOf({ record: recordOf({ metrics: only }) }), []));
    assert.equal(without.get('RMSE'), '2.5');
    assert.equal(without.get('R²'), 'not defined');
  });

  it('lists every finding with its severity, and states why a run failed', () => {
    const record = recordOf({ status: 'failed', error: 'the loss is NaN in update 7' });
    const text = runTooltip('14:05', summaryOf({ record }), []);
    assert.match(text, /^\*\*14:05\*\* — failed\n\n\$\(error\) the loss is NaN in update 7\n/);
    assert.match(
      text,
      /- \$\(warning\) warning: The gradient vanishes: it halves every 4 steps\. \(vanishingGradient\)/,
    );
    assert.match(text, /- \$\(info\) information: It clips\. \(gradientClipping\)/);
  });

  it('lets nothing of a file become markup', () => {
    assert.equal(escaped('a | b\n# c'), 'a \\| b \\# c');
    assert.equal(
      escaped('[x](command:y) <img> $(error) &amp;'),
      '\\[x\\]\\(command:y\\) &lt;img> \\$\\(error\\) &amp;amp;',
    );
    const title = '**bold** | ![x](http://elsewhere)';
    const text = runTooltip(title, summaryOf({ title }), []);
    assert.ok(!text.includes('![') && !text.includes(']('));
    assert.match(text, /The learning rate \\\| is \\\*too\\\* &lt;high>\./);
  });
});
