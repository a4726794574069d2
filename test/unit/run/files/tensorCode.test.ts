/**
 * Python code that loads a tensor: it names a file, a tensor and rows that exist and hold the values shown.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import { RunWorker } from '../../../../src/run/client/client';
import { safeFileName } from '../../../../src/run/files/fileName';
import { findTensor, tensorCode } from '../../../../src/run/files/tensorCode';
import { readTraces, readWeights } from '../../../../src/run/files/traces';
import { Workspace, workerFile } from '../workspace';

describe('code that loads a tensor', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  for (const cell of ['rnn', 'lstm', 'gru'] as const) {
    it(`loads watched tensors and the weights of each gate (${cell})`, async () => {
      const config = {
        data: { generate: 'sine', length: 12, count: 64 },
        model: { cell, hiddenSize: 5 },
        training: { epochs: 2 },
        probe: { sequences: [0, 3] },
      };
      const text = JSON.stringify(config);
      const file = workspace.write(`${cell}.unroll.json`, text);
      const worker = new RunWorker(workerFile);
      const { run, steps } = await worker.train({ config: file, text }, () => undefined).finished;
      worker.dispose();
      assert.ok(run);
      const root = path.dirname(file);
      const asPython = async (wanted: Parameters<typeof findTensor>[1]) => {
        const stored = await findTensor(run, wanted);
        return pythonLoads(root, tensorCode(stored, path.relative(root, stored.file)));
      };
      const { probes } = await readTraces(path.join(run, 'traces', `${steps}.safetensors`));
      for (const [p, { tensors }] of probes.entries()) {
        for (const [name, { values, shape }] of tensors) {
          const loaded = await asPython({ update: steps, probe: p, name });
          assert.deepEqual([loaded.values, loaded.shape], [values, shape], `${p} ${name}`);
        }
      }
      for (const [g, letter] of [...{ rnn: '', lstm: 'ifgo', gru: 'rzn' }[cell]].entries()) {
        const loaded = await asPython({ update: steps, probe: 1, name: `l0.preactivation.${letter}` });
        const whole = probes[1].tensors.get('l0.preactivation')?.values;
        const width = cell === 'lstm' ? 20 : 15;
        const values = whole?.filter((_, at) => Math.floor((at % width) / 5) === g);
        assert.deepEqual([loaded.values, loaded.shape], [values, [12, 5]], letter);
      }
      const { blocks } = await readWeights(run, steps);
      assert.equal(blocks.length, { rnn: 1, lstm: 4, gru: 3 }[cell]);
      for (const { name, values, size } of blocks) {
        const loaded = await asPython({ update: steps, probe: null, name });
        assert.deepEqual([loaded.values, loaded.shape], [values, [size, size]], name);
      }
      await assert.rejects(asPython({ update: steps, probe: 0, name: 'l7.h' }), /there is no tensor "l7\.h"/);
      await assert.rejects(
        asPython({ update: steps, probe: null, name: 'rnn.weight_hh_l0.x' }),
        /no block of gate "x"/,
      );
    });
  }
});

/** Returns the values that the assignment in the code loads, by the same steps. */
function pythonLoads(root: string, code: string): { values: Float32Array; shape: number[] } {
  const assignment =
    /^from safetensors\.numpy import load_file\n\n\w+ = load_file\((".*")\)\[(".*")\]((?:\[(:, )?(\d+):(\d+)\])?)\n$/m;
  const found = assignment.exec(code);
  assert.ok(found, code);
  const [file, name]: string[] = [JSON.parse(found[1]), JSON.parse(found[2])];
  const [slice, ofColumns, from, to] = found.slice(3);
  const tensor = decodeSafetensors(readFileSync(path.join(root, file))).tensors.get(name);
  assert.ok(tensor?.values instanceof Float32Array, name);
  const { shape: stored, values: all } = tensor;
  const [rows, size = 1] = stored;
  const isIn = (place: number) => slice === '' || (place >= Number(from) && place < Number(to));
  const values = all.filter((_, at) => isIn(ofColumns ? at % size : Math.floor(at / size)));
  const many = Number(to) - Number(from);
  const shape = slice === '' ? [...stored] : ofColumns ? [rows, many] : [many, size];
  assert.ok(code.startsWith(`# ${name}${slice}, float32 [${shape.join(', ')}]\n`), code);
  return { values, shape };
}

describe('a name for a file', () => {
  it('is never a path, hidden or empty', () => {
    assert.equal(
      safeFileName('weather Hidden state h layer 0 update 1,234'),
      'weather-Hidden-state-h-layer-0-update-1-234',
    );
    assert.equal(safeFileName('../../etc/passwd'), 'etc-passwd');
    assert.equal(safeFileName('C:\\x'), 'C-x');
    assert.equal(safeFileName('...'), 'picture');
    assert.equal(safeFileName('Gradient ∂L/∂c, Übung'), 'Gradient-L-c-Übung');
    assert.ok(Buffer.byteLength(safeFileName('𝔘'.repeat(500))) <= 240);
  });
});
