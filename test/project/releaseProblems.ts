/**
 * The reasons why a version cannot be released yet: each is one sentence that ends with what would be valid.
 */

export interface Release {
  readonly version: string;
  readonly changelog: string;
  /** The output of `git status --porcelain`. */
  readonly changes: string;
  readonly tags: readonly string[];
}

export function releaseProblems({ version, changelog, changes, tags }: Release): readonly string[] {
  const problems: string[] = [];
  const changed = changes.split('\n').filter((line) => line !== '');
  if (changed.length > 0) {
    const files = changed.map((line) => line.slice(3));
    const listed = files.length > 3 ? [...files.slice(0, 3), '…'] : files;
    problems.push(
      `The tree has changes that are not committed (${listed.join(', ')}): commit them or put them aside.`,
    );
  }
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    problems.push(
      `The version in package.json is ${version}: it has to be three numbers with dots, such as 0.1.0.`,
    );
  }
  if (tags.includes(tagOf(version))) {
    problems.push(
      `The tag ${tagOf(version)} exists already: raise the version in package.json, or release from that tag.`,
    );
  }
  return [...problems, ...changelogProblems(changelog, version)];
}

export function tagOf(version: string): string {
  return `v${version}`;
}

function changelogProblems(changelog: string, version: string): readonly string[] {
  const problems: string[] = [];
  const sections = sectionsOf(changelog);
  const unreleased = sections.find(({ heading }) => heading === '[Unreleased]');
  const section = sections.find(({ heading }) => heading.startsWith(`[${version}]`));
  const dated = `## [${version}] - YYYY-MM-DD`;
  if (!unreleased) {
    problems.push('CHANGELOG.md has no section [Unreleased]: it has to begin with ## [Unreleased].');
  } else if (unreleased.entries > 0) {
    problems.push(
      `CHANGELOG.md has ${count(unreleased.entries)} under [Unreleased]: move ${unreleased.entries === 1 ? 'it' : 'them'} below ${dated}, so that [Unreleased] is empty.`,
    );
  }
  if (!section) {
    problems.push(`CHANGELOG.md has no section for ${version}: add ${dated} with at least one entry.`);
    return problems;
  }
  if (!isDate(section.heading.slice(`[${version}]`.length).replace(/^ - /, ''))) {
    problems.push(`CHANGELOG.md has the heading ## ${section.heading}: it has to be ${dated}.`);
  }
  if (section.entries === 0) {
    problems.push(`CHANGELOG.md has no entry under [${version}]: it has to say what the version brings.`);
  }
  return problems;
}

interface Section {
  readonly heading: string;
  readonly entries: number;
}

function sectionsOf(changelog: string): readonly Section[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      heading: (text.split('\n')[0] ?? '').trim(),
      entries: text.split('\n').filter((line) => line.startsWith('- ')).length,
    }));
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`;
}

/** Returns whether it is a day of the calendar; the 31st of April is not. */
function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}
