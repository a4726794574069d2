/** Reads a message: the data from the other side is checked before it is used. */
import type * as z from 'zod/mini';

/**
 * The message, or a sentence that states what is wrong with it.
 * @param sender `The panel`
 */
export function read<T>(schema: z.ZodMiniType<T>, data: unknown, sender: string): T | string {
  const checked = schema.safeParse(data);
  if (checked.success) {
    return checked.data;
  }
  const what = typeof data === 'object' && data !== null && 'type' in data ? ` "${data.type}"` : '';
  const [{ path, message }] = checked.error.issues;
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  return `${sender} sent a message${what} that is not understood: ${where}${message}`;
}
