/** The config form: what the host makes from the schema and the file, and the panel draws. Types only. */

/** Which numbers a key takes. Absent limits are none. */
export interface NumberLimits {
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Larger than this, not equal to it. */
  readonly above?: number;
  /** Smaller than this, not equal to it. */
  readonly below?: number;
}

/** A field of the config form. The host makes them from the schema; the panel only draws them. */
export interface FormField {
  /** Where it stands in the config, such as `['training', 'optimizer', 'learningRate']`. */
  readonly path: readonly string[];
  /** The key itself: `learningRate`. */
  readonly label: string;
  /** Markdown-free documentation. */
  readonly description: string;
  /** Name of its `FormGroup`. */
  readonly group: string;
  readonly kind:
    | { readonly type: 'choice'; readonly options: readonly string[] }
    /** `words` may stand in its place, such as `auto`. */
    | ({ readonly type: 'number'; readonly words: readonly string[] } & NumberLimits)
    | { readonly type: 'boolean' }
    | { readonly type: 'text' }
    | {
        readonly type: 'list';
        readonly of: 'text' | NumberLimits;
        /** How many items are valid. */
        readonly fewest: number;
        readonly most?: number;
      }
    /** One or more columns of the data file, whose columns are known. */
    | { readonly type: 'columns'; readonly many: boolean; readonly columns: readonly FormColumn[] }
    /** The variants of `compare`, by their names; changed in the editor. */
    | { readonly type: 'variants' };
  /** The value in force; undefined where there is none. */
  readonly value: FormValue | undefined;
  /** False where the value is the default because the file does not say. */
  readonly set: boolean;
  /** The value in force where the file does not say. */
  readonly default?: FormValue;
  /** In a word, what holds where the file does not say and there is no default: `off`, `by the targets`. */
  readonly unset: string;
  /** Whether the config is broken without it. */
  readonly required: boolean;
  /** Why it has no meaning with the other choices: `only with "cell": "gru"`. Such a field is not to be set. */
  readonly needs?: string;
  readonly problem?: FormProblem;
}

export type FormValue = string | number | boolean | readonly (string | number)[];

export interface FormColumn {
  readonly name: string;
  /** `numbers`, `7 words, 2 missing` */
  readonly holds: string;
}

export interface FormProblem {
  /** At a field without the key that it is shown at. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** In the file, from 1. */
  readonly line: number;
  /** The key that it hangs on; empty for the text as a whole. */
  readonly path: readonly (string | number)[];
}

/** A part of the config form: an object of the config. */
export interface FormGroup {
  readonly path: readonly string[];
  readonly name: string;
  readonly description: string;
  /** Those of its keys that have no field, and of the object as a whole. */
  readonly problems: readonly FormProblem[];
}

/** A task that a new config can begin with. */
export interface FormPreset {
  readonly task: PresetTask;
  readonly name: string;
  /** What it asks of a network. */
  readonly about: string;
  /** What to look for when it has been trained. */
  readonly look: string;
}

export type PresetTask = 'adding' | 'copy' | 'temporal-order' | 'sine';

/** The config as a form. */
export interface Form {
  /** Path of the config, relative to the workspace. */
  readonly file: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  /** Those that belong to no group. */
  readonly problems: readonly FormProblem[];
  /** False where the text is no JSON, so that a form cannot change it safely. */
  readonly editable: boolean;
  /** What a new config can begin with. */
  readonly presets: readonly FormPreset[];
}
