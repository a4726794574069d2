/** `predict.py` of an export: reads a file like the one that was trained on, and prints predictions. */
import type { ExportedModel } from '../common/exportedModel';
import { predictRecords } from './predictRecords';
import { predictTable } from './predictTable';
import { predictText } from './predictText';

export function predictScript(model: ExportedModel): string {
  switch (model.data.kind) {
    case 'table':
      return predictTable(model);
    case 'text':
      return predictText(model);
    case 'records':
    case 'task':
      return predictRecords(model);
  }
}
