/** Changes of a config that more than one rule suggests. */
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

export function openForgetGate({ model }: Config): Fix[] {
  return model.cell === 'lstm'
    ? [
        fix(
          'Start with forget bias 1',
          ['model.init.forgetBias', 1],
          // A model without biases has no forget bias to set, so biases are switched on too.
          ...(model.bias ? [] : [['model.bias', true] as const]),
        ),
      ]
    : [];
}

/**
 * Offers a start that keeps the length of a gradient: orthogonal weights (Saxe et al. 2014), or for a ReLU
 * the identity (Le, Jaitly and Hinton 2015).
 */
export function lengthKeepingStart({ model }: Config): Fix[] {
  const { recurrent, gain } = model.init;
  const wanted = model.cell === 'rnn' && model.activation === 'relu' ? 'identity' : 'orthogonal';
  const keeps = recurrent === 'orthogonal' || recurrent === 'identity';
  return keeps && gain === 1
    ? []
    : [
        fix(
          `Start with ${wanted} recurrent weights`,
          ['model.init.recurrent', keeps ? recurrent : wanted],
          ...(gain === 1 ? [] : [['model.init.gain', 1] as const]),
        ),
      ];
}

/** Offers to clip the gradient. @param norm largest norm that the gradient keeps */
export function clipAt(norm: number): Fix {
  const rounded = round(norm);
  return fix(`Clip the gradient to norm ${significant(rounded)}`, ['training.clip.norm', rounded]);
}

export function learningRateTimes({ training }: Config, factor: number): Fix {
  const rate = round(Math.min(100, training.optimizer.learningRate * factor));
  return fix(`Set the learning rate to ${significant(rate)}`, ['training.optimizer.learningRate', rate]);
}

/** A value with two significant digits, which are enough for a setting. */
function round(value: number): number {
  return Number(value.toPrecision(2));
}
