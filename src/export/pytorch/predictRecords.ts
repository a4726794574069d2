/** `predict.py` for records, and for the generated tasks, whose sequences are given as records. */
import { hasOwnOutputs } from '../../engine/network';
import type { ExportedModel } from '../common/exportedModel';
import { call } from './call';

export function predictRecords(model: ExportedModel): string {
  const { spec, tokens, targetKind } = model;
  const { shape } = spec;
  const single = shape === 'one-to-one' || shape === 'one-to-many';
  const own = hasOwnOutputs(spec);
  const places = single ? '' : 'time, ';
  const input = tokens
    ? `torch.tensor(${single ? '' : '['}[number(token) for token in record[INPUTS[0]]]${single ? '' : ']'})`
    : `torch.tensor(${single ? 'rows(record)' : '[rows(record)]'}, dtype=torch.float64)`;
  const about = own
    ? `# python3 predict.py FILE.jsonl [STEPS]: prints what the model predicts for each record, as JSON. STEPS is how many
# steps are generated; without it, as many as the record's own target has.`
    : '# python3 predict.py FILE.jsonl: prints what the model predicts for each record, as JSON.';
  return `${about}
import json
import sys

import torch

from model import ABOUT, load

INPUTS = [field["name"] for field in ABOUT["inputs"]]
${own ? 'TARGET = ABOUT["targets"][0]["name"]\n' : ''}

${tokens ? numberOfToken : rowsOfRecord}

model = load()
with open(sys.argv[1], encoding="utf-8-sig") as file:
    for line in filter(str.strip, file):
        record = json.loads(line)
        ${tokens ? 'tokens' : 'x'} = ${input}  # [1${places === '' ? '' : `, ${places.trim().replace(/,$/, '')}`}${tokens ? '' : `, ${spec.inputSize}`}]
${own ? '        steps = int(sys.argv[2]) if len(sys.argv) > 2 else len(record[TARGET])\n' : ''}        with torch.no_grad():
            predicted = ${call(model, tokens ? 'tokens' : 'x', 'steps')}[0].reshape(-1, ${spec.outputSize})  # [steps, ${spec.outputSize}]
${
  targetKind === 'classes'
    ? `        best = [ABOUT["outputs"][i] for i in predicted.argmax(dim=-1).tolist()]
        print(json.dumps({"predicted": best, "probabilities": predicted.tolist()}, ensure_ascii=False))`
    : `        print(json.dumps([dict(zip(ABOUT["outputs"], row)) for row in predicted.tolist()], ensure_ascii=False))`
}
`;
}

const numberOfToken = `def number(token):  # the last token stands for all that the training has not seen, where there were any
    known, unknown = ABOUT["tokens"], ABOUT["inputs"][0]["unknown"]
    if token not in known and not unknown:
        sys.exit(f"the training has never seen {token!r}")
    return known.index(token) if token in known else len(known) - 1
`;

const rowsOfRecord = `def rows(record):  # a field is a number, a number for each step, or several for each step
    fields = [record[name] if isinstance(record[name], list) else [record[name]] for name in INPUTS]
    fields = [[step if isinstance(step, list) else [step] for step in field] for field in fields]
    steps = range(max(map(len, fields)))  # a field of one step holds for all steps
    return [[value for field in fields for value in field[t if len(field) > 1 else 0]] for t in steps]
`;
