/** The values that a client opens: the scopes of frames, and variables by their references. */
import { evaluate } from './expressions/evaluate';
import { parseExpression } from './expressions/parse';
import type { Frame } from './frames';
import type { Runtime } from './runtime';
import { scopesOf } from './scopes';
import { type Children, group, type Variable, variableOf } from './variables';

/** Children that a client can ask for, and the frame that they belong to. */
interface Opened {
  readonly children: Children;
  readonly frame: Frame;
}

export interface ListedScope {
  readonly name: string;
  readonly expensive: boolean;
  readonly reference: number;
}

export interface ListedVariable extends Variable {
  /** Its children are listed by this reference; 0 where it has none. */
  readonly reference: number;
}

/** The part of a variable's children that a client asks for. */
export interface Page {
  readonly filter?: 'indexed' | 'named';
  readonly start?: number;
  /** 0 or absent: all of them. */
  readonly count?: number;
}

/** Elements that are listed where a client asks for all of them. */
const mostElements = 10_000;

export class VariableStore {
  private readonly opened = new References<Opened>();

  constructor(private readonly runtime: Runtime) {}

  scopes(frame: Frame): readonly ListedScope[] {
    return scopesOf(this.runtime.viewOf(frame.pass, frame.step)).map(({ name, expensive, children }) => ({
      name,
      expensive,
      reference: this.opened.create({ children, frame }),
    }));
  }

  /** The children behind a reference; none where it is older than the stop before. */
  variables(reference: number, { filter, start = 0, count = 0 }: Page = {}): readonly ListedVariable[] {
    const opened = this.opened.get(reference);
    if (!opened || (filter === 'named' && opened.children.indexed > 0)) {
      return [];
    }
    const { children, frame } = opened;
    return children.list(start, count || mostElements).map((each) => this.listed(each, frame));
  }

  /** A child by its name, and its frame; undefined where the reference is older than the stop before. */
  find(
    reference: number,
    name: string,
  ): { readonly variable: Variable | undefined; readonly frame: Frame } | undefined {
    const opened = this.opened.get(reference);
    if (!opened) {
      return undefined;
    }
    const { children, frame } = opened;
    const all = children.list(0, children.indexed || mostElements);
    return { variable: all.find((each) => each.name === name), frame };
  }

  /** The value of an expression. @throws ExpressionError where it has none at the step of the frame */
  evaluate(expression: string, frame: Frame): ListedVariable {
    return this.listed(this.valueOf(expression, frame), frame);
  }

  /** Forgets, at a new stop, what was opened before the last one. */
  age(): void {
    this.opened.age();
  }

  private listed(variable: Variable, frame: Frame): ListedVariable {
    const { name, isLazy, expression = name } = variable;
    const children = isLazy ? group(() => [this.valueOf(expression, frame)]) : variable.children;
    return { ...variable, children, reference: children ? this.opened.create({ children, frame }) : 0 };
  }

  private valueOf(expression: string, { step }: Frame): Variable {
    return variableOf('', evaluate(parseExpression(expression), this.runtime.names, step), expression);
  }
}

/**
 * The values behind the references of the protocol. Those of the stop before are kept: a client still asks
 * for what it shows while the next stop is on its way.
 */
class References<Value> {
  private readonly known = new Map<number, Value>();
  private next = 1;
  /** The first reference of this stop, and of the one before. */
  private firsts: readonly [before: number, now: number] = [1, 1];

  create(value: Value): number {
    this.known.set(this.next, value);
    return this.next++;
  }

  /** @returns undefined for a reference that is older than the stop before */
  get(reference: number): Value | undefined {
    return this.known.get(reference);
  }

  /** Forgets, at a new stop, the references of all stops but the last one. */
  age(): void {
    const [, now] = this.firsts;
    for (const reference of this.known.keys()) {
      if (reference >= now) {
        break; // references are in rising order
      }
      this.known.delete(reference);
    }
    this.firsts = [now, this.next];
  }
}
