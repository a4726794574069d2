/** The arguments that a debug session is started with: they are read here, and checked. Pure. */
import type { Recording } from '../protocol/recording';

export interface Launch {
  /** Absolute path of the config. */
  readonly config: string;
  /** Absolute folder of a run of the config; null: the run that the checkpoint lies in, or the newest. */
  readonly run: string | null;
  /**
   * Absolute path of a file of weights; null: those that the run ended with. A config without a run needs
   * one.
   */
  readonly checkpoint: string | null;
  readonly set: Recording['set'] | null;
  readonly sequence: number | null;
  /**
   * Zero-based line of the data file, which names the sequence that reads it; null where a sequence is given.
   */
  readonly line: number | null;
  /** Whether to stop at the first step; if not, the debugger runs to the first breakpoint. */
  readonly stopOnEntry: boolean;
  /** Whether to debug although the data is not what the model was trained on. */
  readonly acceptChangedData: boolean;
}

const aConfig = 'the path of a *.unroll.json file';

/** @throws Error with one line that names the key, what stands there and what would be valid */
export function readLaunch(given: object): Launch {
  const values = new Map<string, unknown>(Object.entries(given));
  const wrong = (key: string, valid: string): never => {
    throw new Error(`launch: "${key}" is ${JSON.stringify(values.get(key)) ?? 'missing'}; valid: ${valid}`);
  };
  const text = (key: string, valid = 'a path'): string | null => {
    const value = values.get(key);
    return value === undefined || value === null || value === ''
      ? null
      : typeof value === 'string'
        ? value
        : wrong(key, valid);
  };
  const index = (key: string): number | null => {
    const value = values.get(key);
    return value === undefined || value === null
      ? null
      : typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
        ? value
        : wrong(key, 'a whole number from 0');
  };
  const flag = (key: string, usual: boolean): boolean => {
    const value = values.get(key);
    return value === undefined ? usual : typeof value === 'boolean' ? value : wrong(key, 'true or false');
  };
  const set = values.get('set') ?? null;
  return {
    config: text('config', aConfig) ?? wrong('config', aConfig),
    run: text('run'),
    checkpoint: text('checkpoint'),
    set:
      set === null || set === 'training' || set === 'validation'
        ? set
        : wrong('set', '"training" or "validation"'),
    sequence: index('sequence'),
    line: index('line'),
    stopOnEntry: flag('stopOnEntry', true),
    acceptChangedData: flag('acceptChangedData', false),
  };
}
