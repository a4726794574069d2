/** A thread that helps a training: started by the training's own thread, and ended with it. */
import { workerData } from 'node:worker_threads';
import { help } from '../../engine/threads/helper';

help(workerData);
