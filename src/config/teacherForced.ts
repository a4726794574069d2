/** Whether training reads the true previous target where validation reads the network's own output. */
import type { Config } from './schema';

/** Whether the losses of training and validation are of two kinds for that reason. */
export function isTeacherForced({ task }: Config): boolean {
  return task.shape === 'encoder-decoder' && task.teacherForcing;
}
