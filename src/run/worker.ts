/** The worker thread: trains one run, or computes spectra, and tells the thread that started it. */
import { parentPort } from 'node:worker_threads';
import type { RunEvent, WorkerReply, WorkerRequest } from '../protocol';
import { EventBatches } from './eventBatches';
import { executeRun } from './execute';
import { threadHelpers } from './helpers';
import { spectraOf } from './spectra';

const port = parentPort;
if (!port) {
  throw new Error('worker.js is started by Unroll, as a worker thread');
}
const reply = (message: WorkerReply) => port.postMessage(message);

port.on('message', async (request: WorkerRequest) => {
  if (request.request === 'train') {
    const batches = new EventBatches((events) => reply({ reply: 'run', events }));
    const listener = { say: (event: RunEvent) => batches.add(event), pulse: () => batches.pulse() };
    await executeRun(request, listener, threadHelpers());
    return;
  }
  const { id, file, blocks } = request;
  try {
    reply({ reply: 'spectrum', id, spectra: await spectraOf(file, blocks) });
  } catch (error) {
    reply({ reply: 'error', id, message: error instanceof Error ? error.message : String(error) });
  }
});
