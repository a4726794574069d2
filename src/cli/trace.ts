/** `unroll trace`: records one sequence with the weights of a checkpoint into a file of tensors. */
import path from 'node:path';
import { readConfigText } from '../run/files/configText';
import { InputError } from '../run/files/inputError';
import { recordTrace } from '../run/questions/recordTrace';
import { say } from './output';

/**
 * @throws InputError with one line where the config, the data, the checkpoint or the sequence cannot be used
 */
export async function recordTraceFile(
  configFile: string,
  options: { readonly checkpoint: string; readonly sequence?: number; readonly out: string },
): Promise<void> {
  const text = await readConfigText(configFile);
  const { step, trace } = await recordTrace({ ...options, config: path.resolve(configFile), text }).catch(
    (error: unknown) => {
      throw error instanceof InputError && error.key
        ? new InputError(`${configFile}: ${error.message}`, error.key)
        : error;
    },
  );
  const steps = trace.tensors.get('y')?.shape[0] ?? 0;
  say(
    `sequence ${trace.sequence} (${trace.label}) after update ${step}: ${trace.tensors.size} tensors of ${steps} steps in ${options.out}`,
  );
}
