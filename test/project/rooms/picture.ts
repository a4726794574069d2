/** The picture of the rooms, drawn by Graphviz from the imports themselves: an arrow means "imports". */
import { instance } from '@viz-js/viz';
import { type Files, importsOf } from './imports';
import { roomOf, type Table } from './table';

/** Fill colours by the folder of a room, so that the parts of the house are visible. */
const fills: Readonly<Record<string, string>> = {
  'src/data': '#e6f4ea',
  'src/engine': '#fde7d9',
  'src/analysis': '#fff4cc',
  'src/run': '#e3ecfb',
  'src/debug': '#f3e5f5',
  'src/host': '#dff3f6',
  webview: '#fbe4ec',
};
const otherFill = '#f2f2f2';

/** @returns an SVG image that is identical for identical imports */
export async function roomsPicture(table: Table, files: Files): Promise<string> {
  const arrows = new Map<string, Set<string>>(table.rooms.map(({ room }) => [room, new Set<string>()]));
  for (const { from, to = '' } of importsOf(files)) {
    const [own, other] = [roomOf(table, from), roomOf(table, to)];
    if (own && other && own !== other) {
      arrows.get(own.room)?.add(other.room);
    }
  }
  const nodes = table.rooms.map(({ room, about }) => {
    const fill = Object.entries(fills).find(([folder]) => `${room}/`.startsWith(`${folder}/`))?.[1];
    return `"${room}" [fillcolor="${fill ?? otherFill}" tooltip="${about}" label="  ${room}  "];`;
  });
  const edges = [...arrows].flatMap(([own, others]) =>
    [...others].filter((other) => !isReached(arrows, own, other)).map((other) => `"${own}" -> "${other}";`),
  );
  const dot = [
    'digraph rooms {',
    'rankdir=TB; bgcolor="white"; nodesep=0.2; ranksep=0.4; pad=0.2;',
    'node [shape=box margin="0.25,0.08" style="rounded,filled" color="#57606a" fontname="Helvetica,Arial,sans-serif" fontsize=11];',
    'edge [color="#57606a" arrowsize=0.6];',
    ...nodes,
    ...edges,
    '}',
  ].join('\n');
  const graphviz = await instance();
  return graphviz.renderString(dot, { format: 'svg' });
}

/** Returns whether a room is also reached through others; its own arrow would then only crowd the picture. */
function isReached(arrows: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(arrows.get(from) ?? [])].filter((next) => next !== to);
  for (let room = open.pop(); room !== undefined; room = open.pop()) {
    if (room === to) {
      return true;
    }
    if (!seen.has(room)) {
      seen.add(room);
      open.push(...(arrows.get(room) ?? []));
    }
  }
  return false;
}
