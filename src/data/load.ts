/** Loads the data of a config, whatever its kind. */
import type { Config } from '../config/schema';
import { withClassWeights } from './classWeights';
import { DataError, type DataSource, type Dataset, type NewData, type TargetKind } from './common/dataset';
import type { TrainedData } from './common/trainedData';
import { newRecords } from './newData/newRecords';
import { newTable } from './newData/newTable';
import { newText } from './newData/newText';
import { recordsDataset } from './records/recordsDataset';
import { tableDataset } from './tables/tableDataset';
import { taskDataset } from './tasks';
import { textDataset } from './text/textDataset';

/**
 * @param open opens the data file, whose name it receives as the config gives it
 * @throws DataError with one line that states what is wrong, where, and what would be valid
 */
export async function loadDataset(
  config: Config,
  open: (file: string) => Promise<DataSource>,
): Promise<Dataset> {
  const dataset = await read(config, open);
  if (config.model.embedding && !dataset.embedded) {
    throw new DataError(
      'model.embedding: every input is a number, and only characters, words and columns of words have tokens to learn a vector for; leave model.embedding out, or name such a column in data.inputs',
      ['model', 'embedding'],
    );
  }
  return withClassWeights(config, dataset);
}

async function read(config: Config, open: (file: string) => Promise<DataSource>): Promise<Dataset> {
  const { data } = config;
  switch (data.kind) {
    case 'table':
      return tableDataset(config, data, await open(data.file));
    case 'text':
      return textDataset(config, data, await open(data.file));
    case 'records':
      return recordsDataset(config, data, await open(data.file));
    case 'task':
      return taskDataset(config, data);
  }
}

/**
 * Reads new data as the training read its own, with its statistics and its vocabulary; targets may be missing.
 * @param open opens the file; may be called twice
 * @throws DataError where the file is not of the same kind as the training's data
 */
export async function loadNewData(
  config: Config,
  trained: TrainedData,
  targetKind: TargetKind,
  open: () => Promise<DataSource>,
): Promise<NewData> {
  const { data } = config;
  switch (data.kind) {
    case 'table':
      return newTable(config, data, trained, open);
    case 'text':
      return newText(config, data, trained, await open());
    case 'records':
      return newRecords(config, data, trained, targetKind, await open());
    case 'task':
      throw new DataError('the run was trained on a generated task, which has no file; leave out --data');
  }
}
