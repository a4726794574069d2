/** `predict.py` for texts. */
import type { ExportedModel } from '../common/exportedModel';
import { call } from './call';

/** Tokens that are generated where the model generates, as many as in a sequence of the training. */
const defaultWindow = 100;

export function predictText(model: ExportedModel): string {
  const { data, spec } = model;
  if (data.kind !== 'text') {
    throw new Error('the model was not trained on a text');
  }
  const lines = data.sequences === 'line';
  const window = data.window ?? defaultWindow;
  const generates = spec.shape === 'one-to-many';
  const words = data.tokens === 'word';
  const split = words ? 'words(line)' : 'list(line)';
  return `# python3 predict.py FILE.txt: prints, for each line of the file, ${
    generates
      ? `the likeliest ${window} tokens after its first one`
      : 'the tokens that are the likeliest to follow it'
  }, with
# their probabilities, as JSON.
import json
${words ? 'import re\n' : ''}import sys
${words ? 'import unicodedata\n' : ''}
import torch

from model import ABOUT, load

TOKENS, UNKNOWN = ABOUT["tokens"], ABOUT["inputs"][0]["unknown"]


${words ? wordsOfLine(data.lowercase) : ''}def number(token):  # the last token stands for all that the training has not seen, where there were any
    if token not in TOKENS and not UNKNOWN:
        sys.exit(f"the training has never seen {token!r}")
    return TOKENS.index(token) if token in TOKENS else len(TOKENS) - 1


model = load()
with open(sys.argv[1], encoding="utf-8-sig") as file:
    for line in file.read().rstrip("\\n").split("\\n"):
        text = ${lines ? `["\\n", *${split}]  # each line of the training begins with the break before it` : split}
        if text:
            tokens = torch.tensor([[number(token) for token in text]])  # [1, time]
            with torch.no_grad():
                probabilities = ${
                  generates
                    ? `${call(model, 'tokens[:, 0]', String(window))}[0]  # [steps, ${spec.outputSize}]`
                    : spec.shape === 'many-to-one'
                      ? `${call(model, `tokens[:, -${window}:]`)}  # [1, ${spec.outputSize}]`
                      : `${call(model, 'tokens')}[0, -1:]  # [1, ${spec.outputSize}]`
                }
            best = probabilities.topk(${generates ? '1' : `min(5, ${spec.outputSize})`})
            pairs = zip(best.indices.flatten().tolist(), best.values.flatten().tolist())
            print(json.dumps({"text": line, "next": [[TOKENS[i], p] for i, p in pairs]}, ensure_ascii=False))
`;
}

/** The words of a line as in a training (`src/data/text/words.ts`), in Python. */
function wordsOfLine(lowercase: boolean): string {
  return `def words(line):  # letters, marks and digits, with apostrophes between them; every other sign is a token
    kinds = ""
    for sign in line:
        category = unicodedata.category(sign)
        blank = sign.isspace() or category in ("Cc", "Cf")
        kinds += "w" if category[0] in "LMN" else "'" if sign in "'’" else " " if blank else "."
    found = re.finditer("w+(?:'w+)*|['.]", kinds)
    return [line[match.start() : match.end()]${lowercase ? '.lower()' : ''} for match in found]


`;
}
