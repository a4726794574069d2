import { strict as assert } from 'node:assert';
import { readPanelMessage } from '../../../src/host/panelMessages';

describe('the border of the panel', () => {
  it('lets through what the protocol knows', () => {
    const edit = { type: 'edit', path: ['training', 'optimizer', 'betas'], value: [0.9, 0.99] };
    assert.deepEqual(readPanelMessage(edit), edit);
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
