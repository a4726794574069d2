/** A release that is not ready is refused with the error and the valid alternative. */
import assert from 'node:assert/strict';
import { type Release, releaseProblems } from './releaseProblems';

const ready: Release = {
  version: '0.2.0',
  changelog: `# Changelog

## [Unreleased]

## [0.2.0] - 2026-11-29

### Added

- A thing.

## [0.1.0] - 2026-11-01

### Added

- Another thing.
`,
  changes: '',
  tags: ['v0.1.0', ''],
};

describe('what stands against a release', () => {
  it('is nothing where all is ready', () => {
    assert.deepEqual(releaseProblems(ready), []);
  });

  const cases: readonly (readonly [string, Partial<Release>, string])[] = [
    [
      'a file that is not committed',
      { changes: ' M src/cli.ts\n?? new.ts\n' },
      'The tree has changes that are not committed (src/cli.ts, new.ts): commit them or put them aside.',
    ],
    [
      'a tag of that version',
      { tags: ['v0.2.0'] },
      'The tag v0.2.0 exists already: raise the version in package.json, or release from that tag.',
    ],
    [
      'an entry that is not released',
      { changelog: ready.changelog.replace('## [0.2.0]', '### Fixed\n\n- A fault.\n\n## [0.2.0]') },
      'CHANGELOG.md has 1 entry under [Unreleased]: move it below ## [0.2.0] - YYYY-MM-DD, so that [Unreleased] is empty.',
    ],
    [
      'no section [Unreleased]',
      { changelog: ready.changelog.replace('## [Unreleased]\n', '') },
      'CHANGELOG.md has no section [Unreleased]: it has to begin with ## [Unreleased].',
    ],
    [
      'no section for the version',
      { changelog: ready.changelog.replace('[0.2.0]', '[0.2.0-beta]') },
      'CHANGELOG.md has no section for 0.2.0: add ## [0.2.0] - YYYY-MM-DD with at least one entry.',
    ],
    [
      'a section without a date',
      { changelog: ready.changelog.replace(' - 2026-11-29', '') },
      'CHANGELOG.md has the heading ## [0.2.0]: it has to be ## [0.2.0] - YYYY-MM-DD.',
    ],
    [
      'a day that no calendar has',
      { changelog: ready.changelog.replace('2026-11-29', '2026-11-31') },
      'CHANGELOG.md has the heading ## [0.2.0] - 2026-11-31: it has to be ## [0.2.0] - YYYY-MM-DD.',
    ],
    [
      'a section without an entry',
      { changelog: ready.changelog.replace('- A thing.\n', '') },
      'CHANGELOG.md has no entry under [0.2.0]: it has to say what the version brings.',
    ],
  ];
  for (const [what, change, problem] of cases) {
    it(`is ${what}`, () => {
      assert.deepEqual(releaseProblems({ ...ready, ...change }), [problem]);
    });
  }

  it('is a version that is not three numbers', () => {
    const [problem] = releaseProblems({ ...ready, version: '0.2' });
    assert.equal(
      problem,
      'The version in package.json is 0.2: it has to be three numbers with dots, such as 0.1.0.',
    );
  });
});
