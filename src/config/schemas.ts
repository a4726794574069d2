/** The schema of a whole config for each kind of data, made once. */
import type { DataKind } from './kind';
import { configSchema, type DataConfig, recordsSchema, tableSchema, taskSchema, textSchema } from './schema';

const schemas = {
  table: configSchema(tableSchema.transform((data): DataConfig => ({ kind: 'table', ...data }))),
  text: configSchema(textSchema.transform((data): DataConfig => ({ kind: 'text', ...data }))),
  records: configSchema(recordsSchema.transform((data): DataConfig => ({ kind: 'records', ...data }))),
  task: configSchema(taskSchema.transform((data): DataConfig => ({ kind: 'task', ...data }))),
} as const;

/** The schema of a config with this kind of data. */
export function schemaOf(kind: DataKind) {
  return schemas[kind];
}
