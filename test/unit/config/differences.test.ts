import assert from 'node:assert/strict';
import { differencesOf, differenceText } from '../../../src/config/differences';
import { configOf } from '../run/storedRun';

describe('differences between configs', () => {
  const words = (...configs: readonly ReturnType<typeof configOf>[]) => {
    const differences = differencesOf(configs);
    return configs.map((_, n) => differenceText(differences, n));
  };

  it('are empty for a config and itself', () => {
    assert.deepEqual(differencesOf([configOf(), configOf()]), []);
  });

  it('are the keys whose values differ in any, with the value of each', () => {
    assert.deepEqual(
      words(
        configOf({ hiddenSize: 8 }),
        configOf({ hiddenSize: 64 }),
        configOf({ hiddenSize: 8, dropout: 0.2 }),
      ),
      ['hiddenSize 8, dropout 0', 'hiddenSize 64, dropout 0', 'hiddenSize 8, dropout 0.2'],
    );
  });

  it('name a cell by itself, and leave out what a config does not set', () => {
    const [lstm, gru] = words(configOf(), configOf({ cell: 'gru' }));
    assert.match(lstm, /^lstm\b/);
    assert.match(gru, /^gru\b/);
    const [without, with_] = words(configOf(), configOf({}, { clip: { norm: 1 } }));
    assert.deepEqual([without, with_], ['', 'clip norm 1']);
  });

  it('are found between kinds of data, too', () => {
    assert.deepEqual(words(configOf({}, {}, { length: 30 }), configOf()), ['length 30', 'length 20']);
  });
});
