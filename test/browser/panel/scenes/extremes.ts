/** Scenes at the limits of what can be trained and shown. */
import type { HostToPanel } from '../../../../src/protocol/panel';
import type { Scene } from './scenes';
import { trainedScene, waves } from './trained';

const short = { epochs: 2, optimizer: { name: 'adam', learningRate: 0.01 } };

/** One step, one unit, one update. */
export function single(): Scene {
  return trainedScene('single', {
    data: { generate: 'adding', length: 2, count: 2, validation: 0.5 },
    model: { cell: 'lstm', hiddenSize: 1 },
    training: { ...short, epochs: 1 },
  });
}

/** The largest number of units that the panel is designed for. */
export function large(): Scene {
  return trainedScene('large', {
    data: { generate: 'adding', length: 100, count: 10, validation: 0.2 },
    model: { cell: 'lstm', hiddenSize: 512 },
    training: { ...short, epochs: 1, batchSize: 8 },
  });
}

/**
 * A run that reached a non-finite value before its first update: it has a trace of the beginning and no loss.
 */
export function failedAtOnce(): Scene {
  const scene = waves('rnn');
  const [first] = scene.history ?? [];
  const messages = scene.messages.flatMap((message): readonly HostToPanel[] => {
    switch (message.type) {
      case 'run':
        return message.run
          ? [
              {
                ...message,
                run: {
                  ...message.run,
                  metrics: [],
                  record: {
                    ...message.run.record,
                    status: 'failed',
                    error: `The loss is not finite at update 1. ${'Lower training.optimizer.learningRate (now 1e+30).'}`,
                    steps: 0,
                    epochs: 0,
                    trainLoss: null,
                    validationLoss: null,
                  },
                },
              },
            ]
          : [];
      case 'snapshots':
        return [{ ...message, updates: [0] }];
      case 'trace':
        return [first.trace];
      case 'weights':
        return [first.weights];
      case 'diagnosis':
        return [];
      default:
        return [message];
    }
  });
  return { ...scene, messages, history: [first], analyses: [] };
}

/** Names as long as users make them. */
export function longNames(): Scene {
  const scene = waves('gru', { layers: 2, bidirectional: true });
  const long = 'daily-mean-temperature-of-all-stations-2012-to-2024-second-attempt-with-longer-windows';
  const messages = scene.messages.map((message): HostToPanel => {
    if (message.type === 'run' && message.run) {
      const { record } = message.run;
      const signals = {
        ...record.signals,
        inputs: record.signals.inputs.map(() => 'mean temperature at two metres above the ground, degrees'),
        outputs: record.signals.outputs.map(() => 'mean temperature of the following day, degrees'),
      };
      return { ...message, run: { ...message.run, record: { ...record, name: long, signals } } };
    }
    if (message.type === 'trace') {
      const probes = message.probes.map((probe) => ({ ...probe, label: `${long}.csv, rows 12345 to 12392` }));
      return { ...message, probes };
    }
    return message;
  });
  return { ...scene, messages };
}
