/** Everything that the panel sends to the host; only the host checks it. */
import * as z from 'zod/mini';
import * as comparison from './comparison';
import * as debugging from './debugger';
import * as embedding from './embedding';
import * as figures from './figures';
import * as findings from './findings';
import * as form from './form';
import * as page from './page';
import * as pattern from './pattern';
import * as picks from './picks';
import * as run from './run';
import * as snapshots from './snapshots';
import * as tensors from './tensors';

export const panelToHost = z.discriminatedUnion('type', [
  ...page.fromPanel,
  ...form.fromPanel,
  ...run.fromPanel,
  ...snapshots.fromPanel,
  ...tensors.fromPanel,
  ...picks.fromPanel,
  ...debugging.fromPanel,
  ...pattern.fromPanel,
  ...embedding.fromPanel,
  ...findings.fromPanel,
  ...comparison.fromPanel,
  ...figures.fromPanel,
]);
