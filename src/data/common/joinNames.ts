/** Lists names for a message: if there are many, the first ones and how many more there are. */
export function joinNames(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
