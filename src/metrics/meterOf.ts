/** Chooses the meter for the targets of a data set. */
import type { Dataset, SetName } from '../data/common/dataset';
import { BinaryMeter } from './binary';
import { ClassMeter } from './classes';
import type { Meter } from './meter';
import { ValueMeter } from './values';

/**
 * @param set the set that is measured; the naive forecast is one of the validation set
 * @param detailed whether places of targets are kept for `detail`
 */
export function meterOf(dataset: Dataset, set: SetName, detailed: boolean): Meter {
  const { targetKind, outputSize, shape, targetScaling, baseline } = dataset;
  switch (targetKind) {
    case 'classes':
      return new ClassMeter(outputSize, shape, detailed);
    case 'binary':
      return new BinaryMeter(outputSize);
    case 'values':
      return new ValueMeter(targetScaling, set === 'validation' ? baseline.columns : undefined, detailed);
  }
}
