/** Anchors of the headings in docs/ to which the panel links. */

export const headings = {
  derivation: { page: 'math', heading: 'why-an-lstm-keeps-its-gradient' },
  decided: { page: 'diagnosis', heading: 'the-diagnosis' },
} as const;
