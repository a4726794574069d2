/** The tables of README.md agree with package.json. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/folders';
import { withTables } from './readmeTables';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('the tables of README.md', () => {
  it('are those that npm run docs writes', () => {
    assert.equal(
      withTables(read('README.md'), JSON.parse(read('package.json'))),
      read('README.md'),
      'The tables of README.md are older than package.json: npm run docs writes them anew.',
    );
  });

  it('name the places of a command and the default of a setting, and leave out what stands in no menu', () => {
    const manifest = {
      contributes: {
        commands: [
          { command: 'a', title: 'Go' },
          { command: 'b', title: 'Hidden' },
          { command: 'c', title: 'Rename…' },
          { command: 'd', title: 'Go' },
        ],
        menus: {
          commandPalette: ['b', 'c', 'd'].map((command) => ({ command, when: 'false' })),
          'view/item/context': [{ command: 'd' }, { command: 'c' }],
        },
        keybindings: [{ command: 'c', key: 'shift+f2' }],
        configuration: { properties: { 'x.y': { default: 3, markdownDescription: 'One | two.' } } },
      },
    };
    const marked = ['commands', 'settings'].map(
      (name) => `<!-- ${name}: written by npm run docs from package.json -->\nold\n<!-- end of ${name} -->\n`,
    );
    assert.equal(
      withTables(`Before\n${marked.join('Between\n')}After\n`, manifest),
      `Before
<!-- commands: written by npm run docs from package.json -->

| command | where it is |
| --- | --- |
| **Go** | command palette, menu of a run |
| **Rename…** | menu of a run, key Shift+F2 |

<!-- end of commands -->
Between
<!-- settings: written by npm run docs from package.json -->

| setting | default | what it is |
| --- | --- | --- |
| \`x.y\` | \`3\` | One \\| two. |

<!-- end of settings -->
After
`,
    );
  });

  it('are refused without the comments around them', () => {
    assert.throws(() => withTables('# Unroll', JSON.parse(read('package.json'))), /has to hold this once/);
  });
});
