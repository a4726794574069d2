/**
 * The table of rooms, `src/rooms.json`: which room may import which. It lists the rooms from the ground floor
 * up.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { root } from '../../vscode/folders';

const room = z.strictObject({
  /** Folder of the room; a file belongs to the room with the longest path that it lies in. */
  room: z.string(),
  about: z.string(),
  /** Rooms whose values and types may be imported; `x/*` stands for all rooms inside of x. */
  imports: z.array(z.string()),
  /** Rooms whose types alone may be imported. */
  types: z.array(z.string()).optional(),
  /** Whether every room above may import it. */
  everybody: z.boolean().optional(),
  /** Whether it may use Node's own modules. */
  node: z.boolean().optional(),
  /** Whether it may use VS Code's API. */
  vscode: z.boolean().optional(),
  /** Whether its files and folders must not import one another. */
  apart: z.boolean().optional(),
});

const tableSchema = z.strictObject({
  rooms: z.array(room),
  /** Files or folders that may import a package's values, so that the package can be exchanged there. */
  behind: z.record(z.string(), z.array(z.string())),
  crowded: z.strictObject({
    /** Largest number of files in one folder. */
    limit: z.int(),
    /** Folders that may hold more files. */
    flat: z.array(z.string()),
  }),
});

export type Room = z.infer<typeof room>;
export type Table = z.infer<typeof tableSchema>;

export function readTable(): Table {
  return tableSchema.parse(JSON.parse(readFileSync(path.join(root, 'src', 'rooms.json'), 'utf8')));
}

/** Returns the room of a file, or undefined for a file outside all rooms. */
export function roomOf({ rooms }: Table, file: string): Room | undefined {
  return rooms
    .filter((each) => file.startsWith(`${each.room}/`) || file === `${each.room}.ts`)
    .sort((a, b) => b.room.length - a.room.length)
    .at(0);
}

/** Returns whether a list of the table names a room. */
export function names(list: readonly string[], { room }: Room): boolean {
  return list.some((name) =>
    name.endsWith('/*') ? path.posix.dirname(room) === name.slice(0, -2) : name === room,
  );
}
