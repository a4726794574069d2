/** The debugger's thread: a session that hears requests from the window and answers them. Everything is computed here. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { WhatIfTensor } from '../protocol/debugged';
import { openDebuggee } from './openDebuggee';
import { UnrollSession } from './session';

/** What the thread is started with. */
export interface ThreadData {
  /** Absolute folders that data is read from. */
  readonly roots: readonly string[];
  /** Takes `ValuesRequest`, answers `ValuesAnswer`: numbers would cross the protocol as text. */
  readonly values: MessagePort;
  /** One Int32 in shared memory: anything but 0 cancels the launch, however busy the thread is. */
  readonly cancel: SharedArrayBuffer;
}

export interface ValuesRequest extends Pick<WhatIfTensor, 'of' | 'name'> {
  readonly id: number;
  /** Of the course: see `SentWhatIf`. */
  readonly version: number;
}

export interface ValuesAnswer {
  readonly id: number;
  /** Undefined where there are none any more. */
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
