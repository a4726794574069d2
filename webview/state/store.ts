/** The panel's one store: takes messages and choices, tells the elements once a frame, and remembers the view. */
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

/** What VS Code gives to a webview, as far as the panel uses it. */
export interface Host {
  /** @param transfer buffers that the page needs no longer */
  postMessage(message: PanelToHost, transfer?: ArrayBuffer[]): void;
  getState(): unknown;
  setState(state: View): void;
}

export class Store {
  state: State;
  private readonly listeners = new Set<() => void>();
  private frame = 0;
  /** What the elements in sight lack, the first in the page first. */
  private missing: SnapshotTensor[] = [];
  /** What the host has been asked for last. */
  private requested: readonly SnapshotTensor[] = [];
  /** The moment that the host was told of last; null: the newest. */
  private requestedSnapshot: number | null = null;
  /** Whether that moment has still to come, or to be drawn: another is asked for only then, so that each step of a scrub is seen. */
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

  /** An element in sight waits for these. */
  want(tensors: readonly SnapshotTensor[]): void {
    this.missing.push(...tensors);
  }

  /** A choice of the person. */
  choose(choice: Partial<View>): void {
    this.change({ ...this.state, view: { ...this.state.view, ...choice } });
  }

  /** Has the data searched for a pattern. @param label of the sequence that it was seen in */
  find(question: PatternQuestion, label: string): void {
    const id = Date.now(); // not that of a search before a reload
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

  /** Units stand so from now on; null: they are put in order anew. */
  setOrder(order: ComputedOrder | null): void {
    this.change({ ...this.state, order });
  }

  /** Something went wrong in the panel itself, or the person has read the error (null). */
  setError(error: string | null): void {
    this.change({ ...this.state, error });
  }

  post(message: PanelToHost, transfer?: ArrayBuffer[]): void {
    this.host.postMessage(message, transfer);
  }

  /** @returns the end of the subscription */
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

  /** Has every element look at the state with the next frame. */
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

  /** Asks for a sequence at the snapshot in view, in place of what was asked for before. */
  pick(query: SequenceQuery): void {
    const { trace } = this.state;
    if (trace) {
      this.change(reduce(this.state, { type: 'picking', update: trace.update, query }));
      this.post({ type: 'pickSequence', update: trace.update, query });
    }
  }

  /** Asks for a sequence that was picked at another snapshot; what the person was told last stays. */
  private pickAgain(query: SequenceQuery, { update }: Trace): void {
    this.change({ ...this.state, picking: { update, query, again: true, progress: null } });
    this.post({ type: 'pickSequence', update, query });
  }

  /** Gives up what was asked for last. */
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
      // What is in view may be of before the run was told of anew: then its newest snapshot is on its way.
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
