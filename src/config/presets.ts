/**
 * Presets for a new config, one for each synthetic task: settings that show the purpose of the task, and
 * advice on what to look at.
 */
import type { FormPreset } from './formTypes';

export interface Preset extends FormPreset {
  /** Value of `data.length`. */
  readonly length: number;
  readonly hiddenSize: number;
  readonly epochs: number;
}

export const presets: readonly Preset[] = [
  {
    task: 'adding',
    name: 'Adding problem',
    about: 'The sum of two marked numbers, far apart.',
    look: 'An RNN fails beyond some 30 steps and stays at the chance level, 1/6; an LSTM with forget bias 1 does not. Gradients shows why: in the RNN nothing reaches the first mark.',
    length: 100,
    hiddenSize: 64,
    epochs: 20,
  },
  {
    task: 'copy',
    name: 'Copy task',
    about: 'Ten symbols, to be repeated after a delay.',
    look: 'A network that forgets the symbols reaches 10·ln 8/(T + 20) at best, and an RNN stays there. LSTM and GRU fall below it, slowly: more epochs bring more symbols.',
    length: 10,
    hiddenSize: 64,
    epochs: 20,
  },
  {
    task: 'temporal-order',
    name: 'Temporal order',
    about: 'Which two symbols appeared, in which order.',
    look: 'An RNN stays at the chance level, ln 4; an LSTM and a GRU answer all of them within 20 epochs. Gates shows what they do where X and Y appear.',
    length: 50,
    hiddenSize: 64,
    epochs: 20,
  },
  {
    task: 'sine',
    name: 'Noisy sine',
    about: 'The next value of a noisy sine.',
    look: 'This needs no long memory: an RNN does nearly as well as an LSTM, and both leave the naive forecast, 0.09, far behind. No network gets below 0.0025, the variance of the noise.',
    length: 100,
    hiddenSize: 32,
    epochs: 20,
  },
];

export function presetOf(task: Preset['task']): Preset {
  const preset = presets.find((each) => each.task === task);
  if (!preset) {
    throw new Error(`there is no preset of the task ${task}`);
  }
  return preset;
}
