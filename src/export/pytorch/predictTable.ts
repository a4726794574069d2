/** `predict.py` for tables. */
import type { TableData } from '../../config/schema';
import type { ExportedModel } from '../common/exportedModel';
import { call } from './call';
import { comment } from './python';

export function predictTable(model: ExportedModel): string {
  const { data, spec, trained, words, inputs } = model;
  if (data.kind !== 'table') {
    throw new Error('the model was not trained on a table');
  }
  const { shape } = spec;
  const single = shape === 'one-to-one' || shape === 'one-to-many';
  const aligned = shape === 'many-to-many';
  const window = single ? 1 : data.window;
  const dates = trained?.inputs.some(({ kind }) => kind === 'date') ?? false;
  const steps = shape === 'one-to-many' || shape === 'encoder-decoder' ? String(data.horizon) : undefined;
  const part = single ? '[end - 1 : end]' : `[None, end - ${window} : end]`;
  const embedded = words.length > 0;
  const tensors = [...(inputs.length > 0 ? ['x'] : []), ...(embedded ? ['words'] : [])];
  const given = tensors.map((name) => `${name}${part}`).join(', ');
  const columns = [...(trained?.inputs ?? []).map(({ name }) => name), ...(data.group ? [data.group] : [])];
  const about = `python3 predict.py FILE: prints what the model predicts, as a table. "row" is the last row that was read,
counted from 1, and "ahead" how many rows later the prediction lies. FILE has a row for each time step, in the order
of time, and in its first line the names of these columns, among others:
${columns.map((name) => JSON.stringify(name)).join(', ')}`;
  const decimal = data.read?.decimal === ',' ? '.replace(",", ".")' : '';
  return `${comment(about)}
import csv
${dates ? 'import datetime\nimport math\n' : ''}import sys

import torch

from model import ABOUT, load


def features(row, before):  # an empty cell has the value of the row before
    ${embedded ? 'found, codes = [], []' : 'found = []'}
    for column in ABOUT["inputs"]:
        cell = row[column["name"]].strip()
        cell = row[column["name"]] = before[column["name"]] if cell in ABOUT["missing"] else cell
        if column["kind"] == "word":
            ${
              embedded
                ? 'codes.append(column["tokens"].index(cell))'
                : 'found += [float(cell == word) for word in column["tokens"]]'
            }
${
  dates
    ? `        elif column["kind"] == "date":
            day = datetime.datetime.fromisoformat(cell.replace("Z", "+00:00")).replace(tzinfo=None)
            year = [datetime.datetime(day.year + later, 1, 1) for later in (0, 1)]
            angle = 2 * math.pi * ((day - year[0]) / (year[1] - year[0]))
            found += [math.sin(angle), math.cos(angle)]
`
    : ''
}        else:
            found.append(float(cell${decimal}))
    return ${embedded ? 'found, codes' : 'found'}


model = load()
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    table = list(csv.DictReader(file, delimiter=${delimiterOf(data)}))
series = {}  # the rows of each series; one series where the config names no group
for number, row in enumerate(table, 1):
    series.setdefault(row.get(ABOUT["group"]), []).append((number, row))
written = csv.writer(sys.stdout, lineterminator="\\n")
written.writerow(["row", "ahead", *ABOUT["outputs"]])
for rows in series.values():
    read = [features(row, rows[max(0, i - 1)][1]) for i, (_, row) in enumerate(rows)]
${tensors.map((name) => tensorLine(name, embedded)).join('\n')}
    for end in range(${window}, len(rows) + 1${aligned ? `, ${window}` : ''}):
        with torch.no_grad():
            predicted = ${call(model, given, steps)}[0]
        for step, values in enumerate(predicted.reshape(-1, ${spec.outputSize}).tolist()):
            written.writerow([${place(model, window)}, *values])
`;
}

/** What separates the fields, as Python writes it. */
function delimiterOf({ file, read }: TableData): string {
  const delimiter = read?.delimiter ?? (/\.tsv$/i.test(file) ? '\t' : ',');
  if (delimiter === 'tab') {
    return JSON.stringify('\t');
  }
  return delimiter === 'spaces' ? '" ", skipinitialspace=True' : JSON.stringify(delimiter);
}

/** The line that makes a tensor `[rows][…]` of what was read. */
function tensorLine(name: string, embedded: boolean): string {
  if (name === 'words') {
    return '    words = torch.tensor([codes for _, codes in read])';
  }
  const numbers = embedded ? '[numbers for numbers, _ in read]' : 'read';
  return `    x = torch.tensor(${numbers}, dtype=torch.float64)`;
}

/** The row and how far ahead, of a step of what is predicted. */
function place({ spec: { shape }, data }: ExportedModel, window: number): string {
  const horizon = data.kind === 'table' ? data.horizon : 0;
  switch (shape) {
    case 'many-to-many':
      return `rows[end - ${window} + step][0], ${horizon}`;
    case 'many-to-one':
    case 'one-to-one':
      return `rows[end - 1][0], ${horizon}`;
    case 'one-to-many':
    case 'encoder-decoder':
      return 'rows[end - 1][0], step + 1';
  }
}
