/** The worker thread: trains one run, or answers questions about runs, and tells the thread that started it. */
import { parentPort } from 'node:worker_threads';
import type { RunEvent } from '../protocol/run';
import type { WorkerReply, WorkerRequest } from '../protocol/worker';
import { analyseLayer } from './analyse';
import { diagnoseRun } from './diagnose';
import { EventBatches } from './eventBatches';
import { executeRun } from './execute';
import { writeFindings } from './findings';
import { threadHelpers } from './helpers';
import { pickSequence } from './pick';
import { spectraOf } from './spectra';
import { eigenvaluesOf } from './trail';

type Question = Exclude<WorkerRequest, { request: 'train' }>;

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
  try {
    reply(await answer(request));
  } catch (error) {
    reply({
      reply: 'error',
      id: request.id,
      message: error instanceof Error ? error.message : String(error),
    });
  }
});

async function answer(question: Question): Promise<WorkerReply> {
  const { id } = question;
  switch (question.request) {
    case 'spectrum':
      return { reply: 'spectrum', id, spectra: await spectraOf(question.file, question.blocks) };
    case 'eigenvalues':
      return { reply: 'eigenvalues', id, values: await eigenvaluesOf(question.file, question.block) };
    case 'diagnose': {
      const diagnosis = await diagnoseRun(question.folder, question.limits);
      writeFindings(question.folder, diagnosis);
      return { reply: 'diagnosis', id, diagnosis };
    }
    case 'analyse':
      return { reply: 'analysis', id, analysis: await analyseLayer(question.folder, question) };
    case 'pick': {
      const picked = await pickSequence(question, (progress) =>
        reply({ reply: 'pickProgress', id, ...progress }),
      );
      return { reply: 'picked', id, picked };
    }
  }
}
