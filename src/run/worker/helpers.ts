/** Starts the helper threads of a training. */
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../../engine/threads/formTeam';
import { TaskBoard } from '../../engine/threads/taskBoard';
import { messageOf } from '../../notation/errors';

/** @param helperFile absolute path of dist/helper.js; it stands beside this file in the product */
export function threadHelpers(helperFile = path.join(__dirname, 'helper.js')): Helpers {
  return {
    cores: os.availableParallelism(),
    start: (setup) => {
      const worker = new Worker(helperFile, { workerData: setup });
      worker.on('error', (error) => new TaskBoard(setup.board, setup.helpers).fail(messageOf(error)));
      worker.unref();
    },
  };
}
