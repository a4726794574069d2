/** The border: what the host posts is looked at before it reaches the state. Pure. */
import type { LayerAnalysis } from '../../src/analysis/layerAnalysis';
import type { Spectrum } from '../../src/analysis/spectrum/spectrum';
import { elementsOf } from '../../src/notation/shape';
import type { HostToPanel, PanelTensor } from '../../src/protocol/panel';

/**
 * The message, checked; a sentence that says what is wrong with it otherwise.
 * @param views names of the panel's sections
 */
export function readMessage(data: unknown, views: readonly string[]): HostToPanel | string {
  if (!isMessage(data)) {
    return 'The panel received a message without a type.';
  }
  switch (data.type) {
    case 'form':
      return Array.isArray(data.fields) && Array.isArray(data.groups)
        ? data
        : 'The panel received a form without fields.';
    case 'run':
      return data.run === null || (isObject(data.run) && isObject(data.run.record))
        ? data
        : 'The panel received a run without its record.';
    case 'metrics':
      return Array.isArray(data.metrics) && isObject(data.record)
        ? data
        : 'The panel received metrics without their run.';
    case 'trace': {
      const broken = data.probes.flatMap((probe) => probe.tensors).find((tensor) => !isTensor(tensor));
      return broken ? `The trace of step ${data.update} holds a broken tensor "${broken.name}".` : data;
    }
    case 'picked': {
      const broken = data.probe.tensors.find((tensor) => !isTensor(tensor));
      return broken ? `The trace of step ${data.update} holds a broken tensor "${broken.name}".` : data;
    }
    case 'weights': {
      const broken = data.blocks.find(
        ({ values, size }) =>
          values !== null && (!(values instanceof Float32Array) || values.length !== size * size),
      );
      return broken ? `The weights of step ${data.update} hold a broken block "${broken.name}".` : data;
    }
    case 'snapshots':
      return Array.isArray(data.updates) ? data : 'The panel received moments without a list.';
    case 'part':
      return data.values instanceof Float32Array
        ? data
        : `The panel received a part of "${data.name}" that is no numbers.`;
    case 'trail':
      return data.values instanceof Float32Array ? data : 'The panel received a trail that is no numbers.';
    case 'spectrum':
      return { type: 'spectrum', update: data.update, spectrum: withInfinities(data.spectrum) };
    case 'show':
      return views.includes(data.view) ? data : `There is no view "${data.view}" in this panel.`;
    case 'diagnosis':
      return data.diagnosis === null || Array.isArray(data.diagnosis.findings)
        ? data
        : 'The panel received a diagnosis without findings.';
    case 'comparison':
      return data.comparison === null || Array.isArray(data.comparison.runs)
        ? data
        : 'The panel received a comparison without runs.';
    case 'comparedTraces':
      return Array.isArray(data.traces) ? data : 'The panel received traces of a comparison that are none.';
    case 'whatIf':
      return data.whatIf === null || Array.isArray(data.whatIf.tensors)
        ? data
        : 'The panel received a course without tensors.';
    case 'whatIfPart':
    case 'comparedPart':
      return data.values instanceof Float32Array
        ? data
        : `The panel received a part of "${data.name}" that is no numbers.`;
    case 'comparisonMetrics':
      return Array.isArray(data.metrics) ? data : 'The panel received metrics of a comparison that are none.';
    case 'analysis':
      return data.analysis === null || isAnalysis(data.analysis)
        ? data
        : `The panel received an analysis of ${data.of.layer} that is none.`;
    case 'pattern':
      return data.found === null || Array.isArray(data.found.matches)
        ? data
        : 'The panel received a search without its matches.';
    case 'patternProgress':
    case 'debugged':
    case 'askPick':
    case 'pickProgress':
    case 'notPicked':
    case 'loading':
    case 'error':
      return data;
    default:
      return `The panel does not know the message "${String((data satisfies never as { type: unknown }).type)}".`;
  }
}

/** Messages cross the border as JSON, where infinity becomes null. */
function withInfinities(spectrum: Spectrum): Spectrum {
  return {
    ...spectrum,
    conditionOfEigenvectors: spectrum.conditionOfEigenvectors ?? Number.POSITIVE_INFINITY,
    leadingCondition: spectrum.leadingCondition ?? Number.POSITIVE_INFINITY,
  };
}

/** Its arrays must have come as arrays: a host of another version may send other parts. */
function isAnalysis(analysis: LayerAnalysis): boolean {
  const { credit, exponents, saturation, window } = analysis;
  return (
    isObject(window) &&
    isObject(saturation) &&
    isObject(credit) &&
    ('why' in credit || credit.norms instanceof Float32Array) &&
    isObject(exponents) &&
    ('why' in exponents || exponents.values instanceof Float64Array)
  );
}

function isMessage(data: unknown): data is HostToPanel {
  return isObject(data) && typeof data.type === 'string';
}

function isTensor({ shape, values }: PanelTensor): boolean {
  return values === null || (values instanceof Float32Array && elementsOf(shape) === values.length);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
