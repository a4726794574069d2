/** Changes of a config that more than one rule suggests. Each of them changes the config that it is made for. */
import type { Config } from '../../../config/schema';
import { significant } from '../../../notation/numbers';
import { type Fix, fix } from './finding';

/**
 * Offers cells with a carry path to a config without one; the LSTM comes with the forget bias that keeps the
 * path open from the start.
 */
export function gatedCell({ model }: Config): Fix[] {
  return model.cell === 'rnn'
    ? [
        fix(
          'Use an LSTM with forget bias 1',
          ['model.cell', 'lstm'],
          ['model.activation', null],
          ['model.init.forgetBias', 1],
        ),
        fix('Use a GRU', ['model.cell', 'gru'], ['model.activation', null]),
      ]
    : [];
}

/** Offers a forget bias, where the config's own is another one. */
export function openForgetGate({ model }: Config, bias = 1): Fix[] {
  const isThere = model.bias && model.init.forgetBias === bias;
  return model.cell === 'lstm' && !isThere
    ? [
        fix(
          `Start with forget bias ${significant(bias)}`,
          ['model.init.forgetBias', bias],
          // A model without biases has no forget bias to set, so biases are switched on too.
          ...(model.bias ? [] : [['model.bias', true] as const]),
        ),
      ]
    : [];
}

/**
 * Offers a start that keeps the length of a gradient: orthogonal weights (Saxe et al. 2014), or for a ReLU
 * the identity (Le, Jaitly and Hinton 2015). Its title names what it changes, and nothing else.
 */
export function lengthKeepingStart({ model }: Config): Fix[] {
  const { recurrent, gain } = model.init;
  const wanted = model.cell === 'rnn' && model.activation === 'relu' ? 'identity' : 'orthogonal';
  const keeps = recurrent === 'orthogonal' || recurrent === 'identity';
  if (keeps) {
    return gain === 1 ? [] : [fix('Start with gain 1', ['model.init.gain', 1])];
  }
  return [
    gain === 1
      ? fix(`Start with ${wanted} recurrent weights`, ['model.init.recurrent', wanted])
      : fix(
          `Start with ${wanted} recurrent weights of gain 1`,
          ['model.init.recurrent', wanted],
          ['model.init.gain', 1],
        ),
  ];
}

/** The norm at which a gradient is clipped where nothing is known about it. */
const usualNorm = 1;

/**
 * Offers to clip the gradient by norm, in place of any clipping of single values, which would still cut them
 * first.
 * @param norm norm of the gradients to be kept; null where it is not known
 */
export function clipAt({ training: { clip } }: Config, norm: number | null): Fix[] {
  const wanted = norm !== null && norm > 0 ? round(norm) : usualNorm;
  if (clip?.norm !== undefined && clip.norm === wanted && clip.value === undefined) {
    return [];
  }
  const title = `Clip the gradient to norm ${significant(wanted)}`;
  return [
    clip?.value === undefined
      ? fix(title, ['training.clip.norm', wanted])
      : fix(
          `${title}, and not its single values`,
          ['training.clip.norm', wanted],
          ['training.clip.value', null],
        ),
  ];
}

/**
 * Usual learning rates: PyTorch's default for the adaptive optimizers, and for SGD a tenth, divided by the
 * 1/(1 − momentum) by which momentum lengthens its updates.
 */
export function usualRate({ training: { optimizer } }: Config): number {
  const { name, momentum } = optimizer;
  return name === 'sgd' ? 0.1 * (1 - momentum) : 0.001;
}

/** Whether the learning rate is so far above the usual one that it is the likeliest cause of any harm. */
export function isFarTooHigh(config: Config): boolean {
  return config.training.optimizer.learningRate > 10 * usualRate(config);
}

export function learningRateOf(rate: number): Fix {
  const rounded = round(Math.min(100, rate));
  return fix(`Set the learning rate to ${significant(rounded)}`, [
    'training.optimizer.learningRate',
    rounded,
  ]);
}

export function learningRateTimes({ training }: Config, factor: number): Fix {
  return learningRateOf(training.optimizer.learningRate * factor);
}

/**
 * Offers lower rates: far above the usual one, that one and a tenth of the present one, because a tenth may be
 * far too high still; otherwise a tenth and a third.
 */
export function lowerRates(config: Config): Fix[] {
  const usual = usualRate(config);
  return isFarTooHigh(config)
    ? [learningRateOf(usual), learningRateTimes(config, 0.1)]
    : [learningRateTimes(config, 0.1), learningRateTimes(config, 0.3)];
}

/** A value with two significant digits, which are enough for a setting. */
function round(value: number): number {
  return Number(value.toPrecision(2));
}
