import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseConfig, pathAt, rangeOf } from '../../../src/config/parse';
import { isSameConfig, printResolved, readResolved } from '../../../src/config/resolved';

/** A config with a fault, its message, and the text under the squiggle. */
const faults: readonly [text: string, message: RegExp, underlined: string][] = [
  ['', /^the config is empty/, ''],
  ['[1]', /^the config: expected an object/, '[1]'],
  [
    '{ "data": { "file": "a.csv", "targets": ["x"] } "model": {} }',
    /^line 1, column 49: comma expected/,
    '"model"',
  ],
  ['{}', /^data: expected an object with "file" .* or "generate"/, '{'],
  ['{ "data": {} }', /^data: say which "file" to read, or which synthetic task to "generate"/, '{}'],
  ['{ "data": { "file": "a.csv", "generate": "copy" } }', /exclude each other/, '"copy"'],
  ['{ "data": { "file": 3 } }', /^data\.file: expected the path of a file/, '3'],
  ['{ "data": { "file": "a.xlsx" } }', /^data\.file: "a\.xlsx" cannot be read; save it as \.csv/, '"a.xlsx"'],
  ['{ "data": { "file": "a.csv" } }', /^data\.targets: is missing/, '"data"'],
  ['{ "data": { "file": "a.csv", "targets": [] } }', /^data\.targets: must not be empty/, '[]'],
  ['{ "data": { "file": "a.csv", "targets": "x" } }', /^data\.targets: "x" is not a list in \[ \]/, '"x"'],
  [
    '{ "data": { "file": "a.csv", "targets": ["x"], "windw": 5 } }',
    /^data\.windw: there is no such key; did you mean "window"\?/,
    '"windw"',
  ],
  [
    '{ "data": { "file": "a.csv", "targets": ["x"], "normalize": "standrad" } }',
    /^data\.normalize: "standrad" is not one of standard, minmax, none; did you mean "standard"\?/,
    '"standrad"',
  ],
  [
    '{ "data": { "file": "a.txt", "target": ["x"] } }',
    /^data\.target: there is no such key; valid: file, as, tokens, vocabulary, minCount, lowercase, sequences, window, stride, validation, split/,
    '"target"',
  ],
  [
    '{ "data": { "generate": "adding", "length": 1 } }',
    /^data\.length: 1 is too small; 2 or more is valid/,
    '1',
  ],
  ['{ "data": { "generate": "adding", "length": 2.5 } }', /^data\.length: 2\.5 is not a whole number/, '2.5'],
  ['{ "data": { "generate": "ading" } }', /"ading" is not one of .*did you mean "adding"\?/, '"ading"'],
  [
    '{ "data": { "generate": "copy" }, "modle": {} }',
    /^modle: there is no such key; did you mean "model"\?/,
    '"modle"',
  ],
  [
    '{ "data": { "generate": "copy" }, "training": { "optimizer": { "learningRate": "fast" } } }',
    /^training\.optimizer\.learningRate: "fast" is not a number/,
    '"fast"',
  ],
  [
    '{ "data": { "generate": "copy" }, "training": { "threads": "many" } }',
    /^training\.threads: "many" is not valid here; use "auto" or a whole number/,
    '"many"',
  ],
  [
    '{ "data": { "generate": "copy" }, "model": { "cell": "lstm", "activation": "relu" } }',
    /^model\.activation: only with "cell": "rnn", here it is "lstm"/,
    '"activation"',
  ],
  [
    '{ "data": { "generate": "copy" }, "model": { "cell": "rnn", "init": { "forgetBias": 1 } } }',
    /^model\.init\.forgetBias: only with "cell": "lstm"/,
    '"forgetBias"',
  ],
  [
    '{ "data": { "generate": "copy" }, "task": { "loss": "crossEntropy", "output": "sigmoid" } }',
    /^task\.output: "sigmoid" does not go with "loss": "crossEntropy"; use "softmax"/,
    '"sigmoid"',
  ],
  [
    '{ "data": { "generate": "copy" }, "model": { "bidirectional": true }, "training": { "truncate": 5 } }',
    /^training\.truncate: not with "bidirectional": true/,
    '5',
  ],
  [
    '{ "data": { "generate": "copy", "validation": 0 }, "training": { "earlyStopping": {} } }',
    /^training\.earlyStopping: needs a validation set/,
    '{}',
  ],
];

describe('reading a config', () => {
  for (const [text, message, underlined] of faults) {
    it(`reports the error in ${text || 'an empty text'}`, () => {
      const { config, problems } = parseConfig(text);
      assert.equal(config, undefined);
      assert.equal(problems.length, 1, problems.map((problem) => problem.message).join(' | '));
      assert.match(problems[0].message, message);
      const { offset, length } = problems[0];
      assert.equal(text.slice(offset, offset + length), underlined);
    });
  }

  it('suggests the likely key or value for one that is nearly right', () => {
    const meantIn = (text: string) => parseConfig(text).problems.map(({ meant }) => meant);
    assert.deepEqual(
      meantIn('{ "data": { "generate": "copy" }, "model": { "cel": "lstm" }, "task": { "loss": "msee" } }'),
      ['cell', 'mse'],
    );
    assert.deepEqual(meantIn('{ "data": { "generate": "copy" }, "model": { "unlike": 1, "layers": 0 } }'), [
      undefined,
      undefined,
    ]);
    assert.deepEqual(
      meantIn('{ "data": { "generate": "copy" }, "compare": [{ "model": { "cell": "lsmt" } }] }'),
      ['lstm'],
    );
  });

  it('finds every fault at once, in the order of the text', () => {
    const { problems } = parseConfig(
      '{ "data": { "generate": "copy", "length": -1 }, "model": { "layers": 0 }, "training": { "epoch": 3 } }',
    );
    assert.deepEqual(
      problems.map(({ path }) => path.join('.')),
      ['data.length', 'model.layers', 'training.epoch'],
    );
  });

  it('warns about keys without effect, and can be trained nevertheless', () => {
    const text =
      '{ "data": { "generate": "copy" }, "model": { "dropout": 0.5 }, "training": { "optimizer": { "name": "sgd", "betas": [0.9, 0.99] } } }';
    const { config, problems } = parseConfig(text);
    assert.ok(config);
    assert.deepEqual(
      problems.map(({ severity, path }) => [severity, path.join('.')]),
      [
        ['warning', 'model.dropout'],
        ['warning', 'training.optimizer.betas'],
      ],
    );
  });

  it('allows comments and trailing commas, and fills in every default', () => {
    const { config, problems } = parseConfig(`{
      // what to learn
      "data": { "file": "weather.csv", "targets": ["temp"], },
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.data, {
      kind: 'table',
      file: 'weather.csv',
      layout: 'long',
      gaps: 'split',
      targets: ['temp'],
      window: 30,
      horizon: 1,
      stride: 1,
      normalize: 'standard',
      missing: 'previous',
      validation: 0.2,
    });
    assert.equal(config?.task.shape, 'many-to-one');
    assert.deepEqual(config?.training.optimizer.betas, [0.9, 0.999]);
  });

  it('recognises the kind of data, and with it the default shape', () => {
    const shapes = (data: string) => {
      const { config } = parseConfig(`{ "data": ${data} }`);
      return [config?.data.kind, config?.task.shape];
    };
    assert.deepEqual(shapes('{ "file": "a.tsv", "targets": ["x"] }'), ['table', 'many-to-one']);
    assert.deepEqual(shapes('{ "file": "a.txt", "targets": ["x"] }'), ['table', 'many-to-one']);
    assert.deepEqual(shapes('{ "file": "a.jsonl", "inputs": ["x"], "targets": ["y"] }'), [
      'records',
      'many-to-many',
    ]);
    assert.deepEqual(shapes('{ "file": "book.md" }'), ['text', 'many-to-many']);
    assert.deepEqual(shapes('{ "generate": "temporal-order" }'), ['task', 'many-to-one']);
    assert.deepEqual(shapes('{ "generate": "sine" }'), ['task', 'many-to-many']);
  });

  it('reads its own resolved form back, whatever was set', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('rnn', 'lstm', 'gru'),
        fc.integer({ min: 1, max: 4096 }),
        fc.constantFrom('sgd', 'rmsprop', 'adam', 'adamw'),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
        fc.constantFrom(
          '{ "generate": "adding" }',
          '{ "file": "a.csv", "targets": ["x", "y"] }',
          '{ "file": "a.txt" }',
        ),
        (cell, hiddenSize, name, learningRate, truncate, data) => {
          const text = `{ "data": ${data}, "model": { "cell": "${cell}", "hiddenSize": ${hiddenSize} },
            "training": { "optimizer": { "name": "${name}", "learningRate": ${learningRate} }${truncate ? `, "truncate": ${truncate}` : ''} } }`;
          const { config } = parseConfig(text);
          assert.ok(config);
          assert.deepEqual(readResolved(printResolved(config)), config);
          assert.ok(isSameConfig(readResolved(printResolved(config)), config));
        },
      ),
    );
  });

  it('never throws, whatever the text is', () => {
    const valid = '{ "data": { "generate": "copy" }, "model": { "cell": "gru" } }';
    fc.assert(
      fc.property(
        fc.nat(valid.length),
        fc.nat(valid.length),
        fc.string({ maxLength: 6 }),
        (from, to, put) => {
          const text = valid.slice(0, from) + put + valid.slice(Math.max(from, to));
          for (const { offset, length } of parseConfig(text).problems) {
            assert.ok(offset >= 0 && offset + length <= text.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('places in a config', () => {
  const text = '{ "model": { "cell": "lstm", "init": { "gain": 2 } } }';

  it('are found from a path and from an offset', () => {
    const { offset, length } = rangeOf(text, ['model', 'init', 'gain']);
    assert.equal(text.slice(offset, offset + length), '2');
    assert.deepEqual(pathAt(text, text.indexOf('lstm')), ['model', 'cell']);
    assert.deepEqual(pathAt(text, text.indexOf('"gain"') + 2), ['model', 'init', 'gain']);
  });

  it('fall back to the key of what encloses a missing one', () => {
    const { offset, length } = rangeOf(text, ['model', 'init', 'forgetBias']);
    assert.equal(text.slice(offset, offset + length), '"init"');
  });
});
