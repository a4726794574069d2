/** Loads the data of a config, whatever its kind. */
import type { Config } from '../config/schema';
import { withClassWeights } from './classWeights';
import { DataError, type DataSource, type Dataset } from './common/dataset';
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
