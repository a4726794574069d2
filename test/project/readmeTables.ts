/** The tables of README.md that are written from package.json, each between two comments that name it. */
import * as z from 'zod';
import { markdownTable, withPart } from './markdown';

const menuEntry = z.object({ command: z.string(), when: z.string().optional() });

/** The part of package.json from which the tables are written. */
const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string() })),
    menus: z.record(z.string(), z.array(menuEntry)),
    keybindings: z.array(z.object({ command: z.string(), key: z.string() })),
    configuration: z.object({
      properties: z.record(
        z.string(),
        z.object({
          default: z.json(),
          description: z.string().optional(),
          markdownDescription: z.string().optional(),
        }),
      ),
    }),
  }),
});
type Contributions = z.infer<typeof manifestSchema>['contributes'];

/** The menus of VS Code in words, in the order in which a row names them. */
const menuWords: Readonly<Record<string, string>> = {
  'editor/title': 'title bar of a config',
  'explorer/context': 'menu of a file in the Explorer',
  'view/title': 'title bar of **Runs**',
  'view/item/context': 'menu of a run',
};

const tables: Readonly<Record<string, (contributes: Contributions) => string>> = {
  commands: commandTable,
  settings: settingTable,
};

/**
 * @param readme the text of README.md
 * @param manifest the parsed package.json
 * @returns the text with each table up to date
 */
export function withTables(readme: string, manifest: unknown): string {
  const { contributes } = manifestSchema.parse(manifest);
  return Object.entries(tables).reduce(
    (text, [name, table]) => withPart(text, 'README.md', name, 'package.json', table(contributes)),
    readme,
  );
}

/** A row for each title; commands that are in no menu, such as those of a lens, are left out. */
function commandTable({ commands, menus, keybindings }: Contributions): string {
  const places = new Map<string, Set<string>>();
  for (const { command, title } of commands) {
    const ofTitle = places.get(title) ?? new Set();
    for (const place of placesOf(command, menus)) {
      ofTitle.add(place);
    }
    for (const binding of keybindings.filter((each) => each.command === command)) {
      ofTitle.add(keyWords(binding.key));
    }
    places.set(title, ofTitle);
  }
  const rows = [...places]
    .filter(([, ofTitle]) => ofTitle.size > 0)
    .map(([title, ofTitle]) => [`**${title}**`, [...ofTitle].join(', ')]);
  return markdownTable(['command', 'where it is'], rows);
}

function placesOf(command: string, menus: Contributions['menus']): readonly string[] {
  const entries = (menu: string) => (menus[menu] ?? []).filter((entry) => entry.command === command);
  const hidden = entries('commandPalette').some(({ when }) => when === 'false');
  const shown = Object.entries(menuWords).filter(([menu]) => entries(menu).length > 0);
  return [...(hidden ? [] : ['command palette']), ...shown.map(([, words]) => words)];
}

/** The key as people write it: `shift+f10` is Shift+F10. */
function keyWords(key: string): string {
  const written = key
    .split('+')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');
  return `key ${written}`;
}

function settingTable({ configuration }: Contributions): string {
  const rows = Object.entries(configuration.properties).map(([name, setting]) => [
    `\`${name}\``,
    `\`${JSON.stringify(setting.default)}\``,
    setting.markdownDescription ?? setting.description ?? '',
  ]);
  return markdownTable(['setting', 'default', 'what it is'], rows);
}
