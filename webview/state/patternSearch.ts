/** The search for a pattern that was asked for last, and what has come of it. Pure. */
import type { HostToPanel } from '../../src/protocol/panel';
import type { PatternFound, PatternProgress, PatternQuestion } from '../../src/protocol/worker';

export interface PatternSearch {
  readonly id: number;
  readonly question: PatternQuestion;
  /** Of the sequence that the pattern was seen in. */
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

/** What was asked before is no longer of interest, and what was stopped has nothing to say. */
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
