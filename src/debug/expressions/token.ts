/**
 * Reads the tokens of an expression for jsep: everything that binds tighter than a binary operator. jsep's
 * nodes do not contain their positions, and it accepts more than this language has (`a b`, `[1, 2]`, `this`);
 * so each token is read here, with jsep's readers of numbers, strings, words and whole expressions, while
 * jsep orders the binary operators and `? :` around the tokens.
 */
import jsep from 'jsep';
import { beginsWord, failure, numberAt, type Reader, stringAt, unexpected, word } from './characters';
import { offsetOf } from './offset';
import { ExpressionError } from './problem';
import { among, type Part, unaryOperators } from './syntax';
import { partOf, tokenNode } from './tree';

/** Largest depth of nested parentheses, brackets, signs and choices: more would overflow the stack. */
const deepest = 60;
const depths = new WeakMap<Reader, number>();

jsep.hooks.add('gobble-token', function (env) {
  env.node = tokenNode(token(this));
});
jsep.hooks.add('gobble-expression', function () {
  enter(this);
});
// Runs after jsep's own hook for `? :`, which reads the two expressions in it.
jsep.hooks.add('after-expression', function () {
  leave(this);
});

/** jsep's tree of a text. */
export function nodeOf(text: string): jsep.Expression {
  return jsep(text);
}

function enter(reader: Reader): void {
  const depth = (depths.get(reader) ?? 0) + 1;
  if (depth > deepest) {
    throw failure(reader, `more than ${deepest} expressions stand in each other`);
  }
  depths.set(reader, depth);
}

function leave(reader: Reader): void {
  depths.set(reader, (depths.get(reader) ?? 1) - 1);
}

function token(reader: Reader): Part {
  const start = reader.index;
  const operator = among(unaryOperators, reader.char);
  if (operator === undefined) {
    return followed(reader, first(reader));
  }
  reader.index++;
  enter(reader);
  const read = reader.gobbleToken();
  leave(reader);
  if (read === undefined) {
    throw failure(reader, `a value is missing after ${operator}`);
  }
  const of = partOf(read, reader.expr);
  return { kind: 'unary', operator, of, start, end: of.end };
}

/** A constant, a name without its dots, or what is in parentheses. */
function first(reader: Reader): Part {
  const start = reader.index;
  const { char } = reader;
  if (/[0-9.]/.test(char)) {
    return constant(reader, numberAt(reader), start);
  }
  if (char === '"' || char === "'") {
    return constant(reader, stringAt(reader), start);
  }
  if (char === '(') {
    reader.index++;
    const inner = expression(reader, 'in these parentheses');
    close(reader, ')', start);
    return { ...inner, start, end: reader.index };
  }
  if (!beginsWord(char)) {
    throw unexpected(reader);
  }
  const name = word(reader);
  if (name === 'true' || name === 'false') {
    return constant(reader, name === 'true', start);
  }
  return { kind: 'name', name, start, end: reader.index };
}

/** A token with the dots, brackets, calls and `@` that follow it. */
function followed(reader: Reader, begun: Part): Part {
  let part = begun;
  const { start } = begun;
  for (;;) {
    reader.gobbleSpaces();
    const at = reader.index;
    switch (reader.char) {
      case '.': {
        reader.index++;
        reader.gobbleSpaces();
        if (part.kind !== 'name' || reader.expr[part.start] === '(') {
          throw failure(reader, 'only names have parts after a dot, as in gate.f', at);
        }
        if (!beginsWord(reader.char)) {
          throw failure(reader, `the name goes on after the dot, as in gate.f`, at);
        }
        part = { kind: 'name', name: `${part.name}.${word(reader)}`, start, end: reader.index };
        break;
      }
      case '[': {
        reader.index++;
        const index = expression(reader, 'in these brackets');
        close(reader, ']', at);
        part = { kind: 'element', of: part, index, start, end: reader.index };
        break;
      }
      case '(':
        part = { kind: 'call', called: functionName(part, reader), ...passed(reader), start };
        break;
      case '@': {
        reader.index++;
        reader.gobbleSpaces();
        const from = reader.index;
        const sign = among(unaryOperators, reader.char);
        if (sign !== undefined) {
          reader.index++;
          reader.gobbleSpaces();
        }
        if (reader.index >= reader.expr.length) {
          throw failure(reader, 'a number of steps is missing after @, as in h@-5', at);
        }
        const steps = first(reader);
        const span = { start: from, end: reader.index };
        part = {
          kind: 'other step',
          of: part,
          offset: offsetOf(sign, steps, span),
          start,
          end: reader.index,
        };
        break;
      }
      default:
        return part;
    }
  }
}

function functionName(part: Part, reader: Reader): string {
  if (part.kind !== 'name') {
    throw failure(reader, 'only a function can be called, as in norm(h)');
  }
  if (part.name.includes('.')) {
    const at = part.name.lastIndexOf('.');
    throw new ExpressionError(
      `nothing can be called after a dot; write ${part.name.slice(at + 1)}(${part.name.slice(0, at)})`,
      part,
    );
  }
  return part.name;
}

function passed(reader: Reader): { passed: Part[]; end: number } {
  const open = reader.index;
  reader.index++;
  reader.gobbleSpaces();
  const parts: Part[] = [];
  if (reader.char !== ')') {
    for (;;) {
      parts.push(expression(reader, 'in these parentheses'));
      if (reader.char !== ',') {
        break;
      }
      reader.index++;
    }
  }
  close(reader, ')', open);
  return { passed: parts, end: reader.index };
}

/** Up to a character that cannot belong to it. */
function expression(reader: Reader, where: string): Part {
  reader.gobbleSpaces();
  if (reader.index < reader.expr.length && ')],'.includes(reader.char)) {
    throw failure(reader, `a value is missing ${where}`);
  }
  return partOf(reader.gobbleExpression(), reader.expr);
}

function close(reader: Reader, bracket: string, open: number): void {
  reader.gobbleSpaces();
  if (reader.char === bracket) {
    reader.index++;
  } else if (reader.index >= reader.expr.length) {
    throw new ExpressionError(`a ${bracket} is missing`, { start: open, end: reader.expr.length });
  } else {
    throw unexpected(reader);
  }
}

function constant(reader: Reader, value: number | boolean | string, start: number): Part {
  return { kind: 'constant', value, start, end: reader.index };
}
