/**
 * Messages that the panel's page may send, and messages that are refused: valid ones of each type, and
 * changes that break them.
 */
import { strict as assert } from 'node:assert';
import { readPanelMessage } from '../../../../src/host/panel/readPanelMessage';
import type { PanelToHost } from '../../../../src/protocol/panel';
import type { PatternQuestion } from '../../../../src/protocol/worker';

const ask = { prompt: 'Ad', length: 20, temperature: 0.5, topK: null, seed: 1 };
const question: PatternQuestion = {
  update: 9,
  layer: 'l0',
  state: 'c',
  context: 20,
  pattern: {
    units: [{ unit: 3, sign: -1 }],
    ignored: [],
    threshold: 0.3,
    length: 4,
    offBefore: true,
    offAfter: false,
  },
  origin: { sequence: 0, from: 2, to: 6 },
};
const source = { of: 'snapshot', update: 3, probe: null } as const;
const requested = { source, name: 'rnn.weight_hh_l0' } as const;
const long = 'x'.repeat(100_000);

/** For each type, valid messages without the type, and the changes that break the first of them. */
const table: {
  readonly [T in PanelToHost['type']]: {
    readonly good: readonly Omit<Extract<PanelToHost, { type: T }>, 'type'>[];
    readonly broken: readonly Readonly<Record<string, unknown>>[];
  };
} = {
  ready: { good: [{ folder: null }, { folder: '/runs/a' }], broken: [{ folder: 3 }, { folder: undefined }] },
  explain: {
    good: [{ page: 'math', heading: 'the-diagnosis' }],
    broken: [{ page: '../secret' }, { heading: long }],
  },
  edit: {
    good: [
      { path: ['training', 'optimizer', 'betas'], value: [0.9, 0.99] },
      { path: ['model'], value: null },
      { path: ['data', 'file'], value: 'a.csv' },
    ],
    broken: [
      { path: [] },
      { path: [''] },
      { path: 'a b c d e f g h i'.split(' ') },
      { value: { cell: 'gru' } },
      { value: Number.NaN },
      { value: long },
    ],
  },
  openConfig: {
    good: [{ key: ['data', 'inputs', 0] }, {}],
    broken: [{ key: 'data' }, { key: Array(33).fill('a') }, { key: [-1] }],
  },
  newConfig: { good: [{ from: 'sine' }, { from: 'file' }], broken: [{ from: '/etc/passwd' }] },
  train: { good: [{}], broken: [{ config: '/etc/passwd' }] },
  cancel: { good: [{}], broken: [{ run: 1 }] },
  showSnapshot: {
    good: [{ update: 40 }, { update: null }],
    broken: [{ update: -1 }, { update: 1.5 }, { update: '40' }],
  },
  askSpectrum: {
    good: [{ update: 1, block: 'rnn.weight_hh_l0' }],
    broken: [{ block: long }, { block: '' }, { update: undefined }],
  },
  analyse: {
    good: [
      { update: 1, probe: 0, layer: 'l0' },
      { update: 1, probe: 'validation 7', layer: 'l0' },
    ],
    broken: [{ probe: 'testing 7' }, { probe: 'validation ../7' }, { probe: -1 }, { layer: '' }],
  },
  askEmbedding: {
    good: [
      { of: { update: 1, weight: 'embedding.weight', token: null } },
      { of: { update: 0, weight: 'embedding.sky.weight', token: 'sun' } },
    ],
    broken: [
      { of: { update: -1, weight: 'embedding.weight', token: null } },
      { of: { update: 1, weight: '', token: null } },
      { of: { update: 1, weight: 'embedding.weight', token: long } },
      { of: null },
    ],
  },
  askTensors: {
    good: [
      { tensors: [requested] },
      { tensors: [{ source: { of: 'changed', whatIf: 'a 1' }, name: 'l0.h' }] },
      { tensors: [{ source: { of: 'compared', comparison: 1, run: 0, update: 4 }, name: 'l0.h' }] },
      { tensors: [] },
    ],
    broken: [
      { tensors: [{ source }] },
      { tensors: [{ ...requested, source: { ...source, of: 'file' } }] },
      { tensors: [{ ...requested, source: { ...source, folder: '/etc' } }] },
      { tensors: Array(1001).fill(requested) },
    ],
  },
  pickSequence: {
    good: [
      { update: 1, query: { by: 'worst' } },
      { update: 1, query: { by: 'sequence', set: null, sequence: 7 } },
      { update: 1, query: { by: 'line', file: '/data.csv', line: 0 } },
      { update: 1, query: { by: 'generated', id: 3, ask } },
    ],
    broken: [
      { query: { by: 'luck' } },
      { query: { by: 'line', file: '', line: 0 } },
      { query: { by: 'generated', id: 3, ask: { ...ask, length: -1 } } },
      { query: { by: 'generated', ask } },
      { pick: { by: 'best' } },
    ],
  },
  cancelPick: { good: [{}], broken: [{ update: 1 }] },
  debug: {
    good: [{ update: 1, set: 'training', sequence: 0 }],
    broken: [{ set: 'testing' }, { sequence: 0.5 }, { program: 'sh' }],
  },
  goToStep: { good: [{ step: 3 }], broken: [{ step: -3 }, { step: null }] },
  findPattern: {
    good: [{ id: 1, question }],
    broken: [
      { question: { ...question, pattern: { ...question.pattern, units: [] } } },
      { question: { ...question, pattern: { ...question.pattern, units: [{ unit: 3, sign: 0 }] } } },
      { question: { ...question, pattern: { ...question.pattern, threshold: 0 } } },
      { question: { ...question, pattern: { ...question.pattern, length: 0 } } },
      { question: { ...question, context: 101 } },
      { id: -1 },
    ],
  },
  stopPattern: { good: [{}], broken: [{ id: 1 }] },
  showFinding: { good: [{ finding: 0 }], broken: [{ finding: -1 }] },
  applyFix: { good: [{ finding: 0, fix: 1 }], broken: [{ fix: undefined }, { edits: [] }] },
  tryFix: { good: [{ finding: 0, fix: 1 }], broken: [{ fix: 'all' }] },
  applyTried: { good: [{}], broken: [{ fix: 1 }] },
  closeComparison: { good: [{}], broken: [{ id: 1 }] },
  askComparedTraces: { good: [{ id: 1 }], broken: [{ id: null }] },
  save: {
    good: [{ kind: 'csv', name: 'weather h', bytes: Uint8Array.of(1, 2) }],
    broken: [
      { kind: 'exe' },
      { bytes: [1, 2] },
      { bytes: new Uint8Array(128e6 + 1) },
      { path: '/etc/passwd' },
      { name: long },
    ],
  },
  copyTensor: {
    good: [
      { tensor: { update: 3, probe: null, name: 'rnn.weight_hh_l0' }, text: null },
      { tensor: { update: 3, probe: 0, name: 'l0.h' }, text: 'np.array([1])' },
    ],
    broken: [{ text: 'x'.repeat(2_000_000) }, { tensor: { update: 3, name: 'l0.h' } }],
  },
};

describe('a message from the panel', () => {
  for (const [type, { good, broken }] of Object.entries(table)) {
    it(`of type "${type}" is let through, and nothing that only looks like it`, () => {
      for (const each of good) {
        assert.deepEqual(readPanelMessage({ type, ...each }), { type, ...each });
      }
      for (const change of [...broken, { more: 1 }]) {
        const answer = readPanelMessage({ type, ...good[0], ...change });
        assert.ok(typeof answer === 'string', `${type} with ${Object.keys(change)} was let through`);
        assert.match(answer, /^The panel sent a message "\w+" that is not understood: /);
      }
    });
  }

  it('is refused if it is not a known message', () => {
    for (const data of [undefined, null, 'train', 7, [], {}, { type: 'delete' }, { type: null }]) {
      assert.match(String(readPanelMessage(data)), /^The panel sent a message.* that is not understood: /);
    }
  });

  it('keeps the bytes of a file as they are', () => {
    const bytes = new Uint8Array(1000);
    const answer = readPanelMessage({ type: 'save', kind: 'png', name: 'a', bytes });
    assert.ok(typeof answer === 'object' && answer.type === 'save');
    assert.equal(answer.bytes, bytes);
  });
});
