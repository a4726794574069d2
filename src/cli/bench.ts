/** `unroll bench`: the speed of training on this machine, as a table or as JSON lines. */
import { thisMachine } from '../speed/machine';
import { measure } from '../speed/measure';
import { BenchProgress } from './benchProgress';
import { ceilingRow, finishedRow, layerRow, machineRow } from './benchRows';
import { benchOpening, benchTable } from './benchTable';
import { exitCodes, say } from './output';

/** Seconds for the rounds; with the start and the last round it takes some 30. */
const usualSeconds = 25;

export interface BenchOptions {
  readonly json?: boolean;
  readonly seconds?: number;
}

/** Measures on the calling thread, which has nothing else to do meanwhile. */
export async function bench({ json = false, seconds = usualSeconds }: BenchOptions): Promise<void> {
  const sayRow = (row: object) => say(JSON.stringify(row));
  const progress = new BenchProgress(process.stderr, process.stderr.isTTY);
  endOnSignals(progress);
  const start = performance.now();
  const machine = thisMachine();
  if (json) {
    sayRow(machineRow(machine));
  } else {
    benchOpening(machine).forEach(say);
  }
  const measurement = await measure(seconds, (reached) => progress.draw(reached));
  progress.clear();
  const taken = (performance.now() - start) / 1000;
  if (json) {
    measurement.ceilings.map(ceilingRow).forEach(sayRow);
    measurement.layers.map(layerRow).forEach(sayRow);
    sayRow(finishedRow(measurement, taken));
  } else {
    benchTable(measurement, taken).forEach(say);
  }
}

/** Ends the process at once: a measurement that is broken off leaves nothing to keep. */
function endOnSignals(progress: BenchProgress): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      progress.clear();
      process.exit(exitCodes.cancelled);
    });
  }
}
