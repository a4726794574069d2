/** `model.py` of an export: the network as a class of PyTorch, and a function that loads its weights. */
import { isScaled } from '../../notation/scaling';
import { aboutModel } from '../common/aboutModel';
import type { ExportedModel } from '../common/exportedModel';
import { forwardMethod } from './forwardMethod';
import { originalGru } from './originalGru';
import { comment, indented } from './python';

/** `weather-2` becomes `Weather2Model`. */
function className(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Z]/.test(joined) ? `${joined}Model` : `Model${joined}`;
}

export function modelModule(model: ExportedModel): string {
  const own = usesOriginalGru(model);
  return `${[
    [
      comment(aboutModel(model)),
      'import json',
      'import struct',
      'from pathlib import Path',
      '',
      'import torch',
      'from torch import nn',
      ...(own ? ['from torch.nn import functional as F'] : []),
      '',
      'HERE = Path(__file__).parent',
      '# What the inputs and outputs are, and the scaling of the data.',
      'ABOUT = json.loads((HERE / "model.json").read_text(encoding="utf-8"))',
    ].join('\n'),
    ...(own ? [originalGru] : []),
    modelClass(model),
    load(className(model.name)),
    readSafetensors,
  ].join('\n\n\n')}\n`;
}

function usesOriginalGru({ spec: { cell, variant } }: ExportedModel): boolean {
  return cell === 'gru' && variant === 'original';
}

function modelClass(model: ExportedModel): string {
  const { spec, inputs, outputs, tokens } = model;
  const scaled = {
    input: tokens === null && inputs.some(({ scaling }) => isScaled(scaling)),
    output: outputs.some(({ scaling }) => isScaled(scaling)),
  };
  const ends = (['input', 'output'] as const).filter((end) => scaled[end]);
  const width = (spec.bidirectional ? 2 : 1) * spec.hiddenSize;
  return [
    `class ${className(model.name)}(nn.Module):`,
    indented(4, [
      'def __init__(self):',
      '    super().__init__()',
      ...embeddings(model),
      `    self.rnn = ${layers(model, spec.networkInputSize, spec.bidirectional)}`,
      ...(spec.shape === 'encoder-decoder'
        ? [`    self.decoder = ${layers(model, spec.outputSize, false)}`]
        : []),
      `    self.readout = nn.Linear(${width}, ${spec.outputSize})`,
      ...ends.map((end) => `    self.keep_scaling("${end}", ABOUT["${end}Scaling"])`),
      '',
      ...forwardMethod(model, scaled),
      ...(ends.length > 0 ? ['', ...keepScaling] : []),
    ]),
  ].join('\n');
}

/** Lines that make the embeddings: one of tokens, or a list with one for each column of words. */
function embeddings({ tokens, embeddings: names, weights }: ExportedModel): readonly string[] {
  const each = names.map((name) => `nn.Embedding(${weights.get(name)?.shape.join(', ')})`);
  if (each.length === 0) {
    return [];
  }
  return tokens
    ? [`    self.embedding = ${each[0]}`]
    : [`    self.embeddings = nn.ModuleList([${each.join(', ')}])`];
}

const keepScaling = [
  'def keep_scaling(self, end, scaling):',
  '    # In 64 bits, because an offset may be far larger than the differences that count.',
  '    for part in ["offset", "scale"]:',
  '        numbers = torch.tensor([column[part] for column in scaling], dtype=torch.float64)',
  '        self.register_buffer(f"{end}_{part}", numbers, persistent=False)',
];

/** A call such as `nn.LSTM(3, 32, num_layers=2, batch_first=True)`. */
function layers(model: ExportedModel, inputs: number, bidirectional: boolean): string {
  const { cell, activation, hiddenSize, layers: L, bias } = model.spec;
  const own = usesOriginalGru(model);
  const options = [
    ...(L > 1 ? [`num_layers=${L}`] : []),
    ...(cell === 'rnn' && activation === 'relu' ? ['nonlinearity="relu"'] : []),
    ...(bias ? [] : ['bias=False']),
    ...(bidirectional ? ['bidirectional=True'] : []),
    ...(own ? [] : ['batch_first=True']),
  ];
  return `${own ? 'OriginalGRU' : `nn.${cell.toUpperCase()}`}(${[inputs, hiddenSize, ...options].join(', ')})`;
}

function load(name: string): string {
  return `def load():
    """The model with its trained weights, ready to predict."""
    model = ${name}()
    model.load_state_dict(read_safetensors(HERE / "weights.safetensors"))
    return model.eval()`;
}

const readSafetensors = `def read_safetensors(path):
    """The tensors of a file by their names: the length of a header, the header in JSON, then the numbers."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            numbers = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors`;
