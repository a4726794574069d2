import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseConfig } from '../../../src/config/parse';
import { comparedVariants, replacementOf, withEdits } from '../../../src/config/variants';

const relu = `{
  // the data
  "data": { "generate": "adding", "length": 50 },
  "model": { "cell": "rnn", "activation": "relu", "hiddenSize": 8 } // small
}
`;

describe('variants of a config', () => {
  it('change several keys and keep comments', () => {
    const text = withEdits(relu, [
      { key: ['model', 'cell'], value: 'lstm' },
      { key: ['model', 'activation'], value: null },
      { key: ['model', 'init', 'forgetBias'], value: 1 },
    ]);
    const { config, problems } = parseConfig(text);
    assert.deepEqual(problems, []);
    assert.equal(config?.model.cell, 'lstm');
    assert.equal(config?.model.init.forgetBias, 1);
    assert.match(text, /\/\/ the data\n[\s\S]*\/\/ small/);
  });

  it('are the three cells where the config lists none, without the keys of another cell', () => {
    const variants = comparedVariants(relu);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['rnn', 'lstm', 'gru'],
    );
    const configs = variants.map(({ text }) => parseConfig(text));
    assert.deepEqual(
      configs.map(({ problems }) => problems),
      [[], [], []],
    );
    assert.deepEqual(
      configs.map(({ config }) => [config?.model.cell, config?.model.activation, config?.model.hiddenSize]),
      [
        ['rnn', 'relu', 8],
        ['lstm', 'tanh', 8],
        ['gru', 'tanh', 8],
      ],
    );
  });

  it('are those that the config lists, named by their changes', () => {
    const text = withEdits(relu, []).replace(
      ' // small\n}\n',
      `,
  "compare": [
    { "label": "as given" },
    { "model": { "cell": "gru", "hiddenSize": 16 } },
    { "training": { "optimizer": { "name": "sgd" }, "clip": { "norm": 1 } } }
  ]
}
`,
    );
    assert.deepEqual(parseConfig(text).problems, []);
    const variants = comparedVariants(text);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['as given', 'gru, hiddenSize 16', 'optimizer sgd, norm 1'],
    );
    const [given, gru, sgd] = variants.map((variant) => parseConfig(variant.text).config);
    assert.equal(given?.model.activation, 'relu');
    assert.deepEqual([gru?.model.cell, gru?.model.hiddenSize], ['gru', 16]);
    assert.deepEqual([sgd?.training.optimizer.name, sgd?.training.clip?.norm], ['sgd', 1]);
  });

  for (const [entry, message, underlined] of [
    ['{ "model": { "cel": "gru" } }', /^compare\[0\]: model\.cel: there is no such key/, '"gru"'],
    ['{ "training": { "epochs": 0 } }', /^compare\[0\]: training\.epochs: 0 is too small/, '0'],
    [
      '{ "task": { "output": "softmax", "loss": "binaryCrossEntropy" } }',
      /^compare\[0\]: task\.output/,
      '"softmax"',
    ],
    ['{ "data": {} }', /^compare\[0\]\.data: there is no such key/, '"data"'],
    ['{ "model": { "bidirectional": true } }', /^compare\[0\]: training\.truncate: not with/, '{'],
  ] as const) {
    it(`are checked where they are listed: ${entry}`, () => {
      const text = `{ "data": { "generate": "adding" }, "training": { "truncate": 50 }, "compare": [${entry}] }`;
      const [problem, ...others] = parseConfig(text).problems;
      assert.deepEqual(others, []);
      assert.match(problem.message, message);
      assert.ok(text.slice(problem.offset).startsWith(underlined));
    });
  }

  it('are made by one replacement, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (start, before, after, end) => {
        const [from, to] = [start + before + end, start + after + end];
        const { offset, length, content } = replacementOf(from, to);
        assert.equal(from.slice(0, offset) + content + from.slice(offset + length), to);
        assert.ok(length <= before.length && content.length <= after.length);
      }),
    );
  });
});
