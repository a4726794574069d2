/**
 * A peer from npm in a Node process of its own, so that neither its heap nor its event loop is the bench's.
 */
import path from 'node:path';
import * as z from 'zod';
import type { Problem } from '../../src/speed/problem';
import { root } from '../../test/vscode/folders';
import { adam, type Contender, type StepResult } from './contender';
import { findNpmPeers } from './install';
import { LineChild } from './lineChild';
import { withProblemFile } from './problemFile';

export interface NpmPeer<About> {
  /** Name of the script in bench/peers/, which is not bundled. */
  readonly script: string;
  /** The script's answer to a request for its description. */
  readonly about: z.ZodType<About>;
  name(about: About): string;
  readonly differs: string;
}

export async function startNpmPeer<About>(peer: NpmPeer<About>, mayInstall: boolean): Promise<Contender> {
  const script = path.join(root, 'bench', 'peers', peer.script);
  const child = new LineChild(
    script,
    process.execPath,
    [script, await findNpmPeers(mayInstall)],
    process.env,
  );
  const name = peer.name(await child.ask({ do: 'about' }, peer.about));
  return {
    name,
    differs: peer.differs,
    prepare: (problem: Problem) =>
      withProblemFile(problem, async (file) => {
        await child.ask({ do: 'prepare', file, shape: problem.shape, adam }, z.object({}));
      }),
    step: (): Promise<StepResult> => child.step(),
    close: () => child.close(),
  };
}
