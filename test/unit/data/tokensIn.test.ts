/** Tokens of a prompt, and the text that tokens make. */
import { strict as assert } from 'node:assert';
import { parseConfig } from '../../../src/config/parse';
import { textOf, tokensIn } from '../../../src/data/tokensIn';

function dataOf(data: object) {
  const { config } = parseConfig(JSON.stringify({ data: { file: 'a.txt', ...data } }));
  assert.ok(config);
  return config.data;
}

describe('the tokens of a text', () => {
  const characters = dataOf({});
  const words = dataOf({ tokens: 'word' });

  it('are characters, with one kind of line break', () => {
    assert.deepEqual(tokensIn(characters, 'a\r\nb😀'), ['a', '\n', 'b', '😀']);
    assert.equal(textOf(characters, ['a', '\n', 'b']), 'a\nb');
  });

  it('are words, which are written as people write them', () => {
    const text = 'Don’t stop, (please): "now"\nYes!';
    const tokens = ['Don’t', 'stop', ',', '(', 'please', ')', ':', '"', 'now', '"', '\n', 'Yes', '!'];
    assert.deepEqual(tokensIn(words, text), tokens);
    assert.equal(textOf(words, tokens), 'Don’t stop, (please): " now "\nYes!');
    assert.deepEqual(tokensIn(dataOf({ tokens: 'word', lowercase: true }), 'Ada B'), ['ada', 'b']);
    assert.deepEqual(tokensIn(words, ''), []);
  });
});
