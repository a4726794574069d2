/**
 * The panel's only store: takes messages and choices, notifies the elements once per frame, and saves the
 * view.
 */
import type { HostToPanel, PanelToHost, SnapshotTensor } from '../../src/protocol/panel';
import type { SequenceQuery } from '../../src/protocol/pickedSequence';
import type { PatternQuestion } from '../../src/protocol/worker';
import { newSearch } from './patternSearch';
import { reduce } from './reduce';
import { showSnapshot } from './reducers/snapshots';
import { duePick } from './shown';
import type { Trace } from './snapshots';
import { initialState, type State } from './state';
import type { ComputedOrder } from './unitOrder';
import { restored, type View } from './view';

/** The part of the VS Code API for webviews that the panel uses. */
export interface Host {
  /** Sends a message to the host. @param transfer buffers that the page no longer needs */
  postMessage(message: PanelToHost, transfer?: ArrayBuffer[]): void;
  getState(): unknown;
  setState(state: View): void;
}

export class Store {
  state: State;
  private readonly listeners = new Set<() => void>();
  private frame = 0;
  /** Tensors that the visible elements lack, in the order of the page. */
  private missing: SnapshotTensor[] = [];
  /** Tensors requested last from the host. */
  private requested: readonly SnapshotTensor[] = [];
  /** Snapshot requested last from the host; null is the newest. */
  private requestedSnapshot: number | null = null;
  /**
   * Whether the requested snapshot has not arrived or not been drawn yet. The next is requested only after
   * that, so that each snapshot of a scrub is seen.
   */
  private waiting = false;
  private remembering: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: Host) {
    this.state = initialState(restored(host.getState()));
  }

  receive(message: HostToPanel): void {
    if (message.type === 'run') {
      this.requested = [];
      this.requestedSnapshot = null;
    }
    if (message.type === 'run' || message.type === 'error') {
      this.waiting = false;
    }
    this.change(reduce(this.state, message));
  }

  /** Requests tensors for which a visible element waits. */
  want(tensors: readonly SnapshotTensor[]): void {
    this.missing.push(...tensors);
  }

  /** Applies a choice of the user. */
  choose(choice: Partial<View>): void {
    this.change({ ...this.state, view: { ...this.state.view, ...choice } });
  }

  /**
   * Starts a search of the data for a pattern.
   * @param label label of the sequence in which the pattern was seen
   */
  find(question: PatternQuestion, label: string): void {
    const id = Date.now(); // differs from the ids of searches before a reload
    this.change({ ...this.state, search: newSearch(id, question, label) });
    this.post({ type: 'findPattern', id, question });
  }

  stopSearch(): void {
    const { search } = this.state;
    if (search?.status === 'searching') {
      this.change({ ...this.state, search: { ...search, status: 'stopped' } });
      this.post({ type: 'stopPattern' });
    }
  }

  /** Sets the order of the units; null has it computed anew. */
  setOrder(order: ComputedOrder | null): void {
    this.change({ ...this.state, order });
  }

  /** Shows an error of the panel itself; null once the user has dismissed it. */
  setError(error: string | null): void {
    this.change({ ...this.state, error });
  }

  post(message: PanelToHost, transfer?: ArrayBuffer[]): void {
    this.host.postMessage(message, transfer);
  }

  /**
   * Calls the listener with each frame in which the state changed.
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private change(state: State): void {
    const viewChanged = state.view !== this.state.view;
    this.state = state;
    if (viewChanged) {
      clearTimeout(this.remembering);
      this.remembering = setTimeout(() => this.host.setState(this.state.view), 100);
    }
    this.look();
  }

  /** Notifies every element with the next frame. */
  look(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.missing = [];
        for (const listener of this.listeners) {
          listener();
        }
        this.askForTensors();
        this.askForSnapshot();
        this.askForPick();
      });
    }
  }

  private askForTensors(): void {
    const { missing, requested } = this;
    const isRequested = (tensor: SnapshotTensor) =>
      requested.some(
        ({ update, probe, name }) =>
          update === tensor.update && probe === tensor.probe && name === tensor.name,
      );
    if (!missing.every(isRequested)) {
      this.requested = missing;
      this.post({
        type: 'askTensors',
        tensors: missing.map(({ update, probe, name }) => ({
          source: { of: 'snapshot', update, probe },
          name,
        })),
      });
    }
  }

  /** Requests a sequence at the snapshot in view, in place of any pending query. */
  pick(query: SequenceQuery): void {
    const { trace } = this.state;
    if (trace) {
      this.change(reduce(this.state, { type: 'picking', update: trace.update, query }));
      this.post({ type: 'pickSequence', update: trace.update, query });
    }
  }

  /** Requests a sequence that was picked at another snapshot; the last notice to the user stays. */
  private pickAgain(query: SequenceQuery, { update }: Trace): void {
    this.change({ ...this.state, picking: { update, query, again: true, progress: null } });
    this.post({ type: 'pickSequence', update, query });
  }

  /** Cancels the pending query. */
  cancelPick(): void {
    const { picking, view } = this.state;
    if (picking) {
      this.post({ type: 'cancelPick' });
      const key = picking.again ? view.probe : null;
      const pickTrouble = { update: picking.update, key, why: 'Cancelled.' };
      this.change({ ...this.state, picking: null, pickTrouble });
    }
  }

  private askForPick(): void {
    const { toFollow, trace, kept } = this.state;
    const due = duePick(this.state);
    if (toFollow) {
      // The trace in view may be older than the latest message about the run; then its newest snapshot is on
      // its way.
      if (trace && kept.has(trace.update)) {
        this.pick(toFollow);
      }
    } else if (due && trace) {
      this.pickAgain(due, trace);
    }
  }

  private askForSnapshot(): void {
    const { trace, view, kept } = this.state;
    const drawn = trace?.update === this.requestedSnapshot && this.missing.length === 0;
    this.waiting &&= !drawn && this.requestedSnapshot !== null;
    if (!trace || this.waiting || view.snapshot === this.requestedSnapshot) {
      return;
    }
    this.requestedSnapshot = view.snapshot;
    this.waiting = true;
    this.post({ type: 'showSnapshot', update: view.snapshot });
    if (view.snapshot !== null && kept.get(view.snapshot)?.trace) {
      this.change(showSnapshot(this.state, view.snapshot));
    }
  }
}
