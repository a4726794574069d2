/** What is typed for a text: valid numbers, restored values, and an id that tells texts apart. */
import { strict as assert } from 'node:assert';
import { firstAsk, idOf, isAsk, withTyped } from '../../../../webview/state/ask';

describe('what a text is asked with', () => {
  it('takes valid numbers alone', () => {
    assert.deepEqual(withTyped(firstAsk, 'length', ' 12 '), { ...firstAsk, length: 12 });
    assert.deepEqual(withTyped(firstAsk, 'temperature', '0.5'), { ...firstAsk, temperature: 0.5 });
    assert.deepEqual(withTyped({ ...firstAsk, topK: 4 }, 'topK', ''), firstAsk);
    assert.deepEqual(withTyped(firstAsk, 'seed', '0'), { ...firstAsk, seed: 0 });
    for (const [field, typed] of [
      ['length', '0'],
      ['length', '1.5'],
      ['length', ''],
      ['length', '5001'],
      ['temperature', '-0.1'],
      ['temperature', 'warm'],
      ['topK', '0'],
      ['seed', '4294967296'],
    ] as const) {
      assert.equal(withTyped(firstAsk, field, typed), undefined, `${field} ${typed}`);
    }
  });

  it('is restored only whole', () => {
    assert.ok(isAsk({ ...firstAsk, topK: 3 }));
    for (const broken of [null, 'a', {}, { ...firstAsk, prompt: 1 }, { ...firstAsk, seed: '1' }]) {
      assert.ok(!isAsk(broken));
    }
  });

  it('has an id that differs with each of its parts', () => {
    const others = [
      firstAsk,
      { ...firstAsk, prompt: 'a' },
      { ...firstAsk, length: 20 },
      { ...firstAsk, temperature: 0 },
      { ...firstAsk, topK: 1 },
      { ...firstAsk, seed: 2 },
    ];
    assert.equal(new Set(others.map(idOf)).size, others.length);
    assert.equal(idOf({ ...firstAsk }), idOf(firstAsk));
  });
});
