/** Debug adapter that passes messages on to a thread of its own, in which the debugger works. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { cancelLaunch } from '../../debug/launchProgress';
import type { ThreadData, ValuesAnswer, ValuesRequest } from '../../debug/thread';

interface Request {
  readonly seq: number;
  readonly type: string;
  readonly command: string;
  readonly arguments?: { readonly progressId?: unknown };
}

export class ThreadAdapter implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;
  private readonly thread: Worker;
  private readonly values: MessagePort;
  private readonly pending = new Map<number, (values: ValuesAnswer['values']) => void>();
  private nextRequest = 0;
  private readonly cancel = new SharedArrayBuffer(4);
  private ended = false;

  /** @param file absolute path of `dist/debugger.js` */
  constructor(file: string, { roots }: Pick<ThreadData, 'roots'>) {
    const { port1, port2 } = new MessageChannel();
    this.values = port1;
    this.values.on('message', ({ id, values }: ValuesAnswer) => {
      this.pending.get(id)?.(values);
      this.pending.delete(id);
    });
    const data: ThreadData = { roots, values: port2, cancel: this.cancel };
    this.thread = new Worker(file, { workerData: data, transferList: [port2] });
    this.thread.on('message', (message: vscode.DebugProtocolMessage) => this.sent.fire(message));
    this.thread.on('error', ({ message }) => this.fail(message));
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    if (isRequest(message) && message.command === 'disconnect') {
      // The thread may be in the middle of a long computation and would not receive the message.
      this.end();
      const { seq, command } = message;
      this.send({ type: 'response', request_seq: seq, command, success: true });
      return;
    }
    if (isRequest(message) && message.command === 'cancel' && message.arguments?.progressId !== undefined) {
      cancelLaunch(this.cancel); // the thread answers as soon as it is no longer busy
    }
    this.thread.postMessage(message);
  }

  /** Returns the values of a tensor of a what-if; undefined if they no longer exist. */
  valuesOf(request: Omit<ValuesRequest, 'id'>): Promise<ValuesAnswer['values']> {
    const id = this.nextRequest++;
    return new Promise((answer) => {
      if (this.ended) {
        answer(undefined);
        return;
      }
      this.pending.set(id, answer);
      this.values.postMessage({ ...request, id } satisfies ValuesRequest);
    });
  }

  dispose(): void {
    this.end();
    this.sent.dispose();
  }

  private fail(why: string): void {
    if (!this.ended) {
      this.send({ type: 'event', event: 'output', body: { category: 'stderr', output: `${why}\n` } });
      this.send({ type: 'event', event: 'terminated' });
    }
  }

  private send(message: object): void {
    this.sent.fire({ seq: 0, ...message });
  }

  private end(): void {
    this.ended = true;
    this.values.close();
    for (const answer of this.pending.values()) {
      answer(undefined);
    }
    this.pending.clear();
    void this.thread.terminate();
  }
}

function isRequest(message: vscode.DebugProtocolMessage): message is Request {
  return 'type' in message && message.type === 'request' && 'command' in message;
}
