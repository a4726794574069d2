import { strict as assert } from 'node:assert';
import { readPanelMessage } from '../../../../src/host/panel/panelMessages';

describe('the border of the panel', () => {
  it('lets through what the protocol knows', () => {
    const edit = { type: 'edit', path: ['training', 'optimizer', 'betas'], value: [0.9, 0.99] };
    assert.deepEqual(readPanelMessage(edit), edit);
    const save = { type: 'save', kind: 'csv', name: 'weather h', bytes: Uint8Array.of(1, 2) };
    assert.deepEqual(readPanelMessage(save), save);
    const copy = {
      type: 'copyTensor',
      tensor: { step: 3, probe: null, name: 'rnn.weight_hh_l0' },
      text: null,
    };
    assert.deepEqual(readPanelMessage(copy), copy);
    const pattern = {
      units: [{ unit: 3, sign: -1 }],
      ignored: [],
      threshold: 0.3,
      length: 4,
      offBefore: true,
      offAfter: false,
    };
    const origin = { sequence: 0, from: 2, to: 6 };
    const question = { step: 9, layer: 'l0', state: 'c', pattern, origin, context: 20 };
    const find = { type: 'findPattern', id: 1, question };
    assert.deepEqual(readPanelMessage(find), find);
    const none = { ...find, question: { ...question, pattern: { ...pattern, units: [] } } };
    assert.equal(typeof readPanelMessage(none), 'string');
    assert.deepEqual(readPanelMessage({ type: 'ready', folder: null }), { type: 'ready', folder: null });
  });

  it('says in one line what is wrong with anything else', () => {
    for (const message of [
      undefined,
      'train',
      { type: 'delete' },
      { type: 'edit', path: [], value: 1 },
      { type: 'edit', path: ['model'], value: { cell: 'gru' } },
      { type: 'train', config: '/etc/passwd' },
      { type: 'spectrum', block: 'x'.repeat(100_000) },
      { type: 'save', kind: 'exe', name: 'a', bytes: Uint8Array.of(1) },
      { type: 'save', kind: 'csv', name: 'a', bytes: [1, 2] },
      { type: 'save', kind: 'csv', name: 'a', bytes: Uint8Array.of(1), path: '/etc/passwd' },
      { type: 'copyTensor', tensor: { step: 3, probe: null, name: 'a' }, text: 'x'.repeat(2_000_000) },
    ]) {
      const answer = readPanelMessage(message);
      assert.ok(typeof answer === 'string', JSON.stringify(message));
      assert.doesNotMatch(answer, /\n/);
    }
  });

  it('takes no file that is too large', () => {
    const bytes = new Uint8Array(128e6 + 1);
    const answer = readPanelMessage({ type: 'save', kind: 'csv', name: 'a', bytes });
    assert.ok(typeof answer === 'string' && answer.includes('at most 128000000 bytes'), String(answer));
  });
});
