/**
 * Code that runs in the panel's page while it is measured: it makes a trace of the requested size, and
 * records the times of frames and of each heatmap's painting. The functions are sent to the page as text, so
 * each is self-contained.
 */

/** Records kept in the page. Times are those of `performance.now()`. */
export interface Recorded {
  /** Time of each animation frame. */
  frames: number[];
  /** Times at which a trace, or a part of one of its tensors, arrived. */
  arrivals: number[];
  /** Times at which another snapshot was requested. */
  asked: number;
  /** Times at which each heatmap's pixels were written to its canvas, by `data-name`. */
  painted: { name: string; at: number }[];
}

declare global {
  interface Window {
    recorded: Recorded;
    /** Gives the panel a trace in separate arrays, as if the host had sent it. */
    giveTrace: (snapshot: number) => Promise<void>;
  }
}

export function record(): void {
  const recorded: Recorded = { frames: [], arrivals: [], asked: 0, painted: [] };
  window.recorded = recorded;
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const type = typeof data === 'object' && data !== null && 'type' in data ? data.type : null;
    if (type === 'trace' || type === 'tensorPart') {
      recorded.arrivals.push(performance.now());
      console.timeStamp('arrival');
    }
  });
  const putImageData = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...put: readonly unknown[]) {
    Reflect.apply(putImageData, this, put);
    const root = this.canvas.getRootNode();
    if (root instanceof ShadowRoot && this.canvas.closest('.plot')) {
      const name = root.host instanceof HTMLElement ? (root.host.dataset.name ?? '') : '';
      recorded.painted.push({ name, at: performance.now() });
      console.timeStamp('painted');
    }
  };
  const stamp = (at: number) => {
    recorded.frames.push(at);
    requestAnimationFrame(stamp);
  };
  requestAnimationFrame(stamp);
}

/** An LSTM whose units see their neighbours, run over noise, with gradients that vanish backwards in time. */
export function makeTraces({ steps, units }: { steps: number; units: number }): void {
  let seed = 2463534242;
  const noise = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed / 2 ** 31;
  };
  const count = steps * units;
  const [h, c, i, f, g, o, dh, dc] = Array.from({ length: 8 }, () => new Float32Array(count));
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  for (let t = 0; t < steps; t++) {
    for (let unit = 0; unit < units; unit++) {
      const at = t * units + unit;
      const before = t > 0 ? h[(t - 1) * units + ((unit + 1) % units)] : 0;
      const slow = Math.sin(t / (20 + unit));
      i[at] = sigmoid(before + noise());
      f[at] = sigmoid(2 + before + noise());
      g[at] = Math.tanh(slow + 2 * before + noise());
      o[at] = sigmoid(slow - before + noise());
      c[at] = f[at] * (t > 0 ? c[at - units] : 0) + i[at] * g[at];
      h[at] = o[at] * Math.tanh(c[at]);
      const left = 0.998 ** (steps - t);
      dh[at] = left * noise();
      dc[at] = 3 * left * noise();
    }
  }
  const x = Float32Array.from({ length: 4 * steps }, noise);
  const y = Float32Array.from({ length: steps }, noise);
  const tensor = (name: string, values: Float32Array, size: number) => ({
    name,
    shape: [steps, size],
    values: values.slice(),
  });
  window.giveTrace = async (snapshot) => {
    const tensors = [
      tensor('x', x, 4),
      tensor('y', y, 1),
      tensor('l0.h', h, units),
      tensor('l0.c', c, units),
      tensor('l0.gate.i', i, units),
      tensor('l0.gate.f', f, units),
      tensor('l0.gate.g', g, units),
      tensor('l0.gate.o', o, units),
      tensor('l0.grad.h', dh, units),
      tensor('l0.grad.c', dc, units),
    ];
    const probe = { sequence: 0, label: 'sequence 0', stepLabels: [], tensors };
    const data = { type: 'trace', update: snapshot, epoch: snapshot, probes: [probe] };
    await new Promise((next) => setTimeout(next, 500));
    // The time that a message takes to be copied between processes is not part of the panel's drawing.
    window.dispatchEvent(new MessageEvent('message', { data }));
  };
}
