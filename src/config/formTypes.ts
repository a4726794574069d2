/** Types of the config form, which the host makes from the schema and the file, and the panel draws. */

/** The numbers that a key accepts. An absent limit is no limit. */
export interface NumberLimits {
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Exclusive lower limit. */
  readonly above?: number;
  /** Exclusive upper limit. */
  readonly below?: number;
}

/** A field of the config form. The host makes them from the schema; the panel only draws them. */
export interface FormField {
  /** Path of the key in the config, such as `['training', 'optimizer', 'learningRate']`. */
  readonly path: readonly string[];
  /** The key itself: `learningRate`. */
  readonly label: string;
  /** Markdown-free documentation. */
  readonly description: string;
  /** Name of its `FormGroup`. */
  readonly group: string;
  readonly kind:
    | { readonly type: 'choice'; readonly options: readonly string[] }
    /** `words` are accepted in place of a number, such as `auto`. */
    | ({ readonly type: 'number'; readonly words: readonly string[] } & NumberLimits)
    | { readonly type: 'boolean' }
    | { readonly type: 'text' }
    | {
        readonly type: 'list';
        readonly of: 'text' | NumberLimits;
        /** The fewest and the most items that are valid. */
        readonly fewest: number;
        readonly most?: number;
      }
    /** One or more columns of the data file, whose columns are known. */
    | { readonly type: 'columns'; readonly many: boolean; readonly columns: readonly FormColumn[] }
    /** The names of the variants of `compare`, which can only be changed in the editor. */
    | { readonly type: 'variants' };
  /** The value in force; undefined where there is none. */
  readonly value: FormValue | undefined;
  /** False where the file does not set the key, so that the value is the default. */
  readonly set: boolean;
  /** The value in force where the file does not set the key. */
  readonly default?: FormValue;
  /**
   * A few words for what applies where the file does not set the key and there is no default: `off`,
   * `depends on the targets`.
   */
  readonly unset: string;
  /** Whether the config is broken without it. */
  readonly required: boolean;
  /**
   * The reason why the key has no effect with the other choices: `only with "cell": "gru"`. Such a field
   * cannot be set.
   */
  readonly needs?: string;
  readonly problem?: FormProblem;
}

export type FormValue = string | number | boolean | readonly (string | number)[];

export interface FormColumn {
  readonly name: string;
  /** `numbers`, `7 words, 2 missing` */
  readonly holds: string;
}

/** The data of a table as it is understood, for the form. */
export interface DataPreview {
  readonly columns: readonly PreviewColumn[];
  /** Number of columns that are not listed, because there are too many. */
  readonly more: number;
  /** Sentences on how the file is read. */
  readonly notes: readonly string[];
}

/** What a person may say that a column holds. */
export type ColumnKindName = 'number' | 'class' | 'time';

export interface PreviewColumn {
  readonly name: string;
  /** `numbers in °C`, `7 words, 2 missing` */
  readonly holds: string;
  /** The kind that was detected, and the one that the config gives instead; null where it gives none. */
  readonly found: ColumnKindName;
  readonly given: ColumnKindName | null;
  /** The use that the training makes of it. */
  readonly use: 'target' | 'input' | 'input and target' | 'series' | 'time' | 'not read';
  /** Its first cells as they are understood. */
  readonly cells: readonly string[];
}

export interface FormProblem {
  /** The message; at a field, without the key that it is shown at. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** Line in the file, from 1. */
  readonly line: number;
  /** Path of the key that it concerns; empty for the text as a whole. */
  readonly path: readonly (string | number)[];
}

/** A part of the config form: an object of the config. */
export interface FormGroup {
  readonly path: readonly string[];
  readonly name: string;
  readonly description: string;
  /** Problems of keys that have no field, and of the object as a whole. */
  readonly problems: readonly FormProblem[];
}

/** A task that a new config can begin with. */
export interface FormPreset {
  readonly task: PresetTask;
  readonly name: string;
  /** Requirement of the task on a network. */
  readonly about: string;
  /** Advice on what to look at once a network has been trained on the task. */
  readonly look: string;
}

export type PresetTask = 'adding' | 'copy' | 'temporal-order' | 'sine';

/** The config as a form. */
export interface Form {
  /** Path of the config, relative to the workspace. */
  readonly file: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  /** Problems that belong to no group. */
  readonly problems: readonly FormProblem[];
  /** The table that the config names; absent for other data, and where it cannot be read. */
  readonly preview?: DataPreview;
  /** False where the text is not JSON, so that a form cannot change it safely. */
  readonly editable: boolean;
  /** Presets from which a new config can begin. */
  readonly presets: readonly FormPreset[];
}
