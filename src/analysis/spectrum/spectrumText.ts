/** Names of recurrent blocks in words, for hovers and the command line. */

const gateText: Readonly<Record<string, string>> = {
  i: 'input gate i',
  f: 'forget gate f',
  g: 'candidate C̃',
  o: 'output gate o',
  r: 'reset gate r',
  z: 'update gate z',
  n: 'candidate h̃',
};

/** `layer 0, forget gate f` of `rnn.weight_hh_l0.f`. */
export function blockText(name: string): string {
  const [, part, layer, reverse, gate] =
    /^(rnn|decoder)\.weight_hh_l(\d+)(_reverse)?(?:\.(\w))?$/.exec(name) ?? [];
  if (part === undefined) {
    return name;
  }
  const where = `${part === 'decoder' ? 'decoder ' : ''}layer ${layer}${reverse ? ' backward' : ''}`;
  return gate === undefined ? where : `${where}, ${gateText[gate] ?? gate}`;
}
