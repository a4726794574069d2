/** Everything that the host sends to the panel; only the panel checks it. */
import * as z from 'zod/mini';
import * as comparison from './comparison';
import * as debugging from './debugger';
import * as embedding from './embedding';
import * as evaluation from './evaluation';
import * as findings from './findings';
import * as form from './form';
import * as page from './page';
import * as pattern from './pattern';
import * as picks from './picks';
import * as run from './run';
import * as snapshots from './snapshots';
import * as tensors from './tensors';

export const hostToPanel = z.discriminatedUnion('type', [
  ...page.fromHost,
  ...form.fromHost,
  ...run.fromHost,
  ...snapshots.fromHost,
  ...tensors.fromHost,
  ...picks.fromHost,
  ...debugging.fromHost,
  ...pattern.fromHost,
  ...embedding.fromHost,
  ...evaluation.fromHost,
  ...findings.fromHost,
  ...comparison.fromHost,
]);
