/** The debugger's thread: a session that hears requests from the window and answers them. Everything is computed here. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openDebuggee } from './openDebuggee';
import { UnrollSession } from './session';

/** What the thread is started with. */
export interface ThreadData {
  /** Absolute folders that data is read from. */
  readonly roots: readonly string[];
  /** One Int32 in shared memory: anything but 0 cancels the launch, however busy the thread is. */
  readonly cancel: SharedArrayBuffer;
}

const { roots, cancel }: ThreadData = workerData;
const session = new UnrollSession((launch, progress) => openDebuggee(launch, roots, progress), cancel);
session.onDidSendMessage((message) => parentPort?.postMessage({ ...message }));
parentPort?.on('message', (message: DebugProtocol.ProtocolMessage) => session.handleMessage(message));
