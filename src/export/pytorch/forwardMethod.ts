/** The method `forward` of an exported PyTorch model, line by line. */
import type { ExportedModel } from '../common/exportedModel';

/** Lines of the method, as they stand in the class. */
export function forwardMethod(
  model: ExportedModel,
  scaled: { readonly input: boolean; readonly output: boolean },
): readonly string[] {
  const { outputSize: O, shape } = model.spec;
  const single = shape === 'one-to-one' || shape === 'one-to-many';
  const { given, read, fed } = inputOf(model, single ? 'batch' : 'batch, time', scaled.input);
  const raw = scaled.output ? 'y * self.output_scale + self.output_offset' : 'y';
  const { parameters, returned, body, result, about } = partsOf(model, raw);
  return [
    `def forward(self, ${[...given, ...parameters].join(', ')}):`,
    `    """${read[0]}`,
    ...read.slice(1).map((line) => `    ${line}`),
    ...(about === '' ? [] : [`    ${about}`]),
    `    Returns [${returned}, ${O}]${result}."""`,
    ...[...fed, ...body].map((line) => `    ${line}`),
  ];
}

/** The parameters of the data, sentences about them, and the lines that turn them into features. */
function inputOf(model: ExportedModel, places: string, scaled: boolean) {
  const { spec, tokens, inputs, words, embeddings } = model;
  const I = spec.inputSize;
  if (tokens) {
    const x =
      embeddings.length > 0 ? 'self.embedding(tokens)' : `nn.functional.one_hot(tokens, ${I}).float()`;
    return {
      given: ['tokens'],
      read: [`tokens: [${places}], the number of each in ABOUT["tokens"].`],
      fed: [`x = ${x}  # [${places}, ${I}]`],
    };
  }
  const N = inputs.length;
  const numbers = scaled ? '((x - self.input_offset) / self.input_scale).float()' : 'x.float()';
  const vectors = 'vectors = [embedding(words[..., k]) for k, embedding in enumerate(self.embeddings)]';
  return {
    given: [...(N > 0 ? ['x'] : []), ...(words.length > 0 ? ['words'] : [])],
    read: [
      ...(N > 0 ? [`x: [${places}, ${N}] in the units of the data.`] : []),
      ...(words.length > 0
        ? [`words: [${places}, ${words.length}], the number of each in its column's tokens.`]
        : []),
    ],
    fed: [
      ...(N > 0 ? [`x = ${numbers}  # [${places}, ${N}]`] : []),
      ...(words.length > 0
        ? [vectors, `x = torch.cat([${N > 0 ? 'x, ' : ''}*vectors], dim=-1)  # [${places}, ${I}]`]
        : []),
    ],
  };
}

interface Parts {
  /** Parameters after the input. */
  readonly parameters: readonly string[];
  /** A sentence about them, or nothing. */
  readonly about: string;
  readonly body: readonly string[];
  /** Sizes of the result before its last. */
  readonly returned: string;
  readonly result: string;
}

function partsOf({ spec }: ExportedModel, raw: string): Parts {
  const { shape, bidirectional, hiddenSize: H, inputSize: I, outputSize: O } = spec;
  const width = (bidirectional ? 2 : 1) * H;
  const states = {
    parameters: ['state=None'],
    about: 'state: what a call before returned, to go on from there.',
    result: ' and the state after the last step',
  };
  const none = { parameters: [], about: '', result: '' };
  const steps = { parameters: ['steps'], about: 'steps: how many to generate.', result: '' };
  const g2 = (states_: string) => output(spec.output, `self.readout(${states_})`);
  switch (shape) {
    case 'many-to-many':
      return {
        ...(bidirectional ? none : states),
        returned: 'batch, time',
        body: [
          run(bidirectional, `[batch, time, ${width}]`),
          `y = ${g2('output')}  # [batch, time, ${O}]`,
          `return ${raw}${bidirectional ? '' : ', state'}`,
        ],
      };
    case 'many-to-one':
      return {
        ...(bidirectional ? none : states),
        returned: 'batch',
        body: [
          run(bidirectional, `[batch, time, ${width}]`),
          ...(bidirectional
            ? [
                '# The backward direction has read everything when it is at the first step.',
                `last = torch.cat([output[:, -1, :${H}], output[:, 0, ${H}:]], dim=-1)  # [batch, ${width}]`,
              ]
            : [`last = output[:, -1]  # [batch, ${width}]`]),
          `y = ${g2('last')}  # [batch, ${O}]`,
          `return ${raw}${bidirectional ? '' : ', state'}`,
        ],
      };
    case 'one-to-one':
      return {
        ...none,
        returned: 'batch',
        body: [
          `output, _ = self.rnn(x.unsqueeze(1))  # [batch, 1, ${width}]`,
          `y = ${g2('output[:, 0]')}  # [batch, ${O}]`,
          `return ${raw}`,
        ],
      };
    case 'one-to-many':
      return {
        ...steps,
        returned: 'batch, steps',
        body: [
          '# The first step reads [x, 0], each later one [0, y] with the y of the step before.',
          `step = torch.cat([x, x.new_zeros(len(x), ${O})], dim=-1)  # [batch, ${I + O}]`,
          'state = None',
          'outputs = []',
          'for _ in range(steps):',
          `    output, state = self.rnn(step.unsqueeze(1), state)  # [batch, 1, ${H}]`,
          `    outputs.append(${g2('output[:, 0]')})  # [batch, ${O}]`,
          '    step = torch.cat([torch.zeros_like(x), outputs[-1]], dim=-1)',
          `y = torch.stack(outputs, dim=1)  # [batch, steps, ${O}]`,
          `return ${raw}`,
        ],
      };
    case 'encoder-decoder':
      return {
        ...steps,
        returned: 'batch, steps',
        body: [
          '_, state = self.rnn(x)  # the decoder begins with the last state of the encoder',
          `step = x.new_zeros(len(x), ${O})  # then each step reads the output of the one before`,
          'outputs = []',
          'for _ in range(steps):',
          `    output, state = self.decoder(step.unsqueeze(1), state)  # [batch, 1, ${H}]`,
          `    step = ${g2('output[:, 0]')}  # [batch, ${O}]`,
          '    outputs.append(step)',
          `y = torch.stack(outputs, dim=1)  # [batch, steps, ${O}]`,
          `return ${raw}`,
        ],
      };
  }
}

function run(bidirectional: boolean, shape: string): string {
  return bidirectional
    ? `output, _ = self.rnn(x)  # ${shape}`
    : `output, state = self.rnn(x, state)  # ${shape}`;
}

function output(name: 'identity' | 'softmax' | 'sigmoid', sum: string): string {
  switch (name) {
    case 'identity':
      return sum;
    case 'sigmoid':
      return `torch.sigmoid(${sum})`;
    case 'softmax':
      return `torch.softmax(${sum}, dim=-1)`;
  }
}
