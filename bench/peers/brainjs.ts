/**
 * brain.js, the best-known recurrent networks in plain JavaScript: RNNTimeStep, LSTMTimeStep, GRUTimeStep.
 *
 * Its API cannot make the step of contender.ts. It has no batches, so one step here trains B sequences one
 * after the other, with an update after each. It has no loss on the hidden states: a linear readout of I
 * outputs predicts the next input. Its optimizer is RMSprop with clipped gradients, and its parameters have
 * their own layout. Cell, hidden size, inputs, number of sequences and number of steps are the same; the loss
 * is different and cannot be compared with the others.
 */
import * as z from 'zod';
import type { Contender } from './contender';
import { startNpmPeer } from './npmPeer';

export function startBrain(mayInstall: boolean): Promise<Contender> {
  return startNpmPeer(
    {
      script: 'brainjsStep.mjs',
      about: z.object({ version: z.string() }),
      name: ({ version }) => `brain.js ${version}`,
      differs: 'sequence by sequence; readout of I outputs; RMSprop; parameters of its own',
    },
    mayInstall,
  );
}
