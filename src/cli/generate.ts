/** `unroll generate`: text that a run's model writes on from a prompt. */
import path from 'node:path';
import type { GenerationAsk } from '../protocol/generated';
import { generateText } from '../run/questions/generate';
import { say } from './output';
import { configOfRun, runFolder } from './runFolder';

export interface GenerateOptions extends Omit<GenerationAsk, 'topK'> {
  readonly topK?: number;
  readonly json?: boolean;
}

/**
 * @param run the folder of a run, or a config, whose latest run is taken
 * @throws InputError with one line where the run, or what is asked, cannot be used
 */
export async function printGenerated(run: string, { json, topK, ...ask }: GenerateOptions): Promise<void> {
  const folder = path.resolve(await runFolder(run));
  const place = { folder, config: await configOfRun(folder) };
  const { tokens, ...text } = await generateText(place, { ...ask, topK: topK ?? null }, (token) => {
    if (json) {
      say(JSON.stringify({ event: 'token', ...token }));
    }
  });
  if (json) {
    say(JSON.stringify({ event: 'text', tokens: tokens.length, ...text }));
  } else {
    say(`${ask.prompt}${text.text}`);
  }
}
