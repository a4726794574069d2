/** Records the activity of all of Chromium's threads while an action runs in a page. */
import type { Page } from 'playwright-core';
import type { TraceEvent } from './panelFrames';

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'cc', 'viz', 'v8'];

export interface Recording {
  stop(): Promise<readonly TraceEvent[]>;
}

export async function startRecording(page: Page): Promise<Recording> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const each of value) {
      if (isTraceEvent(each)) {
        events.push(each);
      }
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  return {
    stop: async () => {
      const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
      await session.send('Tracing.end');
      await complete;
      await session.detach();
      return events;
    },
  };
}

function isTraceEvent(value: object): value is TraceEvent {
  return 'name' in value && 'ph' in value && 'pid' in value && 'tid' in value && 'ts' in value;
}
