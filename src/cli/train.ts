/** `unroll train`: trains in the worker, shows how it goes, and ends with an exit code. */
import path from 'node:path';
import type { RunEvent } from '../protocol';
import { BadInput } from '../run/badInput';
import { RunWorker } from '../run/client';
import { readConfigText } from '../run/configText';
import { complain, exitCodes, say, whenNobodyReads } from './output';
import { ProgressBar } from './progressBar';
import { ProgressLines } from './progressLines';

type Finished = Extract<RunEvent, { event: 'finished' }>;

export interface TrainOptions {
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

/** Shows a training's events to people or programs. */
export interface Reporter {
  take(event: RunEvent): void;
}

/** @returns the exit code */
export async function train(configFile: string, options: TrainOptions): Promise<number> {
  const reporter = reporterFor(options);
  let text: string;
  try {
    text = await readConfigText(configFile);
  } catch (error) {
    if (!(error instanceof BadInput)) {
      throw error;
    }
    reporter.take(neverStarted(error));
    complain(error.message);
    return exitCodes.badInput;
  }
  const worker = new RunWorker(path.join(__dirname, 'worker.js'));
  const { finished, cancel } = worker.train(
    {
      config: path.resolve(configFile),
      text,
      out: absolute(options.out),
      resume: absolute(options.resume),
    },
    (event) => reporter.take(event),
  );
  cancelOnSignals(cancel);
  const event = await finished;
  await worker.dispose();
  if (event.status === 'failed') {
    complain(`${event.key ? `${configFile}: ` : ''}${event.error ?? 'the run failed'}`);
    if (event.stack !== undefined) {
      process.stderr.write(`${event.stack}\n`);
    }
  }
  return exitCodeOf(event);
}

function neverStarted({ message }: BadInput): Finished {
  return {
    event: 'finished',
    status: 'failed',
    run: null,
    steps: 0,
    epochs: 0,
    seconds: 0,
    trainLoss: null,
    validationLoss: null,
    baseline: null,
    error: message,
    badInput: true,
  };
}

function reporterFor({ json }: TrainOptions): Reporter {
  if (json) {
    return { take: (event) => say(JSON.stringify(event)) };
  }
  return process.stdout.isTTY ? new ProgressBar(process.stdout) : new ProgressLines(say);
}

/** The first signal cancels and lets the run write its checkpoint; the second ends at once. Holds until the end. */
function cancelOnSignals(cancel: () => void): void {
  let asked = false;
  const stop = () => {
    if (asked) {
      process.exit(exitCodes.cancelled);
    }
    asked = true;
    cancel();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  // A run that nobody listens to can be gone on with later.
  whenNobodyReads(cancel);
}

function exitCodeOf({ status, badInput }: Finished): number {
  switch (status) {
    case 'completed':
    case 'stoppedEarly':
      return exitCodes.done;
    case 'cancelled':
      return exitCodes.cancelled;
    case 'failed':
      return badInput ? exitCodes.badInput : exitCodes.failed;
  }
}

function absolute(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : path.resolve(folder);
}
