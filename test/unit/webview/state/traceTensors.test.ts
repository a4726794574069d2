import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PanelProbe, PanelTensor } from '../../../../src/protocol/panel';
import type { Signals } from '../../../../src/protocol/run';
import { listText, parseList } from '../../../../webview/form/listText';
import {
  gatesOf,
  inputOf,
  inputText,
  layersOf,
  stepTensor,
  targetClass,
  topClass,
} from '../../../../webview/state/traceTensors';

const tensor = (name: string, shape: readonly number[], values: readonly number[] = []): PanelTensor => ({
  name,
  shape,
  values: values.length > 0 ? Float32Array.from(values) : new Float32Array(shape.reduce((a, b) => a * b, 1)),
});
const probe = (...tensors: PanelTensor[]): PanelProbe => ({
  sequence: 0,
  label: '',
  stepLabels: [],
  tensors,
});

describe('the tensors of a probe', () => {
  it('name layers and directions by their hidden states', () => {
    const layers = layersOf(
      probe(
        tensor('x', [2, 1]),
        tensor('l0.h', [2, 3]),
        tensor('l0_reverse.h', [2, 3]),
        tensor('l0.grad.h', [2, 3]),
        tensor('decoder.l0.h', [4, 3]),
      ),
    );
    assert.deepEqual(layers, [
      { name: 'l0', decoder: false, label: 'layer 0', backward: false },
      { name: 'l0_reverse', decoder: false, label: 'layer 0 backward', backward: true },
      { name: 'decoder.l0', decoder: true, label: 'decoder layer 0', backward: false },
    ]);
  });

  it('include only the gates of the layer', () => {
    const gates = gatesOf(
      probe(tensor('l0.gate.i', [1, 1]), tensor('l0_reverse.gate.i', [1, 1]), tensor('l0.gate.f', [1, 1])),
      'l0',
    );
    assert.deepEqual(
      gates.map(({ letter }) => letter),
      ['i', 'f'],
    );
  });

  it('include inputs in the units of the data, and of many only those that are not zero', () => {
    const scaled: Signals = {
      inputs: ['temp_max'],
      outputs: [],
      inputScaling: [{ offset: 16, scale: 8 }],
      outputScaling: [],
      targetKind: 'values',
    };
    const words = (x: PanelTensor, signals: Signals, most: number, step: number) => {
      const [layer] = layersOf(probe(tensor('l0.h', [2, 1])));
      const input = inputOf(probe(x), layer, signals);
      assert.ok(input);
      return inputText(input, step, most);
    };
    assert.deepEqual(words(tensor('x', [2, 1], [0, -0.5]), scaled, 4, 1), [['temp_max', '12']]);
    assert.deepEqual(words(tensor('x', [2, 1], [0, -0.5]), scaled, 4, 2), []);
    const letters = { ...scaled, inputs: ['a', 'b', 'c'], inputScaling: [] };
    assert.deepEqual(words(tensor('x', [1, 3], [0, 0, 1]), letters, 2, 0), [['c', '1']]);
  });

  it('show that a decoder reads outputs', () => {
    const signals: Signals = {
      inputs: ['in'],
      outputs: ['out'],
      inputScaling: [{ offset: 0, scale: 1 }],
      outputScaling: [{ offset: 100, scale: 2 }],
      targetKind: 'values',
    };
    const both = probe(
      tensor('l0.h', [2, 1]),
      tensor('x', [2, 1]),
      tensor('decoder.l0.h', [1, 1]),
      tensor('decoder.x', [1, 1], [3]),
    );
    const [encoder, decoder] = layersOf(both).map((layer) => inputOf(both, layer, signals));
    assert.deepEqual([encoder?.tensor.name, decoder?.tensor.name], ['x', 'decoder.x']);
    assert.ok(decoder);
    assert.deepEqual(inputText(decoder, 0, 4), [['out', '106']]);
  });

  it('give the target class from one class per step or one column per class', () => {
    const steps = (name: string, shape: readonly number[], values: readonly number[]) => {
      const found = stepTensor(probe(tensor(name, shape, values)), name);
      assert.ok(found);
      return found;
    };
    const one = steps('target', [3, 1], [2, Number.NaN, -1]);
    assert.deepEqual(
      [0, 1, 2, 9].map((step) => targetClass(one, step)),
      [2, -1, -1, -1],
    );
    const hot = steps('target', [2, 3], [0, 1, 0, 0, 0, 0]);
    assert.deepEqual(
      [0, 1].map((step) => targetClass(hot, step)),
      [1, -1],
    );
    assert.equal(topClass(steps('y', [1, 3], [0.2, 0.5, 0.3]), 0), 1);
  });
});

describe('a list in a text field', () => {
  it('comes back as it went in, commas, quotes and spaces included', () => {
    const names = fc.array(
      fc.string({ minLength: 1 }).filter((name) => !/[\n\r]/.test(name) && name.trim() !== ''),
    );
    fc.assert(
      fc.property(names, (list) => {
        assert.deepEqual(parseList(listText(list)), list);
      }),
    );
  });

  it('accepts spaces and empty parts', () => {
    assert.deepEqual(parseList(' a ,, b,"c, d" ,'), ['a', 'b', 'c, d']);
  });
});
