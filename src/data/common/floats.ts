/** A list of numbers that grows without boxing them: at most twice the memory of what it holds. */
export class Floats {
  length = 0;
  private values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(Math.ceil(this.length * 1.5));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** The number pushed last; undefined before the first. */
  get last(): number | undefined {
    return this.length > 0 ? this.values[this.length - 1] : undefined;
  }

  /** A view of the numbers, without the room to grow. */
  toArray(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
