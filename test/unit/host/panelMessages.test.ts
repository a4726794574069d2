import { strict as assert } from 'node:assert';
import { readPanelMessage } from '../../../src/host/panelMessages';

describe('the border of the panel', () => {
  it('lets through what the protocol knows', () => {
    const edit = { type: 'edit', path: ['training', 'optimizer', 'betas'], value: [0.9, 0.99] };
    assert.deepEqual(readPanelMessage(edit), edit);
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
    ]) {
      const answer = readPanelMessage(message);
      assert.ok(typeof answer === 'string', JSON.stringify(message));
      assert.doesNotMatch(answer, /\n/);
    }
  });
});
