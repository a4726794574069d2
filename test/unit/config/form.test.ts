import { strict as assert } from 'node:assert';
import { applyEdits } from 'jsonc-parser';
import { editConfig } from '../../../src/config/edit';
import { formFields } from '../../../src/config/form';
import { configJsonSchema } from '../../../src/config/jsonSchema';
import { parseConfig } from '../../../src/config/parse';
import { suggestConfig } from '../../../src/config/suggest';

const text = `{
  // the data
  "data": { "file": "a.csv", "targets": ["x"] }, /* a table */
  "model": {
    "cell": "gru", // gated
    "hiddenSize": 8
  }
}
`;

const edited = (path: string[], value: Parameters<typeof editConfig>[2], from = text) =>
  applyEdits(from, [...editConfig(from, path, value)]);

describe('the form of a config', () => {
  const field = (of: string, path: string) => formFields(of).find((each) => each.path.join('.') === path);

  it('shows values that are set, and defaults as such', () => {
    const size = field(text, 'model.hiddenSize');
    assert.deepEqual([size?.value, size?.set, size?.group], [8, true, 'Model']);
    assert.deepEqual(size?.kind, { type: 'number', integer: true, minimum: 1, maximum: 4096 });
    const epochs = field(text, 'training.epochs');
    assert.deepEqual([epochs?.value, epochs?.set], [20, false]);
    assert.deepEqual(field(text, 'task.shape')?.value, 'many-to-one');
    assert.deepEqual(field(text, 'data.targets')?.kind, { type: 'list', of: 'text' });
    assert.deepEqual(field(text, 'training.optimizer.betas')?.kind, { type: 'list', of: 'number' });
    assert.ok(
      formFields(text).every(({ description }) => description.length > 0 && !description.includes('`')),
    );
  });

  it('leaves out keys that mean nothing with the other choices', () => {
    assert.equal(field(text, 'model.variant')?.value, 'original');
    assert.equal(field(text, 'model.activation'), undefined);
    assert.ok(field(edited(['model', 'cell'], 'rnn'), 'model.activation'));
    assert.equal(field('{ "data": { "generate": "copy" } }', 'data.window'), undefined);
    assert.ok(field('{ "data": { "generate": "copy" } }', 'data.length'));
  });

  it('shows a problem at its field', () => {
    assert.match(
      field(edited(['model', 'hiddenSize'], 0), 'model.hiddenSize')?.problem ?? '',
      /0 is too small/,
    );
  });

  it('can be drawn for any text', () => {
    for (const broken of ['', '{', '[]', '{ "data": 3 }', text.slice(0, 60)]) {
      assert.ok(formFields(broken).length > 20);
    }
  });
});

describe('edits of a config', () => {
  it('keep comments and formatting, and set the value', () => {
    const after = edited(['model', 'hiddenSize'], 16);
    assert.equal(after, text.replace('"hiddenSize": 8', '"hiddenSize": 16'));
  });

  it('make the objects a new key needs', () => {
    const after = edited(['training', 'optimizer', 'learningRate'], 0.01);
    assert.ok(after.includes('// gated') && after.includes('/* a table */'));
    assert.equal(parseConfig(after).config?.training.optimizer.learningRate, 0.01);
  });

  it('remove a key, with parents that it leaves empty but not with their comments', () => {
    const once = edited(['training', 'optimizer', 'learningRate'], 0.01);
    assert.deepEqual(
      parseConfig(edited(['training', 'optimizer', 'learningRate'], null, once)).config,
      parseConfig(text).config,
    );
    assert.ok(!edited(['training', 'optimizer', 'learningRate'], null, once).includes('training'));
    const commented = text.replace('"hiddenSize": 8', '"init": { /* why */ "gain": 2 }');
    assert.ok(edited(['model', 'init', 'gain'], null, commented).includes('/* why */'));
    assert.equal(edited(['model', 'layers'], null), text);
  });

  it('write a number where a key takes a word or a number', () => {
    assert.equal(parseConfig(edited(['probe', 'every'], '50')).config?.probe.every, 50);
    assert.equal(parseConfig(edited(['probe', 'every'], 'epoch')).config?.probe.every, 'epoch');
  });
});

describe('a suggested config', () => {
  const columns = [
    { name: 'day', kind: 'date' as const },
    { name: 'max "°C"', kind: 'number' as const },
    { name: 'sky', kind: 'word' as const },
  ];
  for (const cell of ['rnn', 'lstm', 'gru'] as const) {
    it(`parses without a problem, with comments, for ${cell}`, () => {
      for (const suggestion of [
        { file: 'a.csv', targets: ['max "°C"'], columns, cell },
        { file: 'a b.tsv', targets: ['sky'], cell },
        { file: 'book.txt', cell },
        { file: 'names.txt', lines: true, cell },
        { file: 'x.jsonl', inputs: ['x'], targets: ['y'], cell },
        { generate: 'copy' as const, cell },
        { generate: 'adding' as const, cell },
      ]) {
        const made = suggestConfig(suggestion);
        const { config, problems } = parseConfig(made);
        assert.deepEqual(problems, [], made);
        assert.equal(config?.model.cell, cell);
        assert.ok(made.includes('//'));
      }
    });
  }

  it('reads the date and the numbers, and predicts what was asked', () => {
    const { config } = parseConfig(
      suggestConfig({ file: 'a.csv', targets: ['max "°C"'], columns, cell: 'lstm' }),
    );
    assert.ok(config?.data.kind === 'table');
    assert.deepEqual(config.data.inputs, ['day', 'max "°C"']);
    assert.deepEqual(config.data.targets, ['max "°C"']);
  });
});

describe('the editor’s schema', () => {
  it('documents every key and forbids nothing, so that no problem is shown twice', () => {
    const schema = JSON.stringify(configJsonSchema());
    for (const forbidding of ['additionalProperties', '"required"', '"minimum"', '"maximum"', '"type":']) {
      assert.ok(!schema.includes(forbidding), forbidding);
    }
    for (const key of ['learningRate', 'forgetBias', 'window', 'generate', 'sequences']) {
      assert.ok(schema.includes(`"${key}":{"markdownDescription":`), key);
    }
  });
});
