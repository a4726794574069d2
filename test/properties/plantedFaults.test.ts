import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Case } from '../faults/case';
import { writeData } from '../faults/data';
import { withFix } from '../faults/fixed';
import { healthyCases } from '../faults/healthy';
import { planted } from '../faults/planted/all';
import { isAlarm } from '../faults/tally';
import { type Outcome, textOf, trainAll } from '../faults/trained';
import { temporaryFolder } from '../vscode/folders';

/** A case of each rule that takes a second or less; `npm run faults` runs all cases. */
const quickPlanted = [
  'vanishing-adding-rnn',
  'exploding-relu-rnn',
  'non-finite-adding-rnn',
  'clipping-norm-rnn',
  'truncation-order-rnn',
  'gate-update-shut-gru',
  'state-bias-rnn',
  'dead-half-rnn',
  'forget-bias-doubled-season-lstm',
  'baseline-guess-rnn',
  'rate-high-season-rnn',
  'rate-low-season-rnn',
  'overfitting-guess-rnn',
  'inputs-co2-rnn',
  'leaking-tomorrow-rnn',
  'carried-stations-rnn',
  'padded-records-rnn',
];
const quickHealthy = ['sine-forgetful-rnn', 'sine-forgetful-gru', 'echo-gru', 'sgd-plain', 'season-lstm'];

/** Returns the cases of these names, in the order of the list. */
function named<C extends Case>(cases: readonly C[], names: readonly string[]): C[] {
  return names.map((name) => {
    const found = cases.find((one) => one.name === name);
    assert.ok(found, `there is no case ${name}`);
    return found;
  });
}

describe('planted faults', () => {
  const folder = temporaryFolder('planted');
  const trained = async <C extends Case>(cases: readonly C[]) => {
    const diagnosed: { one: C; outcome: Outcome }[] = [];
    await trainAll(cases, [1], folder, (one, [outcome]) => diagnosed.push({ one, outcome }));
    assert.equal(diagnosed.length, cases.length);
    return diagnosed;
  };

  before(() => writeData(folder));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are two or more configs for each rule, under names of their own', () => {
    const rules = new Set(planted.map(({ rule }) => rule));
    for (const rule of rules) {
      const names = planted.filter((one) => one.rule === rule).map(({ what }) => what);
      assert.ok(new Set(names).size >= 2 || names.length >= 2, rule);
    }
    const all = [...planted, ...healthyCases].map(({ name }) => name);
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(new Set(named(planted, quickPlanted).map(({ rule }) => rule)), rules);
  });

  it('are found by their rule, as a warning or an error', async () => {
    for (const { one, outcome } of await trained(named(planted, quickPlanted))) {
      const found = outcome.findings.filter(isAlarm).map(({ rule }) => rule);
      assert.ok(found.includes(one.rule), `${one.name}: ${found.join(', ') || 'nothing'}`);
    }
  });

  it('have fixes that make another valid config, each of them', async () => {
    for (const { one, outcome } of await trained(named(planted, quickPlanted))) {
      for (const fix of outcome.findings.flatMap(({ fixes }) => fixes)) {
        // It throws where the config is not valid, has a key without an effect, or is the same.
        assert.notEqual(withFix(textOf(one, 1), fix), '', `${one.name}: ${fix.title}`);
      }
    }
  });

  it('are not found in healthy configs, where a short memory is information', async () => {
    const diagnosed = await trained(named(healthyCases, quickHealthy));
    for (const { one, outcome } of diagnosed) {
      assert.deepEqual(
        outcome.findings.filter(isAlarm).map(({ sentence }) => sentence),
        [],
        one.name,
      );
    }
    const short = diagnosed.find(({ one }) => one.name === 'sine-forgetful-rnn');
    assert.ok(short?.outcome.findings.some(({ rule }) => rule === 'vanishingGradient'));
  });
});
