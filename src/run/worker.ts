/** The worker thread: trains one run, or computes spectra, and tells the thread that started it. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { recurrentBlocks } from '../analysis/blocks';
import { spectrum } from '../analysis/spectrum';
import { decodeSafetensors } from '../formats/safetensors';
import type { RunEvent, WorkerReply, WorkerRequest } from '../protocol';
import { executeRun } from './execute';
import { cellOfCheckpoint } from './traces';

const port = parentPort;
if (!port) {
  throw new Error('worker.js is started by Unroll, as a worker thread');
}
const reply = (message: WorkerReply) => port.postMessage(message);

port.on('message', (request: WorkerRequest) => {
  if (request.request === 'train') {
    const events = new Batches((batch) => reply({ reply: 'run', events: batch }));
    executeRun(request, (event) => events.add(event));
  } else {
    try {
      reply({ reply: 'spectrum', id: request.id, spectra: spectraOf(request) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reply({ reply: 'error', id: request.id, message });
    }
  }
});

/**
 * A small model makes thousands of updates a second. What is said is gathered, so that the listener's event loop stays
 * free, and sent at the next event after a while, or at once where somebody waits for it.
 */
class Batches {
  private waiting: RunEvent[] = [];
  private sent = 0;

  constructor(private readonly send: (events: readonly RunEvent[]) => void) {}

  add(event: RunEvent): void {
    const last = this.waiting.at(-1);
    if (event.event === 'loading' && last?.event === 'loading') {
      this.waiting.pop(); // only the newest progress is of use
    }
    this.waiting.push(event);
    const urgent = event.event !== 'step' && event.event !== 'loading';
    if (urgent || performance.now() - this.sent > millisecondsBetweenBatches) {
      this.send(this.waiting);
      this.waiting = [];
      this.sent = performance.now();
    }
  }
}

const millisecondsBetweenBatches = 50;

function spectraOf({ file, blocks }: Extract<WorkerRequest, { request: 'spectrum' }>) {
  const checkpoint = decodeSafetensors(readFileSync(file));
  return recurrentBlocks(checkpoint, cellOfCheckpoint(checkpoint))
    .filter(({ name }) => blocks === 'all' || blocks.includes(name))
    .map(({ name, size, values }) => spectrum(name, size, values));
}
