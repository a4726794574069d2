/** Checks that no single key's schema can make: keys that do not go together. */
import type { Config } from './schema';

export interface Check {
  readonly message: string;
  readonly path: readonly string[];
  readonly severity: 'error' | 'warning';
  readonly atKey?: boolean;
}

/**
 * @param config config with every default filled in
 * @param has returns whether the file itself sets a key
 */
export function checkTogether(config: Config, has: (...path: string[]) => boolean): Check[] {
  return [
    ...textChecks(config, has),
    ...modelChecks(config, has),
    ...taskChecks(config),
    ...trainingChecks(config, has),
  ];
}

function textChecks({ data, model }: Config, has: (...path: string[]) => boolean): Check[] {
  if (data.kind !== 'text') {
    return [];
  }
  if (data.tokens === 'word') {
    return model.embedding
      ? []
      : [
          {
            message: `data.tokens: without an embedding each word is an input of its own, up to ${data.vocabulary}; set "model": { "embedding": { "size": 64 } }, which computes the same with far less work`,
            path: ['data', 'tokens'],
            severity: 'warning',
          },
        ];
  }
  return ['vocabulary', 'minCount', 'lowercase']
    .filter((key) => has('data', key))
    .map((key) => ({
      message: `data.${key}: only with "tokens": "word"`,
      path: ['data', key],
      severity: 'error',
      atKey: true,
    }));
}

function modelChecks({ data, model, task }: Config, has: (...path: string[]) => boolean): Check[] {
  const checks: Check[] = [];
  const onlyWith = (key: string[], cell: string) => {
    if (has('model', ...key) && model.cell !== cell) {
      checks.push({
        message: `model.${key.join('.')}: only with "cell": "${cell}", here it is "${model.cell}"`,
        path: ['model', ...key],
        severity: 'error',
        atKey: true,
      });
    }
  };
  onlyWith(['activation'], 'rnn');
  onlyWith(['variant'], 'gru');
  onlyWith(['init', 'forgetBias'], 'lstm');
  if (model.init.forgetBias !== undefined && !model.bias) {
    checks.push({
      message: 'model.init.forgetBias: there is no bias to set with "bias": false',
      path: ['model', 'init', 'forgetBias'],
      severity: 'error',
    });
  }
  if (model.embedding && data.kind === 'task') {
    checks.push({
      message: `model.embedding: "generate": "${data.generate}" makes numbers, which need no embedding; it is for text and columns of words`,
      path: ['model', 'embedding'],
      severity: 'error',
      atKey: true,
    });
  }
  if (model.dropout > 0 && model.layers === 1) {
    checks.push({
      message: 'model.dropout: acts between layers, so it does nothing with "layers": 1',
      path: ['model', 'dropout'],
      severity: 'warning',
    });
  }
  if (model.bidirectional && (task.shape === 'one-to-many' || task.shape === 'encoder-decoder')) {
    checks.push({
      message: `model.bidirectional: not with "shape": "${task.shape}", whose outputs are generated in one direction`,
      path: ['model', 'bidirectional'],
      severity: 'error',
    });
  }
  return checks;
}

const outputs = {
  mse: ['identity', 'sigmoid', 'softmax'],
  crossEntropy: ['softmax'],
  binaryCrossEntropy: ['sigmoid'],
} as const;

function taskChecks({ task }: Config): Check[] {
  const { loss, output, classWeights } = task;
  if (classWeights !== undefined && loss !== undefined && loss !== 'crossEntropy') {
    return [
      {
        message: `task.classWeights: "loss": "${loss}" has no classes to weigh; it goes with "crossEntropy"`,
        path: ['task', 'classWeights'],
        severity: 'error',
        atKey: true,
      },
    ];
  }
  if (loss === undefined || output === undefined || outputs[loss].some((valid) => valid === output)) {
    return [];
  }
  return [
    {
      message: `task.output: "${output}" does not go with "loss": "${loss}"; use "${outputs[loss][0]}"`,
      path: ['task', 'output'],
      severity: 'error',
    },
  ];
}

function trainingChecks(
  { data, model, task, training }: Config,
  has: (...path: string[]) => boolean,
): Check[] {
  const checks: Check[] = [];
  const { optimizer, schedule, truncate, earlyStopping } = training;
  if (truncate !== undefined && model.bidirectional) {
    checks.push({
      message:
        'training.truncate: not with "bidirectional": true, whose backward direction needs the whole sequence',
      path: ['training', 'truncate'],
      severity: 'error',
    });
  }
  if (truncate !== undefined && (task.shape === 'one-to-many' || task.shape === 'encoder-decoder')) {
    checks.push({
      message: `training.truncate: not with "shape": "${task.shape}"`,
      path: ['training', 'truncate'],
      severity: 'error',
    });
  }
  if (earlyStopping && data.validation === 0) {
    checks.push({
      message: 'training.earlyStopping: needs a validation set; make data.validation larger than 0',
      path: ['training', 'earlyStopping'],
      severity: 'error',
    });
  }
  const noEffect = (path: string[], when: string) => {
    if (has('training', ...path)) {
      checks.push({
        message: `training.${path.join('.')}: has no effect with ${when}`,
        path: ['training', ...path],
        severity: 'warning',
        atKey: true,
      });
    }
  };
  const { name } = optimizer;
  if (name === 'sgd' || name === 'rmsprop') {
    noEffect(['optimizer', 'betas'], `"name": "${name}"`);
  } else {
    noEffect(['optimizer', 'momentum'], `"name": "${name}"`);
  }
  if (name !== 'rmsprop') {
    noEffect(['optimizer', 'alpha'], `"name": "${name}"`);
  }
  if (name === 'sgd') {
    noEffect(['optimizer', 'eps'], '"name": "sgd"');
  }
  if (schedule.name !== 'step') {
    noEffect(['schedule', 'every'], `"name": "${schedule.name}"`);
    noEffect(['schedule', 'factor'], `"name": "${schedule.name}"`);
  }
  if (schedule.name !== 'cosine') {
    noEffect(['schedule', 'final'], `"name": "${schedule.name}"`);
  }
  return checks;
}
