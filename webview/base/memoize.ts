/** Derived values that live as long as the objects from which they are derived. */

/**
 * Calls `compute` once for each key; the same key gives the same object, so that plots see that nothing has
 * changed.
 */
export function memoize<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let entry = known.get(key);
    if (!entry) {
      entry = { value: compute(key) };
      known.set(key, entry);
    }
    return entry.value;
  };
}
