/**
 * PyTorch at its best on this machine: Debian's build with OpenBLAS, with the combination of OpenMP threads
 * (element-wise work), OpenBLAS threads (products) and vector width that is fastest at each shape. It makes
 * exactly the step of contender.ts. Each combination has its own process, because the libraries read their
 * environment only once. In it:
 *
 * - OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are not set: they would force other kernels and block sizes than
 *   OpenBLAS chooses for the processor it finds;
 * - MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ are set, so that glibc keeps the memory of one step for
 *   the next. Otherwise it is returned and faulted in again at each step, which has cost PyTorch up to half
 *   of its speed;
 * - ATEN_CPU_CAPABILITY is avx512 in half of the combinations, if the processor has it: PyTorch does not use
 *   it by default.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Problem } from '../../src/speed/problem';
import { median } from '../../src/speed/rounds';
import { root } from '../../test/vscode/folders';
import { Trouble } from '../../test/vscode/say';
import { adam, type Contender, type StepResult } from './contender';
import { findTorch, python } from './install';
import { LineChild } from './lineChild';
import { withProblemFile } from './problemFile';

const warmUps = 3;
const timed = 5;
/** Short steps are timed more often: with only five steps of one millisecond the choice would be random. */
const fewestMilliseconds = 100;
/** Number of combinations that are tried three times, so that the choice does not depend on luck. */
const finalists = 3;
/** Time until the threads of the previous process have stopped spinning. */
const restMilliseconds = 40;

export interface Combination {
  /** OMP_NUM_THREADS */
  readonly omp: number;
  /** OPENBLAS_NUM_THREADS */
  readonly openblas: number;
  /** ATEN_CPU_CAPABILITY; undefined leaves the choice to PyTorch. */
  readonly vectors: 'avx512' | undefined;
}

/** One combination in its short trial. */
export interface Trial extends Combination {
  /** Median of a step's milliseconds in the trial. */
  readonly milliseconds: number;
}

const aboutSchema = z.object({
  threads: z.number(),
  blas: z.array(z.string()),
  openblas: z
    .object({ file: z.string(), config: z.string(), core: z.string(), threads: z.number() })
    .nullable(),
});

export class PyTorch implements Contender {
  readonly differs = undefined;
  /** Problem of the latest `prepare`. */
  trials: readonly Trial[] = [];
  private best: Process | undefined;

  private constructor(
    private readonly version: string,
    private readonly processes: readonly Process[],
  ) {}

  /** Starts a process for each combination; they are kept for all shapes. */
  static async start(mayInstall: boolean): Promise<PyTorch> {
    const version = await findTorch(mayInstall);
    const counts = os.availableParallelism() > 1 ? [1, 2] : [1];
    const combinations = counts.flatMap((omp) =>
      counts.flatMap((openblas) => vectorWidths().map((vectors) => ({ omp, openblas, vectors }))),
    );
    return new PyTorch(version, await Promise.all(combinations.map(startProcess)));
  }

  get name(): string {
    return `PyTorch ${this.version}${this.best ? `, ${describe(this.best)}` : ''}`;
  }

  /** OpenBLAS's description of itself: its version and the kernels that it chose. */
  get blas(): string {
    return this.processes[0].blas;
  }

  /** Tries the combinations one after the other and the fastest few again, and keeps the fastest of these. */
  async prepare(problem: Problem): Promise<void> {
    const trials: Trial[] = [];
    await withProblemFile(problem, async (file) => {
      const reset = ({ child }: Process) =>
        child.ask({ do: 'prepare', file, shape: problem.shape, adam }, z.object({}));
      let left: { process: Process; times: number[] }[] = this.processes.map((process) => ({
        process,
        times: [],
      }));
      for (const keep of [finalists, finalists, 1]) {
        for (const { process, times } of left) {
          await reset(process);
          times.push(await trialOf(process.child));
          const { omp, openblas, vectors } = process;
          trials.push({ omp, openblas, vectors, milliseconds: times[times.length - 1] });
        }
        left = left.toSorted((a, b) => median(a.times) - median(b.times)).slice(0, keep);
      }
      this.best = left[0].process;
      await reset(this.best);
    });
    this.trials = trials;
  }

  step(): Promise<StepResult> {
    if (!this.best) {
      throw new Error('PyTorch has no problem to make a step on: call prepare first.');
    }
    return this.best.child.step();
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map(({ child }) => child.close()));
  }
}

/** @returns the median of a step's milliseconds */
async function trialOf(child: LineChild): Promise<number> {
  await wait(restMilliseconds);
  for (let i = 0; i < warmUps; i++) {
    await child.step();
  }
  const times: number[] = [];
  let spent = 0;
  while (times.length < timed || spent < fewestMilliseconds) {
    const { milliseconds } = await child.step();
    times.push(milliseconds);
    spent += milliseconds;
  }
  return median(times);
}

interface Process extends Combination {
  readonly child: LineChild;
  readonly blas: string;
}

async function startProcess({ omp, openblas, vectors }: Combination): Promise<Process> {
  const env = {
    ...withoutChoices(process.env),
    OMP_NUM_THREADS: String(omp),
    OPENBLAS_NUM_THREADS: String(openblas),
    MALLOC_MMAP_THRESHOLD_: '1000000000',
    MALLOC_TRIM_THRESHOLD_: '1000000000',
    ...(vectors && { ATEN_CPU_CAPABILITY: vectors }),
  };
  const script = path.join(root, 'bench', 'peers', 'pytorch.py');
  const child = new LineChild(`PyTorch (${python} ${script})`, python, [script], env);
  const about = await child.ask({ do: 'about' }, aboutSchema);
  if (!about.openblas) {
    throw new Trouble(
      `PyTorch has loaded ${about.blas.join(', ') || 'no BLAS'} instead of OpenBLAS, and would be slower than it can be: ` +
        'update-alternatives --config libblas.so.3-x86_64-linux-gnu',
    );
  }
  if (about.threads !== omp || about.openblas.threads !== openblas) {
    throw new Error(
      `PyTorch was asked for ${omp} OMP and ${openblas} OpenBLAS threads and has ${about.threads} and ${about.openblas.threads}: look for thread settings in the environment.`,
    );
  }
  return { child, omp, openblas, vectors, blas: `${about.openblas.config.trim()} (${about.openblas.file})` };
}

function withoutChoices({
  OPENBLAS_CORETYPE: _kernels,
  OPENBLAS_L2_SIZE: _cache,
  ATEN_CPU_CAPABILITY: _vectors,
  ...others
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return others;
}

function vectorWidths(): readonly Combination['vectors'][] {
  const flags = readFileSync('/proc/cpuinfo', 'utf8');
  return ['avx512vl', 'avx512bw', 'avx512dq'].every((flag) => flags.includes(` ${flag}`))
    ? [undefined, 'avx512']
    : [undefined];
}

function describe({ omp, openblas, vectors }: Combination): string {
  return `${count(omp, 'OMP')}, ${count(openblas, 'OpenBLAS')}${vectors ? `, ${vectors}` : ''}`;
}

function count(threads: number, whose: string): string {
  return `${threads} ${whose} thread${threads === 1 ? '' : 's'}`;
}
