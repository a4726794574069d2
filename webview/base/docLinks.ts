/** Headings of docs/ that the panel opens, as in a link to them. */

export const headings = {
  derivation: { page: 'math', heading: 'why-an-lstm-keeps-its-gradient' },
  decided: { page: 'diagnosis', heading: 'the-diagnosis' },
} as const;
