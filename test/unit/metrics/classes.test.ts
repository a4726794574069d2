import { strict as assert } from 'node:assert';
import { ClassMeter, mostConfused } from '../../../src/metrics/classes';
import type { MeasuredChunk } from '../../../src/metrics/meter';
import { classChunk, close } from './chunks';

/** Class 6 is neither a target nor an answer; 3 and 5 are answers only. */
const targets = [0, 0, 1, 1, 1, 2, 4, 2, 1, 0];
const logits = targets.map((_, i) => [
  ...Array.from({ length: 6 }, (__, k) => ((7 * i + 5 * k * k + 3) % 11) / 2),
  -100,
]);

function measured(shape: ConstructorParameters<typeof ClassMeter>[1], chunks: readonly MeasuredChunk[]) {
  const meter = new ClassMeter(7, shape, true);
  for (const chunk of chunks) {
    meter.add(chunk);
  }
  return meter;
}

describe('the meter of classes', () => {
  const meter = measured('many-to-many', [classChunk(logits, targets)]);

  // scikit-learn 1.2.1, with t the targets, p the softmax of the first six logits and a their largest:
  // accuracy_score(t, a), balanced_accuracy_score(t, a), f1_score(t, a, average='macro'),
  // log_loss(t, p, labels=range(6)), confusion_matrix(t, a), precision_recall_fscore_support(t, a)
  it('agrees with scikit-learn', () => {
    const { accuracy, balancedAccuracy, f1, perplexity, bitsPerStep } = meter.metrics();
    close(accuracy, 0.3);
    close(balancedAccuracy, 0.20833333333333331);
    close(f1, 0.16666666666666666);
    close(perplexity, Math.exp(2.9576710976969087));
    close(bitsPerStep, 2.9576710976969087 / Math.LN2);
  });

  it('has scikit-learn’s confusion matrix and scores', () => {
    const { confusion, classes, mostFrequent } = meter.detail();
    const table = Array.from({ length: 6 }, () => new Array<number>(6).fill(0));
    for (const { target, answer, count } of confusion ?? []) {
      table[target][answer] = count;
    }
    assert.deepEqual(table, [
      [1, 1, 1, 0, 0, 0],
      [0, 2, 0, 1, 0, 1],
      [0, 1, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
    ]);
    const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(8)));
    assert.deepEqual(rounded(classes.map(({ precision }) => precision)), [1, 0.5, 0, 0, 0, 0, 0]);
    assert.deepEqual(rounded(classes.map(({ recall }) => recall)), [0.33333333, 0.5, 0, 0, 0, 0, 0]);
    assert.deepEqual(rounded(classes.map(({ f1 }) => f1)), [0.5, 0.5, 0, 0, 0, 0, 0]);
    assert.equal(mostFrequent, 0.4);
  });

  it('names the first place of each sequence in a cell, and not the same sequence twice', () => {
    const chunk = classChunk(logits, targets);
    // Two sequences of five steps, step by step.
    const two = { ...chunk, sequences: [8, 3], from: 20 };
    const { confusion } = measured('many-to-many', [two, two]).detail();
    const cell = confusion?.find(({ target, answer }) => target === 1 && answer === 1);
    // Rows 5 and 2, 4, 8 have the class 1; those of them with the answer 1 are 5 (target 2) and 8.
    assert.deepEqual(
      cell?.places,
      [3, 8].flatMap((sequence) =>
        targets
          .flatMap((target, row) =>
            target === 1 && two.sequences[row % 2] === sequence && answerOf(row) === 1
              ? [{ sequence, step: 20 + Math.floor(row / 2) }]
              : [],
          )
          .slice(0, 1),
      ),
    );
    assert.equal(cell?.count, 4);
  });

  it('counts whole sequences that are right, where they are generated', () => {
    const right = (k: number) => [0, 0, 0].map((_, j) => (j === k ? 3 : 0));
    const meter = new ClassMeter(3, 'encoder-decoder', true);
    // Three sequences of two steps; in the last one a step is wrong, in the second the wrong step is padding.
    const chunk = classChunk([0, 1, 2, 1, 0, 2].map(right), [0, 1, 2, 1, 2, 0]);
    meter.add({ ...chunk, sequences: [0, 1, 2], mask: Uint8Array.of(1, 1, 1, 1, 0, 1) });
    const { accuracy, sequenceAccuracy } = meter.metrics();
    assert.equal(accuracy, 4 / 5);
    assert.equal(sequenceAccuracy, 2 / 3);
    assert.equal(
      measured('many-to-many', [classChunk(logits, targets)]).metrics().sequenceAccuracy,
      undefined,
    );
  });

  it('keeps its perplexity where a probability is zero in its arithmetic', () => {
    const meter = new ClassMeter(2, 'many-to-many', false);
    const chunk = classChunk([[0, 200]], [0]);
    meter.add({ ...chunk, y: Float32Array.of(0, 1) });
    close(meter.metrics().bitsPerStep, 200 / Math.LN2);
  });

  it('has no perplexity for a label of a whole sequence', () => {
    assert.deepEqual(Object.keys(measured('many-to-one', [classChunk(logits, targets)]).metrics()), [
      'accuracy',
      'balancedAccuracy',
      'f1',
    ]);
  });

  it('keeps no matrix of too many classes, but all scores', () => {
    const meter = new ClassMeter(mostConfused + 1, 'many-to-one', true);
    meter.add(classChunk([Array.from({ length: mostConfused + 1 }, (_, k) => k / 10)], [mostConfused]));
    assert.equal(meter.detail().confusion, null);
    assert.equal(meter.detail().classes[mostConfused].f1, 1);
  });
});

function answerOf(row: number): number {
  return logits[row].indexOf(Math.max(...logits[row]));
}
