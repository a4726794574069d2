/** New records for a trained model, scaled with the statistics of its training. */
import type { Config, RecordsData } from '../../config/schema';
import { DataError, type DataSource, type NewData, type TargetKind } from '../common/dataset';
import { KnownTokens } from '../common/knownTokens';
import type { TrainedData, TrainedSource } from '../common/trainedData';
import { withoutPadding } from '../records/padding';
import { RecordFields } from '../records/recordFields';
import { type RecordSequence, recordSequence, recordSequences } from '../records/recordSequences';
import type { FieldValue, SequenceRecord } from '../records/records';
import { targetsLie } from '../records/recordsDataset';
import { recordsOfFile } from '../records/recordsOfFile';

/** @throws DataError where a record is not of the same kind as those of the training */
export async function newRecords(
  config: Config,
  data: RecordsData,
  trained: TrainedData,
  targetKind: TargetKind,
  source: DataSource,
): Promise<NewData> {
  const { shape } = config.task;
  const file = source.name;
  const single = shape === 'many-to-one' || shape === 'one-to-one';
  const inputs = new RecordFields({ key: 'inputs', whole: false }, [], [], data, file, trained.inputs);
  const targets = new RecordFields({ key: 'targets', whole: single }, [], [], data, file, trained.targets);
  const lie = targetsLie(shape);
  const sequences: RecordSequence[] = [];
  const known = { inputs: trained.inputs.map(asKnown), targets: trained.targets.map(asKnown) };
  let lacking = 0;
  for await (const read of recordsOfFile(source, data, lie === 'single', true)) {
    checkKind(read, 'inputs', known.inputs, file);
    if (read.targets.length > 0) {
      checkKind(read, 'targets', known.targets, file);
    }
    const record = data.padding === undefined ? read : withoutPadding(read, data.padding, lie);
    if (record.targets.length === 0 && lie === 'own') {
      throw new DataError(
        `line ${record.line} of ${file} has no "${data.targets[0]}"; ${shape} needs it to know how many steps to predict`,
      );
    }
    lacking += record.targets.length === 0 ? 1 : 0;
    sequences.push(recordSequence(record, inputs, targets, targetKind, shape, file));
  }
  if (sequences.length === 0) {
    throw new DataError(`${file} has no records`);
  }
  return {
    set: recordSequences(
      sequences,
      shape,
      inputs,
      targets.names.length,
      config.model.embedding !== undefined && inputs.vocabulary !== undefined,
    ),
    notes: lacking > 0 ? [`${lacking} of ${sequences.length} records of ${file} have no target.`] : [],
    forecast: () => {
      throw new DataError(
        'records have no forecast: each is a sequence of its own; give a longer one with --data',
      );
    },
  };
}

interface KnownSource {
  readonly source: TrainedSource;
  /** The tokens of a text; undefined for numbers. */
  readonly known: KnownTokens | undefined;
}

function asKnown(source: TrainedSource): KnownSource {
  const isText = source.kind === 'word' || source.kind === 'tokens';
  return { source, known: isText ? new KnownTokens(source.tokens, source.unknown) : undefined };
}

/** @throws DataError where fields are not what the training read, or have tokens that it never saw */
function checkKind(
  record: SequenceRecord,
  side: 'inputs' | 'targets',
  sources: readonly KnownSource[],
  file: string,
): void {
  record[side].forEach((value, i) => {
    const { source, known } = sources[i];
    const where = `line ${record.line} of ${file}: field "${source.name}"`;
    const expected = describe(source);
    if (describeValue(value) !== expected) {
      throw new DataError(`${where} is ${describeValue(value)}, in the training it was ${expected}`);
    }
    if (value.kind === 'text' && known) {
      const tokens = source.kind === 'word' ? [value.text] : [...value.text];
      const strange = tokens.find((token) => !known.has(token));
      if (strange !== undefined) {
        throw new DataError(`${where}: ${known.unknownText(strange)}`);
      }
    }
  });
}

function describe(source: TrainedSource): string {
  return source.kind === 'number' ? widthText(source.scaling.length) : 'a text';
}

function describeValue(value: FieldValue): string {
  return value.kind === 'text' ? 'a text' : widthText(value.width);
}

function widthText(width: number): string {
  return width > 1 ? `rows of ${width} numbers` : 'numbers';
}
