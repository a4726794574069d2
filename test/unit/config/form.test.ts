import { strict as assert } from 'node:assert';
import { applyEdits } from 'jsonc-parser';
import { leavesOf, schemaTree } from '../../../src/config/describe';
import { editConfig } from '../../../src/config/edit';
import { formOf, type KnownData } from '../../../src/config/form';
import { configJsonSchema } from '../../../src/config/jsonSchema';
import { parseConfig } from '../../../src/config/parse';
import { presets } from '../../../src/config/presets';
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
  const field = (of: string, path: string, known?: KnownData) =>
    formOf(of, known).fields.find((each) => each.path.join('.') === path);

  it('shows values that are set, and defaults as such', () => {
    const size = field(text, 'model.hiddenSize');
    assert.deepEqual([size?.value, size?.set, size?.default, size?.group], [8, true, 64, 'Model']);
    assert.deepEqual(size?.kind, { type: 'number', words: [], integer: true, minimum: 1, maximum: 4096 });
    const epochs = field(text, 'training.epochs');
    assert.deepEqual([epochs?.value, epochs?.set, epochs?.default], [20, false, 20]);
    assert.deepEqual(field(text, 'task.shape')?.value, 'many-to-one');
    assert.deepEqual(field(text, 'data.split')?.default, 'end');
    assert.deepEqual(field('{ "data": { "generate": "sine" } }', 'data.split')?.default, undefined);
    assert.deepEqual(field('{ "data": { "file": "a.jsonl" } }', 'data.split')?.default, 'random');
    assert.deepEqual(field(text, 'data.targets')?.kind, { type: 'list', of: 'text', fewest: 1 });
    assert.equal(field(text, 'data.targets')?.required, true);
    assert.equal(field(text, 'data.inputs')?.required, false);
  });

  it('shows the limits of numbers, also in lists, and the words allowed instead', () => {
    assert.deepEqual(field(text, 'training.optimizer.learningRate')?.kind, {
      type: 'number',
      words: [],
      integer: false,
      maximum: 100,
      above: 0,
    });
    const share = { integer: false, minimum: 0, below: 1 };
    assert.deepEqual(field(text, 'training.optimizer.betas')?.kind, {
      type: 'list',
      of: share,
      fewest: 2,
      most: 2,
    });
    assert.deepEqual(field(text, 'training.threads')?.kind, {
      type: 'number',
      words: ['auto'],
      integer: true,
      minimum: 1,
      maximum: 64,
    });
  });

  for (const kind of ['table', 'text', 'records', 'task'] as const) {
    it(`has every key of a config of ${kind === 'task' ? 'a task' : kind}, documented, in a group`, () => {
      const data = { table: 'a.csv', text: 'a.txt', records: 'a.jsonl', task: '' }[kind];
      const { fields, groups } = formOf(
        JSON.stringify({ data: data === '' ? { generate: 'sine' } : { file: data } }),
      );
      assert.deepEqual(
        fields.map(({ path }) => path.join('.')).sort(),
        leavesOf(schemaTree(kind))
          .filter(({ path: [, key] }) => key !== 'columns') // the preview shows it
          .map(({ path }) => path.join('.'))
          .sort(),
      );
      for (const { path, description, group } of fields) {
        assert.ok(description.length > 0 && !description.includes('`'), path.join('.'));
        assert.ok(
          groups.some(({ name }) => name === group),
          path.join('.'),
        );
      }
      assert.ok(groups.every(({ description }) => description.length > 0));
    });
  }

  it('states what keys without effect need from the other choices', () => {
    assert.deepEqual(
      [field(text, 'model.variant')?.value, field(text, 'model.variant')?.needs],
      ['original', undefined],
    );
    assert.equal(field(text, 'model.activation')?.needs, 'only with "cell": "rnn"');
    assert.equal(field(edited(['model', 'cell'], 'rnn'), 'model.activation')?.needs, undefined);
    const foreign = edited(['model', 'activation'], 'relu');
    assert.match(field(foreign, 'model.activation')?.problem?.message ?? '', /^only with "cell": "rnn"/);
    assert.equal(field(foreign, 'model.activation')?.needs, undefined);
  });

  it('shows no default for a key that does nothing until the file has it', () => {
    const patience = field(text, 'training.earlyStopping.patience');
    assert.deepEqual([patience?.value, patience?.unset], [undefined, 'off']);
    const other = edited(['training', 'earlyStopping', 'minDelta'], 0.1);
    assert.equal(field(other, 'training.earlyStopping.patience')?.value, 5);
  });

  it('shows a problem at its field, with its line, an error before a warning', () => {
    const size = field(edited(['model', 'hiddenSize'], 0), 'model.hiddenSize');
    assert.deepEqual(size?.problem, {
      message: '0 is too small; 1 or more is valid',
      severity: 'error',
      line: 6,
      path: ['model', 'hiddenSize'],
    });
    const dropout = field(edited(['model', 'dropout'], 0.5), 'model.dropout');
    assert.equal(dropout?.problem?.severity, 'warning');
    const missing = { path: ['data', 'targets', 0], message: 'data.targets: there is no column "x"' };
    assert.equal(
      field(text, 'data.targets', { problems: [missing] })?.problem?.message,
      'there is no column "x"',
    );
  });

  it('shows problems of no field at their group, and those of no group above all', () => {
    const wrong = text.replace('"hiddenSize": 8', '"hiddenSize": 8, "init": { "gian": 2 }');
    const inGroup = formOf(wrong).groups.filter(({ problems }) => problems.length > 0);
    assert.deepEqual(
      inGroup.map(({ name, problems }) => [name, problems[0].line]),
      [['Initial weights', 6]],
    );
    assert.match(inGroup[0].problems[0].message, /did you mean "gain"/);
    const unknown = formOf('{ "data": { "generate": "sine" }, "modle": {} }');
    assert.match(unknown.problems[0].message, /did you mean "model"/);
    assert.ok(unknown.editable);
    const broken = formOf(text.replace('"gru",', '"gru"'));
    assert.ok(!broken.editable);
    assert.equal(broken.problems[0].line, 6);
  });

  it('offers the columns of the data file, and the numeric ones as default inputs', () => {
    const columns = [
      { name: 'day', holds: 'dates', numeric: false },
      { name: 'x', holds: 'numbers', numeric: true },
    ];
    const inputs = field(text, 'data.inputs', { columns });
    assert.deepEqual(inputs?.kind, {
      type: 'columns',
      many: true,
      columns: [
        { name: 'day', holds: 'dates' },
        { name: 'x', holds: 'numbers' },
      ],
    });
    assert.deepEqual([inputs?.value, inputs?.set], [['x'], false]);
    const group = field(text, 'data.group', { columns });
    assert.ok(group?.kind.type === 'columns' && !group.kind.many);
  });

  it('names the compared variants, and their errors', () => {
    assert.deepEqual(field(text, 'compare')?.value, ['rnn', 'lstm', 'gru']);
    const listed = `${text.trimEnd().slice(0, -1)}, "compare": [
      { "label": "wide", "model": { "hiddenSize": 16 } },
      { "model": { "hiddenSize": 0 } }
    ] }`;
    const compare = field(listed, 'compare');
    assert.deepEqual(compare?.value, ['wide', 'hiddenSize 0']);
    assert.match(compare?.problem?.message ?? '', /0 is too small/);
  });

  it('can be drawn for any text', () => {
    for (const broken of [
      '',
      '{',
      '[]',
      '3',
      '{ "data": 3 }',
      '{ "training": { "clip": 1 } }',
      text.slice(0, 60),
    ]) {
      const { fields, problems, groups } = formOf(broken);
      assert.ok(fields.length > 20);
      const shown = problems.length + groups.reduce((sum, group) => sum + group.problems.length, 0);
      assert.ok(shown + fields.filter(({ problem }) => problem).length > 0, broken);
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

  it('write a short list on one line, whatever stands in it, and a long one on several', () => {
    assert.ok(edited(['probe', 'sequences'], [0, 17, 4]).includes('"sequences": [0, 17, 4]'));
    const names = ['a [°C], "b"', 'c$&'];
    const after = edited(['data', 'inputs'], names);
    assert.ok(after.includes(`"inputs": [${names.map((name) => JSON.stringify(name)).join(', ')}]`), after);
    assert.deepEqual(parseConfig(after).config?.data, { ...parseConfig(after).config?.data, inputs: names });
    const again = edited(['data', 'inputs'], ['c'], after);
    assert.ok(again.includes('"inputs": ["c"]'), again);
    const many = edited(
      ['probe', 'sequences'],
      Array.from({ length: 60 }, (_, index) => index),
    );
    assert.ok(many.split('\n').length > 60);
  });

  it('write a number where a key takes a word or a number', () => {
    assert.equal(parseConfig(edited(['probe', 'every'], '50')).config?.probe.every, 50);
    assert.equal(parseConfig(edited(['probe', 'every'], 'epoch')).config?.probe.every, 'epoch');
  });
});

describe('a suggested config', () => {
  for (const cell of ['rnn', 'lstm', 'gru'] as const) {
    it(`parses without a problem, with comments, for ${cell}`, () => {
      for (const suggestion of [
        { file: 'a.csv', inputs: ['day', 'max "°C"'], targets: ['max "°C"'], cell },
        { file: 'a b.tsv', targets: ['sky'], cell },
        { file: 'book.txt', cell },
        { file: 'names.txt', lines: true, cell },
        { file: 'x.jsonl', inputs: ['x'], targets: ['y'], cell },
        ...presets.map(({ task }) => ({ generate: task, cell })),
      ]) {
        const made = suggestConfig(suggestion);
        const { config, problems } = parseConfig(made);
        assert.deepEqual(problems, [], made);
        assert.equal(config?.model.cell, cell);
        assert.ok(made.includes('//'));
      }
    });
  }

  it('of a task has a hint of what to look for', () => {
    for (const { task, name, look } of presets) {
      const made = suggestConfig({ generate: task, cell: 'lstm' });
      const comment = made.slice(0, made.indexOf('"data"')).replaceAll(/\s*\/\/ /g, ' ');
      assert.ok(comment.includes(name) && comment.includes(look), made);
      assert.ok(made.split('\n').every((line) => line.length <= 110));
    }
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
