/** `unroll diagnose`: the findings in a run, as lines for people or as JSON lines. */
import type { Finding, Measure } from '../analysis/diagnosis/evidence/finding';
import { limitsOf } from '../analysis/diagnosis/evidence/limits';
import { significant } from '../notation/numbers';
import { InputError } from '../run/files/inputError';
import { diagnoseRun } from '../run/questions/diagnose';
import { say } from './output';
import { runFolder } from './runFolder';

export interface DiagnoseOptions {
  readonly json?: boolean;
  /** Thresholds by name. */
  readonly threshold?: Readonly<Record<string, number>>;
}

/**
 * @param run the folder of a run, or a config, whose latest run is taken
 * @throws InputError with one line where there is no such run, or its files cannot be read
 */
export async function printDiagnosis(run: string, { json, threshold }: DiagnoseOptions): Promise<void> {
  const { limits, problems } = limitsOf(threshold ?? {});
  if (problems.length > 0) {
    throw new InputError(`--threshold: ${problems[0]}`);
  }
  const { findings } = await diagnoseRun(await runFolder(run), limits);
  if (json) {
    for (const finding of findings) {
      say(JSON.stringify(finding));
    }
  } else {
    text(findings).forEach(say);
  }
}

function text(findings: readonly Finding[]): string[] {
  return findings.length === 0
    ? ['nothing found']
    : findings.flatMap((finding) => [
        `${finding.severity}: ${finding.sentence} [${finding.rule}]`,
        `  at ${finding.key.join('.')}: ${finding.evidence.map(measureText).join(', ')}`,
        ...finding.fixes.map(
          ({ title, edits }) =>
            `  fix: ${title} (${edits.map(({ key, value }) => `${key.join('.')}: ${JSON.stringify(value)}`).join(', ')})`,
        ),
      ]);
}

function measureText({ name, value, unit }: Measure): string {
  return `${name} ${significant(value, 4)}${unit === '1' ? '' : ` ${unit}`}`;
}
