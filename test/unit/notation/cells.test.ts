import assert from 'node:assert/strict';
import {
  blockOfGate,
  carryGate,
  cellNames,
  gateBlocks,
  gateLetters,
  gateText,
  gateTitle,
  isCandidate,
} from '../../../src/notation/cells';

describe('the cells', () => {
  it("have their blocks in PyTorch's order; an RNN's block is not a gate", () => {
    assert.deepEqual(
      cellNames.map((cell) => gateBlocks[cell].join('')),
      ['', 'ifgo', 'rzn'],
    );
    assert.deepEqual(
      cellNames.map((cell) => gateLetters(cell).length),
      [0, 4, 3],
    );
  });

  it('find the place of every gate by its letter', () => {
    for (const cell of cellNames) {
      for (const [index, letter] of gateLetters(cell).entries()) {
        assert.deepEqual(blockOfGate(letter), { index, letters: gateBlocks[cell] });
      }
    }
    assert.equal(blockOfGate(''), undefined);
    assert.equal(blockOfGate('q'), undefined);
  });

  it('have one candidate where they have gates, which is never the gate that carries', () => {
    for (const cell of ['lstm', 'gru'] as const) {
      assert.equal(gateLetters(cell).filter(isCandidate).length, 1);
      assert.ok(gateLetters(cell).includes(carryGate[cell]) && !isCandidate(carryGate[cell]));
    }
    assert.equal(carryGate.rnn, null);
  });

  it('have a name for every gate that ends in its symbol', () => {
    const letters = cellNames.flatMap(gateLetters);
    assert.deepEqual(letters.map(gateText), [
      'input gate i',
      'forget gate f',
      'candidate C̃',
      'output gate o',
      'reset gate r',
      'update gate z',
      'candidate h̃',
    ]);
    assert.equal(gateTitle('g'), 'Candidate C̃');
    assert.equal(gateTitle('q'), 'Gate q');
  });
});
