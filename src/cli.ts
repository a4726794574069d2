/**
 * The command line: `unroll train`, `describe`, `trace`, `spectrum`, `diagnose`, `predict`, `generate`,
 * `export`, `compare` and `bench`. Runs are the same as in the editor.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { bench } from './cli/bench';
import { type CompareOptions, compare } from './cli/compare';
import { describe } from './cli/describe';
import { type DiagnoseOptions, printDiagnosis } from './cli/diagnose';
import { type ExportOptions, exportRunModel } from './cli/exportModel';
import { type GenerateOptions, printGenerated } from './cli/generate';
import { complain, exitCodes, heedClosedPipes, oneLine, whenNobodyReads } from './cli/output';
import { type PredictOptions, printPredictions } from './cli/predict';
import { printSpectra } from './cli/spectrum';
import { recordTraceFile } from './cli/trace';
import { train } from './cli/train';
import { stackOf } from './notation/errors';
import { InputError } from './run/files/inputError';

const program = new Command('unroll')
  .description('Train recurrent sequence models and look inside them.')
  .version(UNROLL_VERSION, '-V, --version', 'print the version')
  .helpCommand('help [COMMAND]', 'print what a command takes')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 the run failed, 2 bad input (one line on stderr says what), 130 cancelled.',
  )
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`${oneLine(text)}\n`) });

program
  .command('train')
  .description('train the model that a config describes')
  .argument('<CONFIG>', 'a config file, NAME.unroll.json')
  .option('--out <DIR>', 'folder of the new run (default: .unroll/NAME/TIME-LETTERS beside the config)')
  .option('--resume <DIR>', 'go on with the run in this folder, to the same bits as if it had not stopped')
  .option('--json', 'print one JSON object a line instead of a progress bar')
  .action(async (config: string, options: { out?: string; resume?: string; json?: boolean }) => {
    process.exitCode = await train(config, options);
  });

program
  .command('describe')
  .description('print what is understood of a data file, or of the data of a config, without training')
  .argument('<FILE>', 'a table, or a config file, NAME.unroll.json')
  .option('--json', 'print one JSON object instead of text')
  .action(async (file: string, options: { json?: boolean }) => {
    await describe(file, options.json ?? false);
  });

program
  .command('trace')
  .description('record every state, gate and gradient of one sequence')
  .argument('<CONFIG>', 'the config of the model')
  .requiredOption('--checkpoint <FILE>', 'its weights: checkpoint.safetensors of a run')
  .option(
    '--sequence <N>',
    'which sequence of the validation set, from 0 (default: the first of the probe)',
    sequenceNumber,
  )
  .requiredOption('--out <FILE.safetensors>', 'file to write')
  .action(async (config: string, options: { checkpoint: string; sequence?: number; out: string }) => {
    await recordTraceFile(config, options);
  });

program
  .command('spectrum')
  .description('print the eigenvalues of every recurrent block of a checkpoint')
  .argument('<CHECKPOINT>', 'checkpoint.safetensors of a run, or its folder')
  .option('--json', 'print one JSON object a block and line instead of a table')
  .action(async (checkpoint: string, options: { json?: boolean }) => {
    await printSpectra(checkpoint, options.json ?? false);
  });

program
  .command('diagnose')
  .description('say why a run does not learn: what was measured, and what could be changed')
  .argument('<RUN>', 'the folder of a run, or its config: then the latest run')
  .option('--threshold <NAME=VALUE>', 'another threshold than the usual; may be given again', threshold)
  .option('--json', 'print one JSON object a finding and line instead of text')
  .action(async (run: string, options: DiagnoseOptions) => {
    await printDiagnosis(run, options);
  });

program
  .command('predict')
  .description('write the predictions of a run, in the data’s own units')
  .argument('<RUN>', 'the folder of a run, or its config: then the latest run')
  .option('--data <FILE>', 'new data of the same kind (default: the data of the run)')
  .addOption(
    new Option('--set <SET>', 'which part of the run’s data (default: validation)').choices([
      'validation',
      'training',
      'all',
    ]),
  )
  .option('--steps <N>', 'also forecast so many rows behind the end of a table', wholeNumber)
  .requiredOption('--out <FILE>', 'file to write: .csv, .jsonl or .npz')
  .action(async (run: string, options: PredictOptions) => {
    process.exitCode = await printPredictions(run, options);
  });

program
  .command('generate')
  .description('write text on from a prompt, with a model that was trained on text')
  .argument('<RUN>', 'the folder of a run, or its config: then the latest run')
  .option('--prompt <TEXT>', 'the text to begin with', '')
  .option('--length <N>', 'how many tokens to write', wholeNumber, 200)
  .option(
    '--temperature <T>',
    'below 1 likelier tokens, above 1 others too; 0: always the likeliest',
    number,
    1,
  )
  .option('--top-k <K>', 'draw from the K likeliest tokens only (default: from all)', wholeNumber)
  .option('--seed <S>', 'another seed, another text', sequenceNumber, 1)
  .option('--json', 'print one JSON object a token and line, with its probability and its alternatives')
  .action(async (run: string, options: GenerateOptions) => {
    await printGenerated(run, options);
  });

program
  .command('export')
  .description('write the model of a run for other programs, with the scaling of its data inside')
  .argument('<RUN>', 'the folder of a run, or its config: then the latest run')
  .addOption(
    new Option('--to <FORMAT>', 'an ONNX file, or a folder for PyTorch')
      .choices(['onnx', 'pytorch'])
      .makeOptionMandatory(),
  )
  .option('--states', 'onnx: also take the states before a call, and return those after it')
  .option('--out <PATH>', 'file or folder to write (default: NAME.onnx or NAME-pytorch)')
  .action(async (run: string, options: ExportOptions) => {
    await exportRunModel(run, options);
  });

program
  .command('compare')
  .description('train the three cells, or what the config lists under "compare", and hold them side by side')
  .argument('<CONFIG>', 'a config file, NAME.unroll.json')
  .option('--updates <N>', 'end each after so many updates (default: train each to its end)', wholeNumber)
  .option('--json', 'print one JSON object a variant and line instead of a table')
  .action(async (config: string, options: CompareOptions) => {
    process.exitCode = await compare(config, options);
  });

program
  .command('bench')
  .description('measure what training reaches on this machine, in half a minute')
  .option('--json', 'print one JSON object a line instead of a table')
  // For tests, which have no time for steady numbers.
  .addOption(new Option('--seconds <N>', 'how long to measure').argParser(positiveNumber).hideHelp())
  .action(async (options: { json?: boolean; seconds?: number }) => {
    await bench(options);
  });

async function main(): Promise<void> {
  heedClosedPipes();
  whenNobodyReads(() => process.exit(exitCodes.done));
  try {
    if (process.argv.length <= 2) {
      throw new InputError(
        'say what to do: train, describe, trace, spectrum, diagnose, predict, generate, export, compare or bench (unroll --help tells more)',
      );
    }
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the message already.
      process.exitCode = error.exitCode === 0 ? 0 : exitCodes.badInput;
    } else if (error instanceof InputError) {
      complain(error.message);
      process.exitCode = exitCodes.badInput;
    } else {
      complain(stackOf(error));
      process.exitCode = exitCodes.failed;
    }
  }
}

function sequenceNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new InvalidArgumentError('A whole number from 0 is valid.');
  }
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new InvalidArgumentError('A whole number from 1 is valid.');
  }
  return Number(text);
}

/** Gathers `NAME=VALUE`; names and values are checked with the thresholds. */
function threshold(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [, name, value] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || Number.isNaN(Number(value))) {
    throw new InvalidArgumentError('NAME=VALUE is valid, as in creditReached=0.01.');
  }
  return { ...before, [name]: Number(value) };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError('A number is valid.');
  }
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError('A number above 0 is valid.');
  }
  return value;
}

main();
