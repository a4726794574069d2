/**
 * A bounded, even selection of a stream of unknown length, without chance: of the items 0, 1, 2 … it keeps
 * those with frac(i·φ) < 2⁻ˡ, where φ is the golden ratio's fraction, and raises l by one whenever there would be too
 * many. These i lie at only three different distances from each other (Steinhaus' three-gap theorem), and a
 * period of the data, such as a day or the length of a window, does not agree with them.
 */
export class Thinned<Item> {
  /** l: about one of 2ˡ items is kept. */
  level = 0;
  private items: { readonly hash: number; readonly item: Item }[] = [];
  private offered = 0;

  constructor(private readonly most: number) {}

  get kept(): readonly Item[] {
    return this.items.map(({ item }) => item);
  }

  /** @param make makes the item, if it is to be kept */
  offer(make: () => Item): void {
    const hash = Math.imul(this.offered++, goldenRatio) >>> 0;
    if (!this.passes(hash)) {
      return;
    }
    this.items.push({ hash, item: make() });
    while (this.items.length > this.most) {
      this.level++;
      this.items = this.items.filter((one) => this.passes(one.hash));
    }
  }

  private passes(hash: number): boolean {
    return hash < 2 ** (32 - this.level);
  }
}

/** φ·2³². */
const goldenRatio = 0x9e3779b1;
