/** The message of a logpoint: text with expressions in braces, `{t}: {norm(h)}`. */
import { describe } from './describe';
import { evaluate } from './evaluate';
import type { Names } from './names';
import { longestText, parseExpression } from './parse';
import { ExpressionError } from './problem';
import type { Expression } from './syntax';

/** The parts of a message: text, an expression, or the error of one. */
export type LogMessage = readonly (string | Expression | ExpressionError)[];

/** Parses a message once, so that it can be written at every step. A brace that is not closed is text. */
export function parseLog(template: string): LogMessage {
  if (template.length > longestText) {
    return [
      new ExpressionError(`a message may have ${longestText} characters; this has ${template.length}`, {
        start: longestText,
        end: template.length,
      }),
    ];
  }
  const message: (string | Expression | ExpressionError)[] = [];
  let at = 0;
  // Braces in quotes belong to the text that is quoted.
  for (const found of template.matchAll(/\{((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{}"'])*)\}/gs)) {
    message.push(template.slice(at, found.index), expressionOr(found[1]));
    at = found.index + found[0].length;
  }
  return [...message, template.slice(at)].filter((part) => part !== '');
}

/** @param message as it was typed, or as `parseLog` returned it */
export function formatLog(message: string | LogMessage, names: Names, step: number): string {
  const parts = typeof message === 'string' ? parseLog(message) : message;
  return parts.map((part) => partText(part, names, step)).join('');
}

function expressionOr(text: string): Expression | ExpressionError {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) {
      return error;
    }
    throw error;
  }
}

function partText(part: string | Expression | ExpressionError, names: Names, step: number): string {
  if (typeof part === 'string') {
    return part;
  }
  if (part instanceof ExpressionError) {
    return errorText(part);
  }
  try {
    const value = evaluate(part, names, step);
    return typeof value === 'string' ? value : describe(value).text;
  } catch (error) {
    if (error instanceof ExpressionError) {
      return errorText(error);
    }
    throw error;
  }
}

function errorText({ message }: ExpressionError): string {
  return `{error: ${message}}`;
}
