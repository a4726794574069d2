/**
 * Summaries of the runs in the list, read when a line is first shown, a few at a time, and again when files
 * have changed.
 */
import { messageOf } from '../../notation/errors';
import { InputError } from '../../run/files/inputError';
import { type RunSummary, readRunSummary, stampOf } from '../../run/files/runSummary';

/** Summary of a run, or the reason why it cannot be read. */
export type KnownRun = { readonly summary: RunSummary } | { readonly problem: string };

interface Entry {
  known?: KnownRun;
  /** Stamp of the files from which it was read. */
  stamp?: string;
  state: 'idle' | 'waiting' | 'reading';
  /** Whether its files were written while they were read. */
  again: boolean;
}

export class Summaries {
  private readonly entries = new Map<string, Entry>();
  private readonly queue: string[] = [];
  private reading = 0;
  private waiters: (() => void)[] = [];

  /**
   * @param onRead called with the folder of a run whose summary has changed
   * @param atOnce number of runs that are read at a time
   */
  constructor(
    private readonly onRead: (folder: string) => void,
    private readonly atOnce = 6,
  ) {}

  /**
   * Returns what is known of a run so far; the first request for a run has it read.
   * @param folder absolute path
   */
  of(folder: string): KnownRun | undefined {
    const entry = this.entries.get(folder);
    if (!entry) {
      this.entries.set(folder, { state: 'idle', again: false });
      this.enqueue(folder);
    }
    return entry?.known;
  }

  /** Reads a run again, because its files may have changed. A run that was never requested is not read. */
  recheck(folder: string): void {
    this.enqueue(folder);
  }

  /** Forgets a run whose folder was deleted. */
  forget(folder: string): void {
    this.entries.delete(folder);
  }

  /** Reads all requested runs again that may have changed. */
  recheckAll(): void {
    for (const folder of this.entries.keys()) {
      this.enqueue(folder);
    }
  }

  /** Resolves when no run waits to be read, or after `ms` milliseconds. */
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

/** @returns whether the summary has changed */
async function readAgain(folder: string, entry: Entry): Promise<boolean> {
  try {
    const stamp = await stampOf(folder);
    // Whether a run is in progress also depends on its process, about which its files contain nothing.
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
