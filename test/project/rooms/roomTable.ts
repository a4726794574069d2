/** The table of rooms in `docs/architecture.md`. */
import { markdownTable, withPart } from '../markdown';
import type { Table } from './table';

/** @param page the text of `docs/architecture.md` */
export function withRoomTable(page: string, table: Table): string {
  const rows = table.rooms.map(({ room, about }) => [`\`${room}\``, about]);
  const text = markdownTable(['room', 'what is there'], rows);
  return withPart(page, 'docs/architecture.md', 'rooms', 'src/rooms.json', text);
}
