/** Exported folders run by PyTorch: what the engine predicts, to 10⁻⁵ on the validation set. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { exportModel } from '../../src/run/questions/exportModel';
import { cellsAndShapes, kindsOfData } from '../unit/export/cases';
import { distance, predictedByEngine, trainRun, writeData } from '../unit/export/trainedRuns';
import { Workspace } from '../unit/run/workspace';
import { root } from '../vscode/folders';

const python = process.env.PYTHON ?? '';

describe('an exported PyTorch folder', function () {
  this.timeout(240_000); // each Python imports PyTorch first
  const workspace = new Workspace();
  before(() => writeData(workspace));
  after(() => workspace.remove());

  const exported = async (name: string, config: object) => {
    const run = await trainRun(workspace, name, config);
    const folder = workspace.path(`${name}-pytorch`);
    await exportModel(run, { to: 'pytorch', states: false, out: folder });
    return { name, folder, sequences: await predictedByEngine(run) };
  };

  it('predicts what the engine does, in every cell and shape', async () => {
    const models: Awaited<ReturnType<typeof exported>>[] = [];
    for (const [name, config] of [...cellsAndShapes, ...kindsOfData]) {
      models.push(await exported(name, config));
    }
    const asked = models.map(({ folder, sequences }) => ({ folder, sequences: sequences }));
    const answer = await run([path.join(root, 'test/pytorch/predictSequences.py')], JSON.stringify(asked));
    const found: number[][][][] = JSON.parse(answer);
    assert.equal(found.length, models.length);
    models.forEach(({ name, sequences }, m) => {
      sequences.forEach((sequence, s) => {
        const error = distance(found[m][s], sequence);
        assert.ok(error < 1e-5, `${name}, sequence ${s}: off by ${error}`);
      });
    });
  });

  /** The lines that its predict.py prints for the file that it was trained on. */
  const printed = async (name: string, config: object, data: string) => {
    const { folder, sequences } = await exported(name, config);
    const output = await run([path.join(folder, 'predict.py'), workspace.path(data)]);
    assert.ok(sequences.length > 3);
    return { lines: output.trimEnd().split('\n'), sequences };
  };
  const caseOf = (wanted: string) => {
    const [name, config] = [...cellsAndShapes, ...kindsOfData].find(([each]) => each === wanted) ?? [];
    assert.ok(name !== undefined && config);
    return [`script-${name}`, config] as const;
  };

  it('prints predictions of a table, with its dates and words', async () => {
    for (const name of ['original-many-to-one', 'lstm-encoder-decoder', 'embedded-columns']) {
      const { lines, sequences } = await printed(...caseOf(name), 'weather.csv');
      const rows = lines.slice(1).map((line) => line.split(',').map(Number));
      for (const sequence of sequences) {
        const found = rows.filter(([row]) => row === sequence.line);
        assert.deepEqual(
          found.map(([, ahead]) => ahead),
          sequence.predicted.map((_, step) => step + 1),
        );
        assert.ok(
          distance(
            found.map((row) => row.slice(2)),
            sequence,
          ) < 1e-5,
        );
      }
    }
  });

  it('survives names that mean something in Python, in CSV and in JSON', async () => {
    const column = 'Säule "quoted" \\ \'\'\' and """, twice';
    const rows = Array.from({ length: 90 }, (_, t) => {
      const series = t % 3 === 2 ? 'B' : 'A';
      return `${series};${Math.sin(t).toFixed(2).replace('.', ',')}`;
    });
    const quoted = `"${column.replaceAll('"', '""')}"`;
    workspace.write('odd.csv', `series;${quoted}\n${rows.join('\n')}\n`);
    const read = { delimiter: ';', decimal: ',' };
    const data = { file: 'odd.csv', inputs: [column], targets: [column], window: 3, group: 'series', read };
    const config = { data, task: { shape: 'many-to-one' }, model: { cell: 'rnn', hiddenSize: 3 } };
    const { lines, sequences } = await printed('2 "odd" ö’s', config, 'odd.csv');
    assert.equal(lines[0], `row,ahead,${quoted}`);
    const found = new Map(
      lines.slice(1).map((line) => [Number(line.split(',')[0]), line.split(',').slice(2)]),
    );
    for (const sequence of sequences) {
      const values = found.get(sequence.line ?? -1)?.map(Number) ?? [];
      assert.ok(distance([values], sequence) < 1e-5, String(values));
    }
  });

  it('prints predictions of a table with a target at each step', async () => {
    const data = {
      file: 'weather.csv',
      inputs: ['temperature'],
      targets: ['pressure'],
      window: 10,
      validation: 0.5,
    };
    const model = { cell: 'lstm', hiddenSize: 4, bidirectional: true };
    const config = { data, task: { shape: 'many-to-many' }, model };
    const { lines, sequences } = await printed('script-steps', config, 'weather.csv');
    const rows = lines.slice(1).map((line) => line.split(',').map(Number));
    const whole = sequences.filter(({ line }) => line !== undefined && line % 10 === 0);
    assert.ok(whole.length > 0);
    for (const sequence of whole) {
      const last = sequence.line ?? 0;
      const found = rows.filter(([row]) => row > last - 10 && row <= last);
      assert.ok(
        distance(
          found.map((row) => row.slice(2)),
          sequence,
        ) < 1e-5,
      );
    }
  });

  it('prints what follows the lines of a text, by characters and by words', async () => {
    for (const [name, file] of [
      ['lines', 'names.txt'],
      ['embedded-words', 'verses.txt'],
    ]) {
      const { lines, sequences } = await printed(...caseOf(name), file);
      for (const { line, predicted } of sequences) {
        const { next } = JSON.parse(lines[line ?? 0]);
        const best = predicted[predicted.length - 1].toSorted((a, b) => b - a).slice(0, 5);
        best.forEach((probability, i) => {
          assert.ok(Math.abs(next[i][1] - probability) < 1e-5, lines[line ?? 0]);
        });
      }
    }
  });

  it('prints what a generating model writes, and predictions of records', async () => {
    const letters = await printed(...caseOf('letters'), 'names.txt');
    assert.equal(JSON.parse(letters.lines[0]).next.length, 6);
    for (const name of ['sums', 'oddity']) {
      const { lines, sequences } = await printed(...caseOf(name), 'sums.jsonl');
      for (const sequence of sequences) {
        const { probabilities } = JSON.parse(lines[sequence.line ?? 0]);
        assert.ok(distance(probabilities, sequence) < 1e-5);
      }
    }
  });
});

/** Runs a Python script. @returns what it printed */
function run(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' }, // the models are small
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${args[0]} ended with code ${code}`)),
    );
    child.stdin.end(input);
  });
}
