/** The debugger's thread: a session that answers the requests of the window. Everything is computed here. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { WhatIfTensor } from '../protocol/debugged';
import { openDebuggee } from './openDebuggee';
import { UnrollSession } from './session';

export interface ThreadData {
  /** Absolute folders that data is read from. */
  readonly roots: readonly string[];
  /**
   * Takes each `ValuesRequest` and answers it with a `ValuesAnswer`: numbers would cross the protocol as
   * text.
   */
  readonly values: MessagePort;
  /** One Int32 in shared memory: anything but 0 cancels the launch, however busy the thread is. */
  readonly cancel: SharedArrayBuffer;
}

export interface ValuesRequest extends Pick<WhatIfTensor, 'of' | 'name'> {
  readonly id: number;
  /** The version of the what-if, as in `SentWhatIf`. */
  readonly version: number;
}

export interface ValuesAnswer {
  readonly id: number;
  /** Undefined where these values are no longer there. */
  readonly values: Float32Array<ArrayBuffer> | undefined;
}

const { roots, cancel, values: port }: ThreadData = workerData;
const session = new UnrollSession((launch, progress) => openDebuggee(launch, roots, progress), cancel);
session.onDidSendMessage((message) => parentPort?.postMessage({ ...message }));
port.on('message', ({ id, version, of, name }: ValuesRequest) => {
  const values = session.whatIfValues({ of, name }, version);
  const answer: ValuesAnswer = { id, values };
  port.postMessage(answer, values ? [values.buffer] : []);
});
parentPort?.on('message', (message: DebugProtocol.ProtocolMessage) => session.handleMessage(message));
