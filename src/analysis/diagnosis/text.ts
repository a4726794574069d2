/** Names in the sentences of findings. */

/** `layer 0`, `layer 1 backward`, `decoder layer 0` of a layer's name in a trace. */
export function layerText(name: string): string {
  const decoder = name.startsWith('decoder.');
  const own = decoder ? name.slice('decoder.'.length) : name;
  const [number, direction] = own.slice(1).split('_');
  return `${decoder ? 'decoder ' : ''}layer ${number}${direction === undefined ? '' : ' backward'}`;
}
