/**
 * Starts the panel: connects the VS Code API, the store and the page's elements, and routes messages between
 * them.
 */
import './base/nonce';
import './shell/panel';
import { sections } from './shell/sections';
import { keepOrder } from './state/keepUnitOrder';
import { readMessage } from './state/readMessage';
import { Store } from './state/store';
import type { View } from './state/view';
import { registerControls } from './ui/controls';

const page = new CSSStyleSheet();
page.replaceSync('body { margin: 0; padding: 0; overflow: hidden; }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

registerControls();
const views = sections.map(({ view }) => view);
const store = new Store(acquireVsCodeApi<View>());
keepOrder(store);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readMessage(data, views);
  if (typeof message === 'string') {
    store.setError(message);
  } else {
    store.receive(message);
  }
});

// A panel needs its store before it enters the document.
const panel = document.createElement('unroll-panel');
panel.store = store;
document.body.append(panel);
store.post({ type: 'ready', folder: store.state.view.folder });
