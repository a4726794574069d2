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

type News = Extract<HostToPanel, { type: 'pattern' | 'patternProgress' }>;

/** What was asked before is no longer of interest, and what was stopped has nothing to say. */
export function heard(search: PatternSearch | null, news: News): PatternSearch | null {
  if (search?.id !== news.id || search.status !== 'searching') {
    return search;
  }
  return news.type === 'patternProgress'
    ? { ...search, progress: { looked: news.looked, sequences: news.sequences } }
    : { ...search, status: news.found ? 'found' : 'failed', found: news.found, why: news.why };
}
