/** `unroll train`: trains in the worker, shows the progress, and ends with an exit code. */
import path from 'node:path';
import { messageOf } from '../notation/errors';
import type { Diagnosis, RunEvent } from '../protocol/run';
import { RunWorker } from '../run/client/client';
import { readConfigText } from '../run/files/configText';
import { InputError } from '../run/files/inputError';
import { complain, exitCodes, say } from './output';
import { ProgressBar } from './progressBar';
import { ProgressLines } from './progressLines';
import type { Reporter } from './reporter';
import { cancelOnSignals } from './signals';

type Finished = Extract<RunEvent, { event: 'finished' }>;

export interface TrainOptions {
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

/** @returns the exit code */
export async function train(configFile: string, options: TrainOptions): Promise<number> {
  const reporter = reporterFor(options);
  let text: string;
  try {
    text = await readConfigText(configFile);
  } catch (error) {
    if (!(error instanceof InputError)) {
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
    (event) => {
      if (event.event !== 'finished') {
        reporter.take(event);
      }
    },
  );
  cancelOnSignals(cancel);
  const event = await finished;
  const diagnosis = await diagnosed(worker, event);
  await worker.dispose();
  if (options.json && diagnosis) {
    say(JSON.stringify({ event: 'diagnosis', ...diagnosis }));
  }
  reporter.take(event);
  if (!options.json && diagnosis && event.run !== null) {
    findingLines(diagnosis, path.relative('', event.run)).forEach(say);
  }
  if (event.status === 'failed') {
    complain(`${event.key ? `${configFile}: ` : ''}${event.error ?? 'the run failed'}`);
    if (event.stack !== undefined) {
      process.stderr.write(`${event.stack}\n`);
    }
  }
  return exitCodeOf(event);
}

/** A cancelled run is not diagnosed, since nobody waits for it. */
async function diagnosed(worker: RunWorker, { status, run }: Finished): Promise<Diagnosis | null> {
  if (run === null || status === 'cancelled') {
    return null;
  }
  try {
    return await worker.diagnose(run, {});
  } catch (error) {
    complain(`the run could not be diagnosed: ${messageOf(error)}`);
    return null;
  }
}

/** The findings that need attention, a line each; the rest is counted. */
function findingLines({ findings }: Diagnosis, run: string): string[] {
  const grave = findings.filter(({ severity }) => severity !== 'information');
  const others = findings.length - grave.length;
  return [
    ...grave.map(({ severity, sentence, rule }) => `${severity}: ${sentence} [${rule}]`),
    ...(findings.length > 0
      ? [
          `${others > 0 ? `${others} for information; ` : ''}unroll diagnose ${run} says what was measured and what may help`,
        ]
      : []),
  ];
}

function neverStarted({ message }: InputError): Finished {
  return {
    event: 'finished',
    status: 'failed',
    run: null,
    steps: 0,
    epochs: 0,
    seconds: 0,
    trainLoss: null,
    validationLoss: null,
    metrics: null,
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
