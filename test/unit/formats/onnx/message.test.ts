import assert from 'node:assert/strict';
import { Message } from '../../../../src/formats/onnx/message';

const hex = (message: Message) => Buffer.from(message.encoded()).toString('hex');

describe('a protobuf message', () => {
  // The examples of https://protobuf.dev/programming-guides/encoding.
  it('writes the examples of the format’s own documentation', () => {
    assert.equal(hex(new Message().integer(1, 150)), '089601');
    assert.equal(hex(new Message().text(2, 'testing')), '120774657374696e67');
    assert.equal(hex(new Message().message(3, new Message().integer(1, 150))), '1a03089601');
    assert.equal(hex(new Message().integer(1, -2)), '08feffffffffffffffff01');
  });

  it('writes fields in order, repeated ones one by one, and numbers of 64 bits', () => {
    assert.equal(hex(new Message().integers(1, [3, 270]).texts(2, ['', 'ä'])), '0803088e0212001202c3a4');
    assert.equal(hex(new Message().integer(1, 2n ** 63n - 1n)), '08ffffffffffffffff7f');
    assert.equal(hex(new Message().integer(16, 1)), '800101');
    assert.equal(hex(new Message()), '');
  });

  it('does not take what is added to a part later', () => {
    const part = new Message().integer(1, 1);
    const whole = new Message().message(2, part);
    part.integer(1, 2);
    assert.equal(hex(whole), '12020801');
  });
});
