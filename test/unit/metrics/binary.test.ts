import { BinaryMeter } from '../../../src/metrics/binary';
import { close, valueChunk } from './chunks';

// scikit-learn 1.2.1, with a = p > 0.5: accuracy_score, precision_score, recall_score and f1_score of each
// column, (a == t).mean(), and f1_score(t, a, average='macro')
describe('the meter of yes and no', () => {
  it('agrees with scikit-learn', () => {
    const meter = new BinaryMeter(2);
    meter.add(
      valueChunk(
        [
          [0.9, 0.2],
          [0.6, 0.1],
          [0.4, 0.7],
          [0.8, 0.5],
          [0.3, 0.51],
          [0.7, 0.3],
        ],
        [
          [1, 0],
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [1, 0],
        ],
      ),
    );
    const { accuracy, f1 } = meter.metrics();
    close(accuracy, 0.6666666666666666);
    close(f1, 0.625);
    const [first, second] = meter.detail().columns;
    close(first.accuracy, 0.6666666666666666);
    close(first.precision, 0.75);
    close(first.recall, 0.75);
    close(first.f1, 0.75);
    close(second.accuracy, 0.6666666666666666);
    close(second.precision, 0.5);
    close(second.recall, 0.5);
    close(second.f1, 0.5);
  });
});
