import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellNames, gateLetters } from '../../../src/notation/cells';
import {
  blockText,
  decoderOf,
  encoderOf,
  inputName,
  isOfDecoder,
  isReverse,
  type LayerPlace,
  layerName,
  layerNamesIn,
  layerText,
  nameInFile,
  parseLayerName,
  parseNameInFile,
  parseTensorName,
  parseWeightName,
  storedTensor,
  tensorName,
  weightName,
} from '../../../src/notation/tensorNames';

/** Plain objects, which `deepEqual` accepts for parsed ones. */
const plain = { noNullPrototype: true };
const place: fc.Arbitrary<LayerPlace> = fc.record(
  { decoder: fc.boolean(), layer: fc.nat(200), reverse: fc.boolean() },
  plain,
);
const layer = place.map(layerName);
const letter = fc.constantFrom(...cellNames.flatMap(gateLetters));
const noLetter = fc.constant('');
const state = fc.constantFrom('h', 'c', 'grad.h', 'grad.c');
const tensor = fc.oneof(
  fc.record({ layer, quantity: state, gate: noLetter }, plain),
  fc.record({ layer, quantity: fc.constant('gate'), gate: letter }, plain),
  fc.record({ layer, quantity: fc.constant('preactivation'), gate: fc.oneof(letter, noLetter) }, plain),
);
const kind = fc.constantFrom('weight_ih', 'weight_hh', 'bias_ih', 'bias_hh');
const weight = fc.record({ kind, layer, gate: fc.oneof(letter, noLetter) }, plain);

describe('the name of a layer', () => {
  it('is printed and read', () => {
    const names = ['l0', 'l1_reverse', 'decoder.l0', 'decoder.l12'];
    assert.deepEqual(
      names.map((name) => layerName(parseLayerName(name) ?? { decoder: false, layer: 99, reverse: false })),
      names,
    );
    assert.deepEqual(parseLayerName('decoder.l3_reverse'), { decoder: true, layer: 3, reverse: true });
    fc.assert(fc.property(place, (each) => assert.deepEqual(parseLayerName(layerName(each)), each)));
  });

  it('has no other form', () => {
    for (const name of [
      '',
      'l',
      '0',
      'l01',
      'l0.h',
      'l0_back',
      'l0_reverse_reverse',
      'encoder.l0',
      'Decoder.l0',
      'xl0',
    ]) {
      assert.equal(parseLayerName(name), undefined, name);
    }
  });

  it('states where the layer belongs and which way it reads', () => {
    fc.assert(
      fc.property(place, (each) => {
        const name = layerName(each);
        assert.equal(isOfDecoder(name), each.decoder);
        assert.equal(isReverse(name), each.reverse);
        assert.equal(isOfDecoder(tensorName(name, 'h')), each.decoder);
      }),
    );
    assert.equal(decoderOf('l0'), 'decoder.l0');
    assert.equal(encoderOf('decoder.l0'), 'l0');
    assert.deepEqual([inputName(false), inputName(true)], ['x', 'decoder.x']);
  });

  it('is shown in words', () => {
    assert.deepEqual(['l0', 'l1_reverse', 'decoder.l0', 'best'].map(layerText), [
      'layer 0',
      'layer 1 backward',
      'decoder layer 0',
      'best',
    ]);
  });
});

describe('the name of a tensor', () => {
  it('is printed and read', () => {
    assert.equal(tensorName('l0', 'h'), 'l0.h');
    assert.equal(tensorName('l0_reverse', 'grad.c'), 'l0_reverse.grad.c');
    assert.equal(tensorName('decoder.l1', 'gate', 'f'), 'decoder.l1.gate.f');
    assert.equal(tensorName('l0', 'preactivation', 'n'), 'l0.preactivation.n');
    fc.assert(
      fc.property(tensor, (each) =>
        assert.deepEqual(parseTensorName(tensorName(each.layer, each.quantity, each.gate)), each),
      ),
    );
  });

  it('has no other form', () => {
    const others = [
      'x',
      'y',
      'target',
      'loss',
      'decoder.x',
      'l0',
      'l0.',
      'l0.gate',
      'l0.h.f',
      'l0.grad',
      'l0.grad.h.f',
      'l0.gate.ff',
      'p1.l0.h',
      'l0.hh',
      'l0.output',
    ];
    for (const name of others) {
      assert.equal(parseTensorName(name), undefined, name);
    }
  });

  it('identifies the layers of a trace, in its order', () => {
    const names = ['x', 'l0.h', 'l0.grad.h', 'l0.c', 'l0_reverse.h', 'decoder.x', 'decoder.l0.h', 'p1.l0.h'];
    assert.deepEqual(layerNamesIn(names), ['l0', 'l0_reverse', 'decoder.l0']);
  });
});

describe('the name of a weight', () => {
  it('is printed and read', () => {
    assert.equal(weightName('weight_hh', 'l0_reverse'), 'rnn.weight_hh_l0_reverse');
    assert.equal(weightName('weight_hh', 'l0', 'f'), 'rnn.weight_hh_l0.f');
    assert.equal(weightName('bias_ih', 'decoder.l1'), 'decoder.bias_ih_l1');
    assert.deepEqual(parseWeightName('decoder.weight_ih_l2_reverse.z'), {
      kind: 'weight_ih',
      layer: 'decoder.l2_reverse',
      gate: 'z',
    });
    fc.assert(
      fc.property(weight, (each) =>
        assert.deepEqual(parseWeightName(weightName(each.kind, each.layer, each.gate)), each),
      ),
    );
  });

  it('has no other form', () => {
    const others = [
      'readout.weight',
      'rnn.weight_hh',
      'weight_hh_l0',
      'best.rnn.weight_hh_l0',
      'rnn.weight_ho_l0',
      'rnn.weight_hh_l0.ff',
      'lstm.weight_hh_l0',
      'optimizer.m.rnn.bias_ih_l0',
    ];
    for (const name of others) {
      assert.equal(parseWeightName(name), undefined, name);
    }
  });

  it('is shown in words', () => {
    assert.deepEqual(
      [
        'rnn.weight_hh_l0',
        'rnn.weight_hh_l0.f',
        'rnn.weight_hh_l1_reverse.n',
        'decoder.weight_hh_l0.g',
        'readout.weight',
      ].map(blockText),
      [
        'layer 0',
        'layer 0, forget gate f',
        'layer 1 backward, candidate h̃',
        'decoder layer 0, candidate C̃',
        'readout.weight',
      ],
    );
  });
});

describe('the stored tensor of a name', () => {
  it('is the whole tensor of which a gate has rows or columns', () => {
    assert.deepEqual(storedTensor('l0.preactivation.f'), { whole: 'l0.preactivation', gate: 'f' });
    assert.deepEqual(storedTensor('decoder.weight_hh_l0.z'), { whole: 'decoder.weight_hh_l0', gate: 'z' });
    for (const whole of ['l0.preactivation', 'l0.gate.f', 'rnn.weight_hh_l0', 'y', 'readout.bias']) {
      assert.deepEqual(storedTensor(whole), { whole, gate: '' });
    }
  });

  it("has its probe's number in a file of traces, except for the first", () => {
    assert.equal(nameInFile(0, 'l0.h'), 'l0.h');
    assert.equal(nameInFile(2, 'decoder.x'), 'p2.decoder.x');
    const own = fc.oneof(
      fc.constantFrom('x', 'y', 'decoder.x'),
      tensor.map((each) => tensorName(each.layer, each.quantity, each.gate)),
    );
    fc.assert(
      fc.property(fc.nat(30), own, (probe, name) =>
        assert.deepEqual(parseNameInFile(nameInFile(probe, name)), { probe, own: name }),
      ),
    );
  });
});
