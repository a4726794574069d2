/**
 * The worker thread: trains one run, or answers questions about runs, and reports to the thread that started
 * it.
 */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../notation/errors';
import type { RunEvent } from '../../protocol/run';
import type { PatternProgress, WorkerReply, WorkerRequest } from '../../protocol/worker';
import { writeFindings } from '../files/findings';
import { predict } from '../predictions/predict';
import { analyseLayer } from '../questions/analyse';
import { diagnoseRun } from '../questions/diagnose';
import { embeddingFacts } from '../questions/embedding';
import { exportModel } from '../questions/exportModel';
import { findPattern } from '../questions/findPattern';
import { pickSequence } from '../questions/pick';
import { spectraOf } from '../questions/spectra';
import { eigenvaluesOf } from '../questions/trail';
import { executeRun } from '../training/execute';
import { EventBatches } from './eventBatches';
import { threadHelpers } from './helpers';

type Question = Exclude<WorkerRequest, { request: 'train' | 'findPattern' }>;

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
  if (request.request === 'findPattern') {
    reply(await found(request));
    return;
  }
  try {
    reply(await answer(request));
  } catch (error) {
    reply({ reply: 'error', id: request.id, message: messageOf(error) });
  }
});

async function found(
  request: Extract<WorkerRequest, { request: 'findPattern' }>,
): Promise<Extract<WorkerReply, { reply: 'pattern' }>> {
  try {
    const say = (progress: PatternProgress) => reply({ reply: 'looked', ...progress });
    return { reply: 'pattern', found: await findPattern(request, say), why: null };
  } catch (error) {
    return { reply: 'pattern', found: null, why: messageOf(error) };
  }
}

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
    case 'embedding':
      return { reply: 'embedding', id, facts: await embeddingFacts(question.folder, question) };
    case 'export':
      await exportModel(question, question);
      return { reply: 'exported', id };
    case 'pick': {
      const picked = await pickSequence(question, (progress) =>
        reply({ reply: 'pickProgress', id, ...progress }),
      );
      return { reply: 'picked', id, picked };
    }
    case 'predict': {
      const summary = await predict(question, (progress) =>
        reply({ reply: 'predictProgress', id, ...progress }),
      );
      return { reply: 'predicted', id, summary };
    }
  }
}
