/** The order in which tensors are sent, and the requests that are dropped. */
import { strict as assert } from 'node:assert';
import { type OpenTensors, TensorSender } from '../../../../src/host/panel/tensorSender';
import type { HostToPanel } from '../../../../src/protocol/panel';

type Source = { readonly of: 'snapshot'; readonly update: number; readonly probe: number };

describe('tensors that the page requests', () => {
  const source = (update: number): Source => ({ of: 'snapshot', update, probe: 0 });
  let opened: number[];
  let closed: number;
  let sent: string[];
  let failures: unknown[];

  function senderOf(sizes: Readonly<Record<string, number>>, onPost: () => void = () => undefined) {
    [opened, closed, sent, failures] = [[], 0, [], []];
    const open = async ({ update }: Source): Promise<OpenTensors> => {
      opened.push(update);
      return {
        size: async (name) => {
          if (name === 'broken') {
            throw new Error('no such tensor');
          }
          return sizes[name];
        },
        read: async (name, at, count) => new Float32Array(Math.min(count, sizes[name] - at)),
        close: async () => {
          closed++;
        },
      };
    };
    const post = async (message: HostToPanel) => {
      assert.ok(message.type === 'tensorPart' && message.source.of === 'snapshot');
      sent.push(`${message.source.update} ${message.name} ${message.at}+${message.values.length}`);
      onPost();
    };
    return new TensorSender<Source>(open, post, (error) => failures.push(error));
  }

  it('arrive in parts and in order, and each source is opened once', async () => {
    const sender = senderOf({ a: 1_200_000, b: 3, empty: 0 });
    await sender.request([
      { source: source(1), name: 'a' },
      { source: source(1), name: 'empty' },
      { source: source(2), name: 'b' },
    ]);
    assert.deepEqual(sent, [
      '1 a 0+500000',
      '1 a 500000+500000',
      '1 a 1000000+200000',
      '1 empty 0+0',
      '2 b 0+3',
    ]);
    assert.deepEqual(opened, [1, 2]);
    assert.equal(closed, 2);
  });

  it('are delayed by later requests, and continue if still needed', async () => {
    const again = [
      { source: source(2), name: 'b' },
      { source: source(1), name: 'a' },
    ];
    const sender = senderOf({ a: 1_200_000, b: 3, c: 3 }, () => {
      if (sent.length === 1) {
        sender.request(again);
      }
    });
    await sender.request([
      { source: source(1), name: 'a' },
      { source: source(1), name: 'c' },
    ]);
    assert.deepEqual(sent, ['1 a 0+500000', '1 a 500000+500000', '1 a 1000000+200000', '2 b 0+3']);
    assert.deepEqual(failures, []);
  });

  it('are skipped where they no longer exist; a failure drops the rest', async () => {
    const sender = senderOf({ b: 3 });
    await sender.request([
      { source: source(1), name: 'gone' },
      { source: source(1), name: 'b' },
    ]);
    assert.deepEqual(sent, ['1 b 0+3']);
    await sender.request([
      { source: source(1), name: 'broken' },
      { source: source(1), name: 'b' },
    ]);
    assert.equal(failures.length, 1);
    assert.deepEqual([sent.length, closed], [1, 2]);
    await sender.request([{ source: source(1), name: 'b' }]);
    assert.equal(sent.length, 2);
  });
});
