/**
 * Messages that the host may send, and messages that are refused: valid ones of each type, and changes that
 * break them.
 */
import { strict as assert } from 'node:assert';
import type { LayerAnalysis } from '../../../../src/analysis/layerAnalysis';
import type { Spectrum } from '../../../../src/analysis/spectrum/spectrum';
import type { Evaluation } from '../../../../src/metrics/measured';
import type { Comparison } from '../../../../src/protocol/comparison';
import type { DebuggedPlace, WhatIf } from '../../../../src/protocol/debugged';
import type { HostToPanel } from '../../../../src/protocol/panel';
import type { PickedSequence, SequenceQuery } from '../../../../src/protocol/pickedSequence';
import type { DatedFinding, Diagnosis, Metric, RunRecord } from '../../../../src/protocol/run';
import type { PatternFound } from '../../../../src/protocol/worker';
import { readMessage as readFor } from '../../../../webview/state/readMessage';

const metric: Metric = {
  event: 'step',
  step: 1,
  epoch: 1,
  loss: 0.5,
  gradientNorm: 1,
  clipped: false,
  learningRate: 0.1,
  seconds: 1,
};
const record: RunRecord = {
  status: 'running',
  name: 'weather',
  config: 'weather.unroll.json',
  seed: 1,
  startedAt: '2026-03-02T14:05:11Z',
  process: { id: 4711, host: 'desk' },
  versions: { unroll: '0.1.0', node: '20.20.0' },
  dataFingerprint: '',
  parameters: 10,
  baseline: { name: 'naive forecast', loss: 0.2 },
  notes: [],
  steps: 0,
  epochs: 0,
  plannedSteps: 100,
  plannedEpochs: 10,
  trainLoss: null,
  validationLoss: null,
  signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
};
const evaluation: Evaluation = {
  step: 3,
  epoch: 1,
  metrics: { validation: { accuracy: 0.5 }, training: null },
  set: 'validation',
  sequences: 2,
  targets: 2,
  detail: {
    of: 'classes',
    classes: [{ support: 2, answered: 1, right: 1, precision: 1, recall: 0.5, f1: 2 / 3 }],
    confusion: [{ target: 0, answer: 0, count: 1, share: 1, places: [{ sequence: 0, step: 4 }] }],
    mostFrequent: 1,
  },
  labels: [[0, 'rows 1–5']],
};
const tensor = { name: 'l0.h', shape: [2, 2], values: new Float32Array(4) };
const probe = {
  sequence: 0,
  label: 'sequence 0',
  stepLabels: [],
  tensors: [tensor, { ...tensor, values: null }],
};
const withTensor = (change: object) => ({ ...probe, tensors: [{ ...tensor, ...change }] });
const generated = {
  ask: { prompt: 'A', length: 1, temperature: 1, topK: 3, seed: 0 },
  prompt: ['A'],
  tokens: [{ token: 'd', probability: 0.5, alternatives: [{ token: 'd', probability: 0.5 }] }],
  firstStep: 1,
  text: 'd',
  ended: false,
};
const picked: PickedSequence = {
  set: 'validation',
  sequence: 7,
  watched: true,
  loss: null,
  count: 9,
  ranked: null,
};
const query: SequenceQuery = { by: 'sequence', set: null, sequence: 7 };
const why = { why: 'The weights have moved on.' };
const analysis: LayerAnalysis = {
  update: 1,
  cell: 'lstm',
  steps: 2,
  hiddenSize: 1,
  window: { from: 0, to: 2 },
  credit: why,
  inputs: why,
  stepCurves: why,
  vanilla: null,
  products: why,
  paths: why,
  memory: null,
  exponents: { values: Float64Array.of(-1), steps: 1, reading: 'fades' },
  saturation: { gates: [], tanh: [] },
  effectiveDimension: { value: 1, steps: 2 },
};
const spectrum: Spectrum = {
  name: 'rnn.weight_hh_l0',
  size: 1,
  eigenvalues: [[1, 0]],
  spectralRadius: 1,
  largestSingularValue: 1,
  conditionOfEigenvectors: 1,
  departureFromNormality: 0,
  nearlyDefective: false,
  leadingMultiplicity: 1,
  equallyLarge: 1,
  leadingCondition: 2,
  participation: null,
  leadingSensitivity: { re: new Float64Array(1), im: new Float64Array(1) },
};
const place: DebuggedPlace = { run: '/a', update: 3, set: 'validation', sequence: 0, watched: null, step: 2 };
const whatIf: WhatIf = {
  id: 'a 1',
  label: 'sequence 0',
  update: 3,
  stepLabels: [],
  changes: [{ words: 'h[1] at t = 2: 1 (was 0)', name: 'l0.h', step: 2, unit: 1 }],
  tensors: [{ name: 'l0.h', shape: [2, 2] }],
};
const finding: DatedFinding = {
  rule: 'deadReLU',
  severity: 'warning',
  sentence: 'Units are dead.',
  evidence: [{ name: 'deadShare', value: 0.5, unit: '1' }],
  key: ['model'],
  fixes: [],
};
const diagnosis: Diagnosis = { step: 3, findings: [finding], reach: null };
const comparison: Comparison = {
  id: 1,
  title: 'Compare cells',
  updates: 40,
  summary: null,
  trial: null,
  runs: [
    {
      label: 'lstm',
      status: 'waiting',
      error: null,
      folder: null,
      parameters: null,
      steps: 0,
      epochs: 0,
      secondsPerUpdate: null,
      loss: null,
      metrics: null,
      baseline: null,
      diagnosis: null,
    },
  ],
};
const found: PatternFound = {
  matches: [
    {
      set: 'training',
      sequence: 3,
      label: 'a',
      range: { from: 1, to: 2, units: 1, others: 0 },
      units: [0],
      own: false,
      context: { from: 0, steps: 3, labels: [], shown: 1, values: new Float32Array(3), inputs: [] },
    },
  ],
  places: { all: 1, whole: 1 },
  looked: 3,
  sequences: 9,
};
const form = { file: 'a.unroll.json', groups: [], fields: [], problems: [], editable: true, presets: [] };
const part = {
  source: { of: 'snapshot', update: 3, probe: 0 },
  name: 'l0.h',
  at: 0,
  values: new Float32Array(4),
} as const;

/** For each type, valid messages without the type, and the changes that break the first of them. */
const table: {
  readonly [T in HostToPanel['type']]: {
    readonly good: readonly Omit<Extract<HostToPanel, { type: T }>, 'type'>[];
    readonly broken: readonly Readonly<Record<string, unknown>>[];
  };
} = {
  error: { good: [{ message: 'It is gone.' }], broken: [{ message: null }] },
  show: { good: [{ view: 'gradients' }], broken: [{ view: 'attic' }] },
  form: {
    good: [{ form }],
    broken: [{ form: null }, { form: { ...form, fields: {} } }, { form: { ...form, groups: undefined } }],
  },
  run: {
    good: [{ run: { folder: '/a', record, cell: 'lstm', metrics: [metric] } }, { run: null }],
    broken: [
      { run: { folder: '/a', cell: 'lstm', metrics: [] } },
      { run: { folder: '/a', record: { ...record, signals: null }, cell: 'lstm', metrics: [] } },
      { run: { folder: '/a', record, cell: 'elman', metrics: [] } },
      { run: undefined },
    ],
  },
  metrics: {
    good: [{ record, metrics: [metric] }],
    broken: [
      { metrics: {} },
      { metrics: [metric, { ...metric, event: 'trace' }] },
      { metrics: [null] },
      { record: null },
    ],
  },
  loading: {
    good: [{ file: 'a.csv', bytes: 1, totalBytes: 2 }],
    broken: [{ bytes: Number.NaN }, { bytes: '1' }],
  },
  evaluation: {
    good: [{ evaluation }, { evaluation: null }],
    broken: [
      { evaluation: { ...evaluation, detail: { of: 'poems' } } },
      { evaluation: { ...evaluation, labels: ['a'] } },
      { evaluation: { ...evaluation, set: 'testing' } },
      { evaluation: { ...evaluation, detail: { of: 'values', columns: [], points: {} } } },
    ],
  },
  snapshots: { good: [{ updates: [0, 40] }], broken: [{ updates: 40 }, { updates: [-1] }] },
  trace: {
    good: [{ update: 7, epoch: 1, probes: [probe, { ...probe, picked }] }],
    broken: [
      { probes: [withTensor({ values: new Float32Array(3) })] },
      { probes: [withTensor({ values: [1, 2, 3, 4] })] },
      { probes: [withTensor({ values: new Float64Array(4) })] },
      { probes: [withTensor({ shape: null })] },
      { probes: [{ ...probe, picked: { ...picked, set: 'testing' } }] },
      { probes: [{ tensors: [] }] },
      { update: undefined, step: 7 },
    ],
  },
  weights: {
    good: [{ update: 7, blocks: [{ name: 'w', label: 'layer 0', size: 2, values: new Float32Array(4) }] }],
    broken: [
      { blocks: [{ name: 'w', label: 'layer 0', size: 3, values: new Float32Array(4) }] },
      { blocks: [{ name: 'w', label: 'layer 0', size: 2, values: [] }] },
    ],
  },
  spectrum: {
    good: [{ update: 1, spectrum }],
    broken: [{ spectrum: null }, { spectrum: { ...spectrum, leadingSensitivity: { re: [], im: [] } } }],
  },
  trail: { good: [{ block: 'w', update: 1, values: new Float32Array(2) }], broken: [{ values: [1, 2] }] },
  embedding: {
    good: [
      {
        of: { update: 1, weight: 'embedding.weight', token: 'cat' },
        facts: {
          tokens: 3,
          size: 2,
          token: 'cat',
          norm: 1,
          matches: ['cat'],
          nearest: [{ token: 'dog', value: 0.9 }],
          moved: [],
        },
        why: null,
      },
      { of: { update: 1, weight: 'embedding.weight', token: null }, facts: null, why: 'It is gone.' },
    ],
    broken: [{ of: { update: 1 } }, { facts: {} }, { why: 3 }],
  },
  analysis: {
    good: [
      { of: { update: 1, probe: 0, layer: 'l0' }, analysis, why: null },
      { of: { update: 1, probe: 'training 3', layer: 'l0' }, analysis: null, why: 'It is gone.' },
    ],
    broken: [
      { analysis: { steps: 4 } },
      { analysis: { ...analysis, exponents: { values: [1] } } },
      { analysis: { ...analysis, credit: { norms: {} } } },
      { of: { update: 1, layer: 'l0' } },
    ],
  },
  tensorPart: {
    good: [
      part,
      { ...part, source: { of: 'snapshot', update: 3, probe: null } },
      { ...part, source: { of: 'recorded', whatIf: 'a 1' } },
      { ...part, source: { of: 'compared', comparison: 1, run: 0, update: 4 } },
    ],
    broken: [
      { values: [1] },
      { values: {} },
      { at: -1 },
      { source: { of: 'changed' } },
      { source: 'snapshot' },
    ],
  },
  picking: {
    good: [
      { update: 1, query },
      { update: 1, query: { by: 'worst' } },
    ],
    broken: [{ query: null }],
  },
  pickProgress: {
    good: [{ doing: 'ranking', done: 1, total: 2 }],
    broken: [{ doing: 'sleeping' }, { done: Number.NaN }],
  },
  sequencePicked: {
    good: [
      { update: 1, query, probe: { ...probe, picked } },
      { update: 1, query, probe: { ...probe, picked: { ...picked, set: 'generated', generated } } },
    ],
    broken: [
      { probe: { ...probe, picked: { ...picked, generated: { ...generated, tokens: [{ token: 'a' }] } } } },
      { probe },
      { probe: { ...withTensor({ values: new Float32Array(5) }), picked } },
    ],
  },
  sequenceNotPicked: { good: [{ update: 1, query, why: 'It is gone.' }], broken: [{ why: null }] },
  debugged: {
    good: [{ place }, { place: null }],
    broken: [{ place: { ...place, step: '2' } }, { place: {} }],
  },
  whatIf: {
    good: [{ whatIf }, { whatIf: null }],
    broken: [{ whatIf: { ...whatIf, tensors: {} } }, { whatIf: { ...whatIf, id: undefined } }],
  },
  patternProgress: { good: [{ id: 1, looked: 2, sequences: 3 }], broken: [{ looked: null }] },
  patternFound: {
    good: [{ id: 1, found }],
    broken: [
      { found: null },
      { found: { ...found, matches: {} } },
      { found: { ...found, matches: [{ ...found.matches[0], context: { values: [] } }] } },
    ],
  },
  patternNotFound: { good: [{ id: 1, why: 'It is gone.' }], broken: [{ why: null }] },
  diagnosis: {
    good: [{ diagnosis }, { diagnosis: null }],
    broken: [
      { diagnosis: { step: 3, reach: null } },
      { diagnosis: { ...diagnosis, findings: [{ ...finding, severity: 'fatal' }] } },
      {
        diagnosis: {
          ...diagnosis,
          findings: [{ ...finding, evidence: [{ name: 'a', value: null, unit: '1' }] }],
        },
      },
    ],
  },
  comparison: {
    good: [{ comparison }, { comparison: null }],
    broken: [{ comparison: { ...comparison, runs: null } }, { comparison: { ...comparison, id: 'a' } }],
  },
  comparisonMetrics: {
    good: [{ id: 1, run: 0, metrics: [metric] }],
    broken: [{ metrics: null }, { run: -1 }],
  },
  comparedTraces: {
    good: [{ id: 1, traces: [{ update: 3, probe }, null] }],
    broken: [{ traces: {} }, { traces: [{ update: 3, probe: withTensor({ shape: [9, 9] }) }] }],
  },
};

const readMessage = (data: unknown) => readFor(data, ['loss', 'gradients']);

describe('messages from the host', () => {
  for (const [type, { good, broken }] of Object.entries(table)) {
    it(`of type "${type}" are let through, and nothing that only looks like one`, () => {
      for (const each of good) {
        assert.deepEqual(readMessage({ type, ...each }), { type, ...each });
      }
      for (const change of [...broken, { more: 1 }]) {
        const answer = readMessage({ type, ...good[0], ...change });
        assert.ok(typeof answer === 'string', `${type} with ${JSON.stringify(change)} was let through`);
        assert.match(answer, /^The host sent a message "\w+" that is not understood: /);
      }
    });
  }

  it('are refused if they are not known messages', () => {
    for (const data of [undefined, null, 'run', 7, [], {}, { type: 'dance' }, { type: null }]) {
      assert.match(String(readMessage(data)), /^The host sent a message.* that is not understood: /);
    }
  });

  it('name the tensor that is broken', () => {
    const probes = [probe, withTensor({ values: new Float32Array(3) })];
    assert.equal(
      readMessage({ type: 'trace', update: 7, epoch: 1, probes }),
      'The host sent a message "trace" that is not understood: probes.1.tensors.0: "l0.h" has 3 values where its shape says 4',
    );
  });

  it('have their infinities restored, which JSON turned into null', () => {
    const sent = { ...spectrum, conditionOfEigenvectors: null };
    const message = readMessage({ type: 'spectrum', update: 1, spectrum: sent });
    assert.ok(typeof message === 'object' && message.type === 'spectrum');
    assert.equal(message.spectrum.conditionOfEigenvectors, Number.POSITIVE_INFINITY);
    assert.equal(message.spectrum.leadingCondition, 2);
  });

  it('keep their arrays: values are not copied', () => {
    const message = readMessage({ type: 'tensorPart', ...part });
    assert.ok(typeof message === 'object' && message.type === 'tensorPart');
    assert.equal(message.values, part.values);
  });
});
