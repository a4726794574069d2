/** The config as a form: each key that applies, with its documentation, value, default and problem. */
import { findNodeAtLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';
import type { FormField } from '../protocol';
import { leavesOf, type SchemaNode, schemaTree } from './describe';
import { type DataKind, kindOfData } from './kind';
import { defaultShape, parseConfig } from './parse';

type Value = FormField['value'];

const groups: Readonly<Record<string, string>> = {
  data: 'Data',
  task: 'Task',
  model: 'Model',
  training: 'Training',
  probe: 'Probe',
};

/** Fields in the schema's order; those of a text that cannot be parsed show what can be read of it. */
export function formFields(text: string): FormField[] {
  const root = parseTree(text);
  const data = root && findNodeAtLocation(root, ['data']);
  const found = kindOfData(data ? getNodeValue(data) : undefined);
  const kind: DataKind = 'kind' in found ? found.kind : 'table';
  const problems = parseConfig(text).problems;
  const at = (path: readonly string[]) => root && findNodeAtLocation(root, [...path]);
  const own = (path: readonly string[]) => plainValue(at(path));
  return leavesOf(schemaTree(kind))
    .filter(({ path: [room] }) => room !== 'compare') // a list of objects is no field
    .filter(({ path }) => applies(path, own))
    .map(({ path, node }): FormField => {
      const value = own(path);
      const problem = problems.find(
        (each) =>
          each.path.join('.') === path.join('.') ||
          each.path.slice(0, path.length).join('.') === path.join('.'),
      );
      return {
        path,
        label: path.slice(1).join(' '),
        description: (node.description ?? '').replaceAll('`', ''),
        group: groups[path[0]] ?? path[0],
        kind: kindOf(node),
        value: value ?? defaultOf(path, node, data ? getNodeValue(data) : undefined, kind),
        set: at(path) !== undefined,
        ...(problem ? { problem: problem.message } : {}),
      };
    });
}

/** Whether a key means something with the other choices; a key that the file sets is always shown. */
function applies(path: readonly string[], own: (path: readonly string[]) => Value): boolean {
  if (own(path) !== undefined) {
    return true;
  }
  const cell = own(['model', 'cell']) ?? 'lstm';
  const optimizer = own(['training', 'optimizer', 'name']) ?? 'adam';
  const schedule = own(['training', 'schedule', 'name']) ?? 'constant';
  const only: Readonly<Record<string, boolean>> = {
    'model.activation': cell === 'rnn',
    'model.variant': cell === 'gru',
    'model.init.forgetBias': cell === 'lstm',
    'task.teacherForcing': own(['task', 'shape']) === 'encoder-decoder',
    'training.optimizer.momentum': optimizer === 'sgd' || optimizer === 'rmsprop',
    'training.optimizer.betas': optimizer === 'adam' || optimizer === 'adamw',
    'training.optimizer.alpha': optimizer === 'rmsprop',
    'training.optimizer.eps': optimizer !== 'sgd',
    'training.schedule.every': schedule === 'step',
    'training.schedule.factor': schedule === 'step',
    'training.schedule.final': schedule === 'cosine',
  };
  return only[path.join('.')] ?? true;
}

function kindOf(node: SchemaNode): FormField['kind'] {
  const choices = node.enum ?? (node.const !== undefined ? [node.const] : undefined);
  if (choices) {
    return { type: 'choice', options: choices.map(String) };
  }
  switch (node.type) {
    case 'integer':
    case 'number': {
      // zod bounds whole numbers by what a double can hold, which is no limit to speak of.
      const limit = (value: number | undefined) =>
        value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
      const minimum = limit(node.minimum ?? node.exclusiveMinimum);
      const maximum = limit(node.maximum ?? node.exclusiveMaximum);
      return {
        type: 'number',
        integer: node.type === 'integer',
        ...(minimum !== undefined ? { minimum } : {}),
        ...(maximum !== undefined ? { maximum } : {}),
      };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return { type: 'list', of: isOfTexts(node) ? 'text' : 'number' };
    default:
      return { type: 'text' };
  }
}

function isOfTexts({ items }: SchemaNode): boolean {
  return typeof items === 'object' && items.type === 'string';
}

/** The value in force where the file does not say. */
function defaultOf(path: readonly string[], node: SchemaNode, data: unknown, kind: DataKind): Value {
  if (path.join('.') === 'task.shape') {
    return defaultShape(kind, data);
  }
  return isValue(node.default) ? node.default : undefined;
}

function plainValue(node: Node | undefined): Value {
  const value: unknown = node && getNodeValue(node);
  return isValue(value) ? value : undefined;
}

function isValue(value: unknown): value is NonNullable<Value> {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
  );
}
