/** A client that speaks the protocol to a session over a socket, as an editor does. */
import { createServer, type Server } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import { openDebuggee } from '../../../src/debug/openDebuggee';
import { UnrollSession } from '../../../src/debug/session';

export interface Connected {
  readonly client: DebugClient;
  close(): Promise<void>;
}

export async function connect(roots: readonly string[]): Promise<Connected> {
  const server: Server = createServer((socket) => {
    const session = new UnrollSession((launch, progress) => openDebuggee(launch, roots, progress));
    session.setRunAsServer(true);
    session.start(socket, socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server has no port');
  }
  const client = new DebugClient('node', '', 'unroll');
  await client.start(address.port);
  return {
    client,
    close: async () => {
      await client.stop();
      await new Promise((done) => server.close(done));
    },
  };
}
