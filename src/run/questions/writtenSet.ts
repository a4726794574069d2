/** Texts that a model has written, as sequences that can be recorded like those of the data. */
import type { BatchBuffer, SequenceSet } from '../../data/common/dataset';
import { shownToken } from '../../data/common/trainedData';
import { writerOf } from '../../engine/generator';
import type { NetworkSpec } from '../../engine/spec';
import type { Written } from './writing';

/**
 * One text, which can be replaced by the next. Its targets are the tokens that were drawn, so that its loss is the
 * mean of −ln p over them.
 */
export class WrittenSet implements SequenceSet {
  readonly count = 1;
  private read: readonly number[] = [];
  private classes: readonly number[] = [];
  private text = '';

  constructor(
    private readonly spec: Pick<NetworkSpec, 'shape' | 'inputSize' | 'embeddings'>,
    /** The tokens of the input, by their classes. */
    private readonly tokens: readonly string[],
  ) {}

  take({ read, classes, ask, text }: Written): void {
    this.read = read;
    this.classes = classes;
    this.text = `${ask.prompt}${text}`;
  }

  /** Classes of the tokens that are read; with one time axis these are the drawn ones, too. */
  private get inputs(): readonly number[] {
    return this.own ? this.read : [...this.read, ...this.classes];
  }

  private get own(): boolean {
    return this.spec.shape === 'one-to-many' || this.spec.shape === 'encoder-decoder';
  }

  inputSteps(): number {
    return this.own ? this.read.length : this.read.length + this.classes.length;
  }

  outputSteps(): number {
    return this.own ? this.classes.length : this.inputSteps();
  }

  writeInputs(_sequence: number, from: number, to: number, batch: BatchBuffer, b: number): void {
    const { inputs } = this;
    const write = writerOf(this.spec);
    for (let t = from; t < to; t++) {
      const place = (t - from) * batch.size + b;
      write(batch, place, inputs[t] ?? -1);
      if (!this.own) {
        this.writeTarget(t - this.read.length + 1, place, batch);
      }
    }
  }

  writeTargets(_sequence: number, from: number, to: number, batch: BatchBuffer, b: number): void {
    for (let t = from; t < to; t++) {
      this.writeTarget(t, (t - from) * batch.size + b, batch);
    }
  }

  label(): string {
    const shown = [...this.text].map(shownToken);
    return `written: "${shown.slice(0, longestLabel).join('')}${shown.length > longestLabel ? '…' : ''}"`;
  }

  stepLabel(_sequence: number, step: number): string | undefined {
    const { inputs } = this;
    return step < inputs.length ? shownToken(this.tokens[inputs[step]]) : undefined;
  }

  /** @param drawn number of the drawn token; before the first and behind the last there is no target */
  private writeTarget(drawn: number, place: number, batch: BatchBuffer): void {
    const has = drawn >= 0 && drawn < this.classes.length;
    batch.mask[place] = has ? 1 : 0;
    batch.targetClass[place] = has ? this.classes[drawn] : 0;
  }
}

const longestLabel = 40;
