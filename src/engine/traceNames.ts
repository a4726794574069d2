/** What a trace calls the parts of a network. */
import type { Layer } from './layer';
import type { Network } from './network';
import type { Stack } from './stack';

/** The stacks in the order in which they are computed, each with what its names begin with. */
export function stacksOf({ encoder, decoder }: Network): readonly (readonly [string, Stack])[] {
  return decoder
    ? [
        ['', encoder],
        ['decoder.', decoder],
      ]
    : [['', encoder]];
}

/** `l0`, `l1_reverse`, `decoder.l0` */
export function layerName(prefix: string, { parameters: { layer, reverse } }: Layer): string {
  return `${prefix}l${layer}${reverse ? '_reverse' : ''}`;
}
