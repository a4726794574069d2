/**
 * What the references of the protocol stand for. Those of the stop before are kept: a client asks for what it has just
 * shown while the next stop is on its way.
 */
export class References<Value> {
  private readonly known = new Map<number, Value>();
  private next = 1;
  /** The first reference of this stop, and of the one before. */
  private firsts: readonly [before: number, now: number] = [1, 1];

  create(value: Value): number {
    this.known.set(this.next, value);
    return this.next++;
  }

  /** @returns undefined for one that is older */
  get(reference: number): Value | undefined {
    return this.known.get(reference);
  }

  /** A stop: what was shown at the one before the last is no more. */
  age(): void {
    const [, now] = this.firsts;
    for (const reference of this.known.keys()) {
      if (reference >= now) {
        break; // they come in order
      }
      this.known.delete(reference);
    }
    this.firsts = [now, this.next];
  }
}
