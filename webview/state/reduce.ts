/** How a message changes what the panel knows. Pure but for the loss history, which grows in place. */
import type { Comparison } from '../../src/protocol/comparison';
import type { WhatIf } from '../../src/protocol/debugged';
import type { HostToPanel } from '../../src/protocol/panel';
import { sideBySide, withComparedPart } from './comparedTraces';
import { follow, followAnew } from './followDebugger';
import { LossHistory } from './lossHistory';
import { heard } from './patternSearch';
import { isSame, keyOf, withPick, withPicked } from './picks';
import { keep, withPart } from './snapshots';
import type { Analysed, State } from './state';
import { shownWhatIf, withWhatIfPart } from './whatIf';

export function reduce(state: State, message: HostToPanel): State {
  switch (message.type) {
    case 'form':
      return { ...state, form: message };
    case 'run':
      return showRun(state, message.run);
    case 'metrics': {
      if (!state.run) {
        return state;
      }
      state.history.append(message.metrics);
      return {
        ...state,
        run: { ...state.run, record: message.record },
        historyVersion: state.historyVersion + 1,
        loading: null,
      };
    }
    case 'loading':
      return {
        ...state,
        error: null,
        loading: { file: message.file, bytes: message.bytes, totalBytes: message.totalBytes },
      };
    case 'snapshots':
      return followAnew({ ...state, snapshots: message.updates }, state.snapshots);
    case 'trace': {
      const { update, epoch, probes } = message;
      const trace = state.kept.get(update)?.trace ?? { update, epoch, probes };
      return showSnapshot({ ...state, kept: keep(state.kept, update, { trace }) }, update);
    }
    case 'debugged':
      return follow(state, message.place);
    case 'whatIf':
      return showWhatIf(state, message.whatIf);
    case 'whatIfPart':
      return { ...state, whatIf: withWhatIfPart(state.whatIf, message) };
    case 'askPick':
      return { ...state, askedPick: message.pick };
    case 'pickProgress': {
      const { doing, done, total } = message;
      return state.picking
        ? { ...state, picking: { ...state.picking, progress: { doing, done, total } } }
        : state;
    }
    case 'picked':
      return showPicked(state, message);
    case 'notPicked': {
      const { picking, view } = state;
      const { update, why } = message;
      return picking && isSame(picking, message)
        ? {
            ...state,
            picking: null,
            pickTrouble: { update, key: picking.again ? view.probe : null, why },
          }
        : state;
    }
    case 'weights': {
      const { update, blocks } = message;
      const weights = state.kept.get(update)?.weights ?? { update, blocks };
      return { ...state, weights, kept: keep(state.kept, update, { weights }) };
    }
    case 'part': {
      const kept = withPart(state.kept, state.assembly, message);
      return kept === state.kept ? state : refreshed({ ...state, kept });
    }
    case 'trail': {
      const { block, update, values } = message;
      const trail = new Map(state.trails.get(block)).set(update, values);
      return { ...state, trails: new Map(state.trails).set(block, trail) };
    }
    case 'spectrum':
      return {
        ...state,
        spectra: new Map(state.spectra).set(message.spectrum.name, {
          update: message.update,
          spectrum: message.spectrum,
        }),
      };
    case 'diagnosis':
      return { ...state, diagnosis: message.diagnosis };
    case 'analysis':
      return showAnalysis(state, { of: message.of, analysis: message.analysis, why: message.why });
    case 'pattern':
    case 'patternProgress':
      return { ...state, search: heard(state.search, message) };
    case 'comparison':
      return showComparison(state, message.comparison);
    case 'comparisonMetrics':
      if (state.comparison?.id !== message.id) {
        return state;
      }
      state.comparedMetrics[message.run]?.push(...message.metrics);
      return { ...state, comparedVersion: state.comparedVersion + 1 };
    case 'comparedTraces':
      return state.comparison?.id === message.id
        ? { ...state, sideBySide: sideBySide(message.id, message.traces) }
        : state;
    case 'comparedPart':
      return { ...state, sideBySide: withComparedPart(state.sideBySide, message) };
    case 'error':
      return { ...state, error: message.message, loading: null };
    case 'show':
      return showView(state, message.view);
  }
}

function showView(state: State, view: string): State {
  const collapsed = state.view.collapsed.filter((other) => other !== view);
  return { ...state, show: { view }, view: { ...state.view, collapsed } };
}

/** The first change is shown where it can be seen. */
function showWhatIf(state: State, whatIf: WhatIf | null): State {
  const next = { ...state, whatIf: whatIf && shownWhatIf(whatIf) };
  return whatIf && !state.whatIf ? showView(next, 'whatIf') : next;
}

/** A moment has one more sequence; where the person has asked for it, it is the one to look at. */
function showPicked(state: State, message: Extract<HostToPanel, { type: 'picked' }>): State {
  const { update, pick, probe } = message;
  const { picking, view } = state;
  const trace = state.kept.get(update)?.trace;
  const kept = trace
    ? keep(state.kept, update, { trace: { ...trace, probes: withPicked(trace.probes, probe) } })
    : state.kept;
  const next = refreshed({ ...state, kept });
  if (!picking || !isSame(picking, message)) {
    return next;
  }
  const chosen = picking.again
    ? {}
    : {
        probe: keyOf(probe.picked),
        picks: withPick(view.picks, pick, probe.picked, update),
        range: null,
      };
  const pickTrouble = picking.again && state.pickTrouble?.key === null ? state.pickTrouble : null;
  return { ...next, picking: null, pickTrouble, view: { ...view, ...chosen } };
}

/** Shows a moment that has come: what was watched then, and its weights where they have come too. */
export function showSnapshot(state: State, update: number): State {
  const { trace, weights } = state.kept.get(update) ?? { trace: null, weights: null };
  return { ...state, trace: trace ?? state.trace, weights: weights ?? state.weights };
}

/** What is in view, with the values that have come. */
function refreshed(state: State): State {
  const { kept, trace, weights } = state;
  return {
    ...state,
    trace: (trace && kept.get(trace.update)?.trace) ?? trace,
    weights: (weights && kept.get(weights.update)?.weights) ?? weights,
  };
}

function showRun(state: State, run: Extract<HostToPanel, { type: 'run' }>['run']): State {
  const history = new LossHistory();
  history.append(run?.metrics ?? []);
  const same = run !== null && run.folder === state.run?.folder;
  return {
    ...state,
    run: run && { folder: run.folder, record: run.record, cell: run.cell },
    history,
    historyVersion: state.historyVersion + 1,
    loading: null,
    error: null,
    // Of the same run too: at its end it may go back to the weights of an earlier epoch.
    kept: new Map(),
    snapshots: same ? state.snapshots : [],
    trace: same ? state.trace : null,
    weights: same ? state.weights : null,
    spectra: same ? state.spectra : new Map(),
    trails: new Map(),
    diagnosis: same ? state.diagnosis : null,
    analysed: same ? state.analysed : null,
    // Asked for again, at the moment that is then in view.
    askedPick: same && state.picking?.again === false ? state.picking.pick : state.askedPick,
    picking: null,
    pickTrouble: null,
    search: same ? state.search : null,
    view: {
      ...state.view,
      folder: run?.folder ?? null,
      ...(run?.folder === state.view.folder
        ? {}
        : { snapshot: null, picks: [], probe: typeof state.view.probe === 'number' ? state.view.probe : 0 }),
    },
  };
}

/**
 * While a training writes one checkpoint after the other, its weights may be newer than the trace by the time that both are
 * read. Then what is known of the same layer is kept, as the next trace may have more luck.
 */
function showAnalysis(state: State, next: Analysed): State {
  const { analysed, run } = state;
  const same = analysed?.of.layer === next.of.layer && analysed.of.probe === next.of.probe;
  const whole = ({ analysis }: Analysed) => analysis !== null && !('why' in analysis.exponents);
  const keep = run?.record.status === 'running' && same && whole(analysed) && !whole(next);
  return keep ? state : { ...state, analysed: next };
}

function showComparison(state: State, comparison: Comparison | null): State {
  const same = comparison !== null && comparison.id === state.comparison?.id;
  return {
    ...state,
    comparison,
    comparedMetrics: same ? state.comparedMetrics : (comparison?.runs ?? []).map(() => []),
    comparedVersion: state.comparedVersion + 1,
    sideBySide: same ? state.sideBySide : null,
  };
}
