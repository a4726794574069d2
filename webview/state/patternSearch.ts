/** The latest search for a pattern, and its result so far. Pure. */
import type { HostToPanel } from '../../src/protocol/panel';
import type { PatternFound, PatternProgress, PatternQuestion } from '../../src/protocol/worker';

export interface PatternSearch {
  readonly id: number;
  readonly question: PatternQuestion;
  /** Label of the sequence in which the pattern was seen. */
  readonly label: string;
  readonly status: 'searching' | 'stopped' | 'found' | 'failed';
  /** Null until the data has been read. */
  readonly progress: PatternProgress | null;
  readonly found: PatternFound | null;
  readonly why: string | null;
}

export function newSearch(id: number, question: PatternQuestion, label: string): PatternSearch {
  return { id, question, label, status: 'searching', progress: null, found: null, why: null };
}

type PatternMessage = Extract<HostToPanel, { type: 'patternProgress' | 'patternFound' | 'patternNotFound' }>;

/** Applies a message to its search; messages of earlier or stopped searches are ignored. */
export function received(search: PatternSearch | null, message: PatternMessage): PatternSearch | null {
  if (search?.id !== message.id || search.status !== 'searching') {
    return search;
  }
  switch (message.type) {
    case 'patternProgress':
      return { ...search, progress: { looked: message.looked, sequences: message.sequences } };
    case 'patternFound':
      return { ...search, status: 'found', found: message.found };
    case 'patternNotFound':
      return { ...search, status: 'failed', why: message.why };
  }
}
