/** Texts of the form for keys that have no effect with the other choices, and for keys that are left out. */
import type { FormValue } from './formTypes';

type Own = (path: readonly string[]) => FormValue | undefined;

/** The reason why a key has no effect with the other choices of the file; undefined where it has one. */
export function needsOf(path: readonly string[], own: Own): string | undefined {
  const cell = own(['model', 'cell']) ?? 'lstm';
  const optimizer = own(['training', 'optimizer', 'name']) ?? 'adam';
  const schedule = own(['training', 'schedule', 'name']) ?? 'constant';
  const only = (key: string, value: FormValue | undefined, ...valid: readonly string[]) =>
    valid.some((each) => each === value)
      ? undefined
      : `only with "${key}": ${valid.map((each) => `"${each}"`).join(' or ')}`;
  switch (path.join('.')) {
    case 'data.vocabulary':
    case 'data.minCount':
    case 'data.lowercase':
      return only('tokens', own(['data', 'tokens']) ?? 'character', 'word');
    case 'model.activation':
      return only('cell', cell, 'rnn');
    case 'model.variant':
      return only('cell', cell, 'gru');
    case 'model.init.forgetBias':
      return only('cell', cell, 'lstm');
    case 'task.teacherForcing':
      return only('shape', own(['task', 'shape']), 'encoder-decoder');
    case 'training.optimizer.momentum':
      return only('name', optimizer, 'sgd', 'rmsprop');
    case 'training.optimizer.betas':
      return only('name', optimizer, 'adam', 'adamw');
    case 'training.optimizer.alpha':
      return only('name', optimizer, 'rmsprop');
    case 'training.optimizer.eps':
      return only('name', optimizer, 'rmsprop', 'adam', 'adamw');
    case 'training.schedule.every':
    case 'training.schedule.factor':
      return only('name', schedule, 'step');
    case 'training.schedule.final':
      return only('name', schedule, 'cosine');
    case 'data.window':
      return own(['data', 'sequences']) === 'line' ? 'only with "sequences": "stream"' : undefined;
    default:
      return undefined;
  }
}

/** The text for a key that is left out and has no fixed default: what applies instead. */
export function unsetOf(path: readonly string[], own: Own): string {
  switch (path.join('.')) {
    case 'data.inputs':
      return 'all numeric columns';
    case 'data.window':
      return '100';
    case 'data.stride':
      return `same as window (${own(['data', 'window']) ?? 100})`;
    case 'data.group':
    case 'data.padding':
      return 'none';
    case 'task.classWeights':
      return 'all 1';
    case 'task.loss':
      return 'depends on the targets';
    case 'task.output':
      return 'depends on the loss';
    case 'training.truncate':
      return 'off';
    default:
      return 'not set';
  }
}
