/** What is known of the runs in the list: read when a line is first shown, a few at a time, and again when their files have changed. */
import { messageOf } from '../../notation/errors';
import { InputError } from '../../run/files/inputError';
import { type RunSummary, readRunSummary, stampOf } from '../../run/files/runSummary';

/** A run, or why it cannot be read. */
export type KnownRun = { readonly summary: RunSummary } | { readonly problem: string };

interface Entry {
  known?: KnownRun;
  /** Of the files that it was read from. */
  stamp?: string;
  state: 'idle' | 'waiting' | 'reading';
  /** Its files were written while they were read. */
  again: boolean;
}

export class Summaries {
  private readonly entries = new Map<string, Entry>();
  private readonly queue: string[] = [];
  private reading = 0;
  private waiters: (() => void)[] = [];

  /**
   * @param onRead hears that something else is known of a run
   * @param atOnce how many are read at a time
   */
  constructor(
    private readonly onRead: (folder: string) => void,
    private readonly atOnce = 6,
  ) {}

  /** What is known of a run so far; what has never been asked for is read from now on. @param folder absolute */
  of(folder: string): KnownRun | undefined {
    const entry = this.entries.get(folder);
    if (!entry) {
      this.entries.set(folder, { state: 'idle', again: false });
      this.enqueue(folder);
    }
    return entry?.known;
  }

  /** Its files may have changed. One that nobody has asked for is left alone. */
  recheck(folder: string): void {
    this.enqueue(folder);
  }

  /** The folder is gone. */
  forget(folder: string): void {
    this.entries.delete(folder);
  }

  /** Everything that may have changed. */
  recheckAll(): void {
    for (const folder of this.entries.keys()) {
      this.enqueue(folder);
    }
  }

  /** Settles when nothing waits to be read, or after so many milliseconds. */
  async settled(ms: number): Promise<void> {
    if (this.reading === 0 && this.queue.length === 0) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private enqueue(folder: string): void {
    const entry = this.entries.get(folder);
    if (entry?.state === 'idle') {
      entry.state = 'waiting';
      this.queue.push(folder);
      this.next();
    } else if (entry?.state === 'reading') {
      entry.again = true;
    }
  }

  private next(): void {
    while (this.reading < this.atOnce && this.queue.length > 0) {
      const folder = this.queue.shift() ?? '';
      const entry = this.entries.get(folder);
      if (entry) {
        this.reading++;
        this.read(folder, entry);
      }
    }
    if (this.reading === 0) {
      for (const settle of this.waiters.splice(0)) {
        settle();
      }
    }
  }

  private async read(folder: string, entry: Entry): Promise<void> {
    entry.state = 'reading';
    entry.again = false;
    const changed = await readAgain(folder, entry);
    entry.state = 'idle';
    this.reading--;
    if (this.entries.get(folder) === entry) {
      if (changed) {
        this.onRead(folder);
      }
      if (entry.again) {
        this.enqueue(folder);
      }
    }
    this.next();
  }
}

/** @returns whether something else is known now */
async function readAgain(folder: string, entry: Entry): Promise<boolean> {
  try {
    const stamp = await stampOf(folder);
    // Whether a run goes on depends on its process too, of which its files say nothing.
    const running =
      entry.known !== undefined &&
      'summary' in entry.known &&
      entry.known.summary.record.status === 'running';
    if (stamp === entry.stamp && !running) {
      return false;
    }
    const same = stamp === entry.stamp;
    const before = entry.known;
    const summary = await readRunSummary(folder);
    entry.stamp = stamp;
    entry.known = { summary };
    return !(same && before && 'summary' in before && before.summary.record.status === summary.record.status);
  } catch (error) {
    entry.stamp = undefined;
    entry.known = {
      problem: error instanceof InputError ? error.message : `${folder}: ${messageOf(error)}`,
    };
    return true;
  }
}
