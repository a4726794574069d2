/** The files of predictions: what is written is what is read back, in every format. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError } from '../../../../src/run/files/inputError';
import type { Prediction, PredictionLayout } from '../../../../src/run/predictions/prediction';
import { openPredictionFile } from '../../../../src/run/predictions/predictionFile';
import { readNpz } from '../../formats/readNpz';

const place = { set: 'validation', sequence: 3, step: 5, line: 17, at: '2020-01-02' } as const;
const behind = { set: 'forecast', sequence: 0, step: 1, line: null, at: 'north, 2: 2020-01-03' } as const;
const classes: PredictionLayout = { targetKind: 'classes', outputs: ['a', 'b,"c"', '⏎', 'übung'] };
const classRows: Prediction[] = [
  { ...place, target: [1], prediction: [3], probabilities: Float32Array.of(0.125, 0.25, 0.125, 0.5) },
  { ...behind, target: null, prediction: [0], probabilities: Float32Array.of(0.75, 0.25, 0, 0) },
];
const values: PredictionLayout = { targetKind: 'values', outputs: ['north', 'south'] };
const valueRows: Prediction[] = [
  { ...place, target: [1.5, -2e-7], prediction: [1.25, 1e21], probabilities: null },
  { ...behind, target: null, prediction: [0, 3], probabilities: null },
];
const binary: PredictionLayout = { targetKind: 'binary', outputs: ['yes'] };
const binaryRows: Prediction[] = [
  { ...place, target: [1], prediction: [0], probabilities: Float32Array.of(0.25) },
];

describe('files of predictions', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'unroll-test-'));
  after(() => rmSync(folder, { recursive: true }));

  function write(name: string, layout: PredictionLayout, rows: readonly Prediction[]): string {
    const out = path.join(folder, name);
    const file = openPredictionFile(out, layout);
    rows.forEach((row) => {
      file.write(row);
    });
    assert.deepEqual(
      readdirSync(folder).filter((each) => each === name),
      [],
    );
    file.finish();
    assert.deepEqual(
      readdirSync(folder).filter((each) => each.includes('.part')),
      [],
    );
    return out;
  }

  it('are CSV with a column for each output, quoted where they must be', () => {
    assert.equal(
      readFileSync(write('c.csv', classes, classRows), 'utf8'),
      [
        'set,sequence,step,line,at,target,prediction,probability,p(a),"p(b,""c"")",p(⏎),p(übung)',
        'validation,3,5,17,2020-01-02,"b,""c""",übung,0.5,0.125,0.25,0.125,0.5',
        'forecast,0,1,,"north, 2: 2020-01-03",,a,0.75,0.75,0.25,0,0',
        '',
      ].join('\n'),
    );
    assert.equal(
      readFileSync(write('v.csv', values, valueRows), 'utf8'),
      [
        'set,sequence,step,line,at,target.north,target.south,prediction.north,prediction.south',
        'validation,3,5,17,2020-01-02,1.5,-2e-7,1.25,1e+21',
        'forecast,0,1,,"north, 2: 2020-01-03",,,0,3',
        '',
      ].join('\n'),
    );
    assert.match(
      readFileSync(write('b.csv', binary, binaryRows), 'utf8'),
      /target,prediction,probability\n.*,1,0,0\.25\n/,
    );
  });

  it('are JSON lines with names', () => {
    const lines = (file: string) =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
    const { at: _, ...where } = place;
    assert.deepEqual(lines(write('c.jsonl', classes, classRows)), [
      {
        ...where,
        at: '2020-01-02',
        target: 'b,"c"',
        prediction: 'übung',
        probability: 0.5,
        probabilities: { a: 0.125, 'b,"c"': 0.25, '⏎': 0.125, übung: 0.5 },
      },
      {
        ...behind,
        target: null,
        prediction: 'a',
        probability: 0.75,
        probabilities: { a: 0.75, 'b,"c"': 0.25, '⏎': 0, übung: 0 },
      },
    ]);
    assert.deepEqual(lines(write('v.jsonl', values, valueRows)), [
      { ...place, target: { north: 1.5, south: -2e-7 }, prediction: { north: 1.25, south: 1e21 } },
      { ...behind, target: null, prediction: { north: 0, south: 3 } },
    ]);
    assert.deepEqual(lines(write('b.jsonl', binary, binaryRows)), [
      { ...place, target: 1, prediction: 0, probability: 0.25 },
    ]);
  });

  it('are arrays of NumPy with numbers, the classes beside them', () => {
    const found = readNpz(readFileSync(write('c.npz', classes, classRows)));
    assert.deepEqual(found.get('set'), { type: '<U10', shape: [2], values: ['validation', 'forecast'] });
    assert.deepEqual(found.get('sequence'), { type: '<i4', shape: [2], values: [3, 0] });
    assert.deepEqual(found.get('step'), { type: '<i4', shape: [2], values: [5, 1] });
    assert.deepEqual(found.get('line'), { type: '<i4', shape: [2], values: [17, -1] });
    assert.deepEqual(found.get('target'), { type: '<i4', shape: [2], values: [1, -1] });
    assert.deepEqual(found.get('prediction'), { type: '<i4', shape: [2], values: [3, 0] });
    assert.deepEqual(found.get('probabilities'), {
      type: '<f4',
      shape: [2, 4],
      values: [0.125, 0.25, 0.125, 0.5, 0.75, 0.25, 0, 0],
    });
    assert.deepEqual(found.get('classes'), { type: '<U5', shape: [4], values: classes.outputs });
    const numbers = readNpz(readFileSync(write('v.npz', values, valueRows)));
    assert.deepEqual(numbers.get('target'), {
      type: '<f8',
      shape: [2, 2],
      values: [1.5, -2e-7, Number.NaN, Number.NaN],
    });
    assert.deepEqual(numbers.get('prediction')?.values, [1.25, 1e21, 0, 3]);
    assert.deepEqual(numbers.get('outputs')?.values, values.outputs);
  });

  it('hold many rows, which are written piece by piece', () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => ({
      ...valueRows[0],
      step: i,
      prediction: [i, -i],
    }));
    const found = readNpz(readFileSync(write('many.npz', values, rows)));
    assert.deepEqual(
      found.get('step')?.values,
      rows.map(({ step }) => step),
    );
    assert.deepEqual(
      found.get('prediction')?.values,
      rows.flatMap(({ prediction }) => prediction),
    );
    const lines = readFileSync(write('many.csv', values, rows), 'utf8')
      .trim()
      .split('\n');
    assert.deepEqual(
      lines.slice(1).map((line) => Number(line.split(',')[2])),
      rows.map(({ step }) => step),
    );
  });

  it('name only the predicted class’s probability where there are very many classes', () => {
    const outputs = Array.from({ length: 300 }, (_, k) => `c${k}`);
    const probabilities = new Float32Array(300).fill(1 / 256);
    const row = { ...place, target: [1], prediction: [2], probabilities };
    const text = readFileSync(write('w.csv', { targetKind: 'classes', outputs }, [row]), 'utf8');
    assert.match(text, /^set,sequence,step,line,at,target,prediction,probability\n.*,c1,c2,0\.00390625\n$/);
  });

  it('are refused under another extension', () => {
    assert.throws(() => openPredictionFile('p.txt', values), InputError);
  });
});
