/** Parses an expression. */
import type jsep from 'jsep';
import { unexpectedAt } from './characters';
import { ExpressionError } from './problem';
import type { Expression } from './syntax';
import { nodeOf } from './token';
import { partOf } from './tree';

/** Number of characters that an expression may have. */
export const longestText = 2000;

/** @throws ExpressionError and nothing else, whatever the text is */
export function parseExpression(text: string): Expression {
  if (text.length > longestText) {
    throw new ExpressionError(`an expression may have ${longestText} characters; this has ${text.length}`, {
      start: longestText,
      end: text.length,
    });
  }
  if (text.trim() === '') {
    throw new ExpressionError('this is empty; an expression is a name such as h, or norm(h)', {
      start: 0,
      end: text.length,
    });
  }
  const node = read(text);
  const nodes = isCompound(node) ? node.body : [node];
  // jsep skips commas and semicolons wherever they stand between expressions, and needs none.
  const root = nodes.length > 0 ? partOf(nodes[0], text) : undefined;
  const before = text.slice(0, root?.start).search(/[,;]/);
  if (root === undefined || before >= 0) {
    throw unexpectedAt(text, Math.max(0, before));
  }
  const rest = text.slice(root.end).search(/[^ \t\n\r]/);
  if (rest >= 0) {
    throw nodes.length > 1 && !/[,;]/.test(text[root.end + rest])
      ? new ExpressionError('an operator is missing before this', {
          start: root.end + rest,
          end: text.length,
        })
      : unexpectedAt(text, root.end + rest);
  }
  return { text, root };
}

function read(text: string): jsep.Expression {
  try {
    return nodeOf(text);
  } catch (error) {
    if (error instanceof ExpressionError || !isOfJsep(error)) {
      throw error;
    }
    const span = { start: error.index, end: Math.min(error.index + 1, text.length) };
    throw error.description === 'Expected :'
      ? new ExpressionError('a : is missing, as in h[3] > 0 ? 1 : 2', span)
      : new ExpressionError(`this cannot be read: ${error.description}`, span);
  }
}

function isOfJsep(error: unknown): error is Error & { index: number; description: string } {
  return (
    error instanceof Error &&
    'index' in error &&
    typeof error.index === 'number' &&
    'description' in error &&
    typeof error.description === 'string'
  );
}

function isCompound(node: jsep.Expression): node is jsep.Compound {
  return node.type === 'Compound';
}
