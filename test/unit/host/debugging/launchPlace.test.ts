import assert from 'node:assert/strict';
import { launchPlace } from '../../../../src/host/debugging/launchPlace';

/** @param marked a `launch.json` with `|` at the cursor */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = launchPlace(text, offset, 'unroll');
  return (
    place && {
      key: place.key,
      config: place.launch.get('config'),
      value: text.slice(place.value.offset, place.value.offset + place.value.length),
    }
  );
}
const one = (body: string) => `{ // the launch.json of this folder
  "version": "0.2.0",
  "configurations": [
    { "type": "node", "program": "a.js" },
    { "type": "unroll", "request": "launch", ${body} },
  ],
}`;

describe('the place of a cursor in launch.json', () => {
  it('is a value with its quotes, wherever the cursor is in it', () => {
    for (const value of ['|"at/b"', '"|at/b"', '"at/|b"', '"at/b"|']) {
      assert.deepEqual(at(one(`"config": ${value}`)), { key: 'config', config: 'at/b', value: '"at/b"' });
    }
  });

  it('is where a value will be, in what is not JSON yet', () => {
    const config = { config: 'b', value: '' };
    assert.deepEqual(at(one('"config": "b", "run": |')), { key: 'run', ...config });
    assert.deepEqual(at(one('"run": |, "config": "b"')), { key: 'run', ...config });
    assert.deepEqual(at(one('"config": "b", "sequence": 1|')), { key: 'sequence', config: 'b', value: '1' });
    assert.deepEqual(at(one('"run": "|",\n"config": "b"')), { key: 'run', config: 'b', value: '""' });
  });

  it('is none at a key, in a configuration of another type, and elsewhere', () => {
    assert.equal(at(one('"con|fig": "b"')), undefined);
    assert.equal(at(one('"config": "b"').replace('a.js', 'a|.js')), undefined);
    assert.equal(at(one('"config": "b"').replace('0.2.0', '0.2|.0')), undefined);
    assert.equal(at(one('"config": ["|"]')), undefined);
    assert.equal(at('|'), undefined);
    assert.equal(at('{ "configurations": [ "|" ] }'), undefined);
  });
});
