/**
 * The shared memory through which a lead and its helpers communicate: words on which a thread sleeps until
 * they change. The lead posts a task and all threads work on it; each helper then marks it as done.
 */
import type { Pass, Section } from './team';

export interface Task {
  readonly section: Section;
  readonly pass: Pass;
  /** Number of threads that work on the task, the lead included. */
  readonly of: number;
}

const sections = ['forward', 'backward', 'weights'] as const satisfies readonly Section[];

/** Index of each word. */
const at = {
  turn: 0,
  stop: 1,
  ready: 2,
  ended: 3,
  failed: 4,
  section: 5,
  of: 6,
  rows: 7,
  steps: 8,
  outputSteps: 9,
  switches: 10,
  messageLength: 11,
} as const;
/** Index of the pair of words that holds the target count, which class weights make a fraction. */
const targetCountAt = 14;
/** Each helper has a cache line of its own, so that marking a task costs the others nothing. */
const helperWords = 16;
const firstHelper = 16;
const messageBytes = 2048;

/** Time that a thread spins before it goes to sleep: about the time that it takes to wake one. */
const spinMilliseconds = 0.1;

const done = 0;
const beats = 1;

export class TaskBoard {
  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly targetCount: Float64Array<SharedArrayBuffer>;
  private readonly message: Uint8Array<SharedArrayBuffer>;

  constructor(
    readonly memory: SharedArrayBuffer,
    readonly helpers: number,
  ) {
    const words = firstHelper + helpers * helperWords;
    this.words = new Int32Array(memory, 0, words);
    this.targetCount = new Float64Array(memory, 4 * targetCountAt, 1);
    this.message = new Uint8Array(memory, 4 * words, messageBytes);
  }

  static make(helpers: number): TaskBoard {
    const bytes = 4 * (firstHelper + helpers * helperWords) + messageBytes;
    return new TaskBoard(new SharedArrayBuffer(bytes), helpers);
  }

  // The lead's side

  get allReady(): boolean {
    return Atomics.load(this.words, at.ready) === this.helpers;
  }

  post({ section, pass, of }: Task): void {
    const { words } = this;
    words[at.section] = sections.indexOf(section);
    words[at.of] = of;
    words[at.rows] = pass.rows;
    words[at.steps] = pass.steps;
    words[at.outputSteps] = pass.outputSteps;
    this.targetCount[0] = pass.targetCount;
    words[at.switches] = switchesOf(pass);
    Atomics.store(words, at.stop, 0);
    this.nextTurn();
  }

  /** Makes the helpers leave their task. */
  stop(): void {
    Atomics.store(this.words, at.stop, 1);
  }

  /** Ends the helpers' threads. */
  end(): void {
    this.stop();
    Atomics.store(this.words, at.ended, 1);
    this.nextTurn();
  }

  /** @returns whether a helper has done the latest task within some milliseconds */
  waitFor(helper: number, milliseconds: number): boolean {
    const word = this.wordOf(helper, done);
    const turn = Atomics.load(this.words, at.turn);
    const was = Atomics.load(this.words, word);
    if (was !== turn && !this.changesSoon(word, was)) {
      Atomics.wait(this.words, word, was, milliseconds);
    }
    // A thread may also be woken by the mark of the previous task.
    return Atomics.load(this.words, word) === turn;
  }

  /** Heartbeats of a helper: a number that changes as long as it is alive and at work. */
  beatsOf(helper: number): number {
    return Atomics.load(this.words, this.wordOf(helper, beats));
  }

  /** The error of a helper that has failed. */
  get failure(): string | undefined {
    if (Atomics.load(this.words, at.failed) === 0) {
      return undefined;
    }
    return new TextDecoder().decode(this.message.slice(0, this.words[at.messageLength]));
  }

  // A helper's side

  ready(): void {
    Atomics.add(this.words, at.ready, 1);
  }

  /** Sleeps until there is a task after that of `turn`. @returns undefined when there will be no more */
  nextTask(turn: number): { turn: number; task: Task } | undefined {
    const { words } = this;
    while (Atomics.load(words, at.turn) === turn) {
      if (!this.changesSoon(at.turn, turn)) {
        Atomics.wait(words, at.turn, turn);
      }
    }
    if (Atomics.load(words, at.ended) !== 0) {
      return undefined;
    }
    const pass = {
      rows: words[at.rows],
      steps: words[at.steps],
      outputSteps: words[at.outputSteps],
      targetCount: this.targetCount[0],
      ...passSwitches(words[at.switches]),
    };
    const task = { section: sections[words[at.section]], pass, of: words[at.of] };
    return { turn: Atomics.load(words, at.turn), task };
  }

  /** Counts a heartbeat. @returns whether the helper must leave its task */
  beat(helper: number): boolean {
    this.words[this.wordOf(helper, beats)]++;
    return Atomics.load(this.words, at.stop) !== 0;
  }

  markDone(helper: number, turn: number): void {
    const word = this.wordOf(helper, done);
    Atomics.store(this.words, word, turn);
    Atomics.notify(this.words, word);
  }

  fail(message: string): void {
    const text = new TextEncoder().encode(message).subarray(0, messageBytes);
    this.message.set(text);
    this.words[at.messageLength] = text.length;
    Atomics.store(this.words, at.failed, 1);
  }

  /**
   * Spins on a word before its thread goes to sleep, because waking a thread takes longer than a small task.
   */
  private changesSoon(word: number, from: number): boolean {
    const end = performance.now() + spinMilliseconds;
    do {
      for (let look = 0; look < 100; look++) {
        if (Atomics.load(this.words, word) !== from) {
          return true;
        }
      }
    } while (performance.now() < end);
    return false;
  }

  private nextTurn(): void {
    Atomics.add(this.words, at.turn, 1);
    Atomics.notify(this.words, at.turn);
  }

  private wordOf(helper: number, which: number): number {
    return firstHelper + helper * helperWords + which;
  }
}

type Switches = Pick<Pass, 'feedback' | 'everyStep' | 'dropping' | 'inputGradient' | 'keptGradient'>;

function switchesOf(pass: Switches): number {
  return (
    (pass.feedback === 'output' ? 1 : 0) |
    (pass.everyStep ? 2 : 0) |
    (pass.dropping ? 4 : 0) |
    (pass.inputGradient ? 8 : 0) |
    (pass.keptGradient ? 16 : 0)
  );
}

function passSwitches(bits: number): Switches {
  return {
    feedback: (bits & 1) !== 0 ? 'output' : 'target',
    everyStep: (bits & 2) !== 0,
    dropping: (bits & 4) !== 0,
    inputGradient: (bits & 8) !== 0,
    keptGradient: (bits & 16) !== 0,
  };
}
