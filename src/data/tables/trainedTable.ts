/** How a training reads the columns of a table. */

import { unscaled } from '../../notation/scaling';
import type { TargetKind } from '../common/dataset';
import type { TrainedData, TrainedSource } from '../common/trainedData';
import type { TableColumn } from './tableColumn';
import type { Signals } from './tableSignals';

export function trainedTable(
  inputs: readonly TableColumn[],
  targets: readonly TableColumn[],
  targetKind: TargetKind,
  signals: Signals,
): TrainedData {
  const sourceOf = (column: TableColumn): TrainedSource => {
    const { name, kind, words } = column;
    switch (kind) {
      case 'number':
        return { kind, name, scaling: [signals.number(column).scaling] };
      case 'date':
        return { kind, name };
      case 'word':
        return { kind, name, tokens: words, unknown: false };
    }
  };
  return {
    inputs: inputs.map(sourceOf),
    targets: targets.map((column) =>
      targetKind === 'binary' ? { kind: 'number', name: column.name, scaling: [unscaled] } : sourceOf(column),
    ),
  };
}
