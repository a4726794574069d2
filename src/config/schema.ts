/**
 * The only definition of the config file `<name>.unroll.json`. Types, defaults, validation, the editor's JSON
 * Schema and the panel's form all come from here.
 */
import * as z from 'zod';
import { cellNames } from '../notation/cells';
import { metricNames } from '../notation/metrics';

// Without this, zod generates validators as code and evaluates it.
z.config({ jitless: true });

const count = (maximum: number) => z.int().min(1).max(maximum);
const share = z.number().min(0).max(0.9);
const column = z.string().min(1).max(1000);

const validation = share
  .default(0.2)
  .describe('Share of the data kept for validation. 0 trains on everything.');
const split = z
  .enum(['end', 'random'])
  .describe(
    'Which part is kept for validation: `end` (the latest rows; the default for tables and streams, so that nothing is learnt from the future) or `random` sequences (the default for lines, records and tasks).',
  )
  .optional();

const file = (kinds: string, of: string) =>
  z
    .string()
    .min(1)
    .describe(
      `${kinds}, relative to this config, which may be packed as .gz; or a folder (\`sensors/\`) or a pattern (\`sensors/*.csv\`), ${of}.`,
    );
const as = <Kind extends string>(kind: Kind, when: string) => z.literal(kind).optional().describe(when);

/** How a table is written. Everything that is left out is detected. */
const readSchema = z
  .strictObject({
    encoding: z
      .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
      .optional()
      .describe('The encoding of the text. Default: found by the bytes of the file.'),
    delimiter: z
      .enum([',', ';', 'tab', '|', 'spaces'])
      .optional()
      .describe('What separates the fields of a row; `spaces` are any number of spaces and tabs.'),
    decimal: z.enum(['.', ',']).optional().describe('The decimal mark of numbers.'),
    thousands: z
      .enum(['none', ',', '.', 'space', "'"])
      .optional()
      .describe('What separates the thousands of large numbers.'),
    header: z
      .int()
      .min(0)
      .max(10)
      .optional()
      .describe(
        'Rows at the top that hold no data: the first names the columns, a second may hold units. 0: there are no names, and the columns are called `column 1`, `column 2` and so on.',
      ),
    skipRows: z.int().min(0).max(10_000).optional().describe('Lines above the header that are left out.'),
    comment: z
      .string()
      .min(1)
      .max(10)
      .optional()
      .describe('What a line begins with that is a comment, such as `#`.'),
    dates: z
      .enum(['year-month-day', 'day-month-year', 'month-day-year', 'seconds', 'milliseconds'])
      .optional()
      .describe(
        'The order of day, month and year in all dates, or what a column of numbers counts since 1970. Default: found for each column by all of its cells.',
      ),
    time: z
      .array(column)
      .max(6)
      .optional()
      .describe(
        'The column that tells the time of each row; or several, such as a date and a time of day, or year, month and day. `[]`: none. Default: the first column of dates.',
      ),
  })
  .describe('How the file is written. Everything that is left out is detected; a note of the run says what.');

export const tableSchema = z
  .strictObject({
    file: file(
      'A .csv, .tsv, .parquet, .json or .npy file, or with `targets` any other file of text',
      'each file of which is a series',
    ),
    as: as('table', 'Reads a file as a table although its name says otherwise.'),
    layout: z
      .enum(['long', 'wide'])
      .default('long')
      .describe(
        '`long`: one row per time step. `wide`: one series per row, a column for each step; the series is then called `value`, and the other columns belong to the whole row.',
      ),
    inputs: z
      .array(column)
      .min(1)
      .optional()
      .describe(
        'Columns the network reads. Default: every numeric column that differs from row to row and is no index. A column of dates is read as the time of year (sin, cos); a column of words becomes one input per word.',
      ),
    targets: z
      .array(column)
      .min(1)
      .describe(
        'Columns to predict: one or more numeric ones, or a single column of classes: words, or whole numbers with `"loss": "crossEntropy"`.',
      ),
    columns: z
      .record(column, z.enum(['number', 'class', 'time']))
      .optional()
      .describe(
        'What certain columns hold, where it is not what was detected: `number`, `class` (each different text is a class) or `time`.',
      ),
    window: count(1_000_000).default(30).describe('Length of one sequence, in rows.'),
    horizon: z
      .int()
      .min(0)
      .max(100_000)
      .default(1)
      .describe(
        'How many rows ahead the target lies. For `encoder-decoder` and `one-to-many`: how many rows are generated.',
      ),
    group: column
      .optional()
      .describe(
        'The column that identifies the series of each row (a station, a patient, a machine); no sequence crosses from one series into another. The latest rows of each series are kept for validation, or whole series with `"split": "random"`. The column is not an input unless `inputs` names it.',
      ),
    stride: count(1_000_000).default(1).describe('Rows between the starts of two sequences.'),
    normalize: z
      .enum(['standard', 'minmax', 'none'])
      .default('standard')
      .describe(
        'Scaling of numeric columns, measured on the training rows only: `standard` (mean 0, deviation 1), `minmax` (0 to 1) or `none`. Values are shown in the data’s own units.',
      ),
    missing: z
      .enum(['previous', 'drop', 'error'])
      .default('previous')
      .describe(
        'What to do with an empty or NaN cell: take the `previous` row’s value, `drop` the row, or report an `error`.',
      ),
    missingValues: z
      .array(z.union([z.string().max(100), z.number()]))
      .max(100)
      .optional()
      .describe(
        'Texts and numbers that stand for a missing value in this file, such as -999. An empty cell, NA, NaN, null and ? always do.',
      ),
    gaps: z
      .enum(['split', 'cross'])
      .default('split')
      .describe(
        'Where the time jumps by more than ten times the usual step: no window crosses it (`split`), or windows do not mind (`cross`).',
      ),
    read: readSchema.optional(),
    validation,
    split,
  })
  .describe('A table with one row per time step, in time order.');

export const textSchema = z
  .strictObject({
    file: file('A text file', 'whose files are read one after another'),
    as: as('text', 'Reads a file as text although its name says otherwise, such as a .csv file.'),
    tokens: z
      .enum(['character', 'word'])
      .default('character')
      .describe(
        'What the network reads at each step: a `character`, or a `word`, which is a run of letters and digits with inner apostrophes; every other mark, and the end of a line, is a token of its own.',
      ),
    vocabulary: count(60_000)
      .default(10_000)
      .describe(
        'Most words that are told apart, the most frequent ones of the training part; all others are read as `<unk>`. The softmax is computed over all of them at each step. Only with `"tokens": "word"`.',
      ),
    minCount: count(1_000_000)
      .default(1)
      .describe(
        'How often a word has to be in the training part not to be read as `<unk>`. Only with `"tokens": "word"`.',
      ),
    lowercase: z.boolean().default(false).describe('Read words in lower case. Only with `"tokens": "word"`.'),
    sequences: z
      .enum(['stream', 'line'])
      .default('stream')
      .describe('Whether the whole file is one `stream` of tokens, or each `line` is a sequence.'),
    window: count(1_000_000)
      .optional()
      .describe('Tokens in one sequence of a stream (default 100). A line keeps its own length.'),
    stride: count(1_000_000)
      .optional()
      .describe('Tokens between the starts of two sequences (default: the window).'),
    validation,
    split,
  })
  .describe('Text, read by characters or words; the target is the next one.');

export const recordsSchema = z
  .strictObject({
    file: file(
      'A file of sequences: .jsonl (one JSON object per line), .npz (an array for each field, whose first dimension counts the sequences) or .ts (an archive of time series, with the fields `x` and `label`)',
      'whose records are taken together',
    ),
    as: as(
      'records',
      'Reads a .json file as a list of records, or a .tsv or .txt file as the UCR archive writes series: a label and numbers in each line, as the fields `label` and `x`.',
    ),
    inputs: z
      .array(column)
      .min(1)
      .describe(
        'Fields the network reads: a number, an array of numbers (one per step), an array of arrays, or a string (one character per step).',
      ),
    targets: z
      .array(column)
      .min(1)
      .describe('Fields to predict, in the same forms. With `many-to-one` a string is a class.'),
    mask: column
      .optional()
      .describe(
        'A field that is 1 for each step that has a target and 0 for every other; those steps are read, but nothing is learnt from what stands in their place. Default: every step has a target.',
      ),
    padding: z
      .number()
      .optional()
      .describe(
        'The number with which shorter sequences were padded to a common length: steps at either end in which every input is this number are left out, with their targets.',
      ),
    normalize: z
      .enum(['standard', 'minmax', 'none'])
      .default('standard')
      .describe('Scaling of numeric fields, measured on the training sequences only.'),
    validation,
    split,
  })
  .describe('Sequences as JSON, one per line.');

export const taskSchema = z
  .strictObject({
    generate: z
      .enum(['adding', 'copy', 'temporal-order', 'sine'])
      .describe(
        'A synthetic task: `adding` (sum of two marked numbers), `copy` (repeat 10 symbols after a delay), `temporal-order` (which two symbols appeared, in which order), `sine` (the next value of a noisy sine).',
      ),
    length: z
      .int()
      .min(2)
      .max(100_000)
      .default(100)
      .describe('Steps in one sequence; for `copy` the delay T, so that a sequence has T + 20 steps.'),
    count: count(1_000_000).default(10_000).describe('Sequences to generate.'),
    validation: share.default(0.1).describe('Share of the sequences kept for validation.'),
  })
  .describe('A synthetic task with a published chance level.');

export const sequenceTaskSchema = z
  .strictObject({
    shape: z
      .enum(['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many', 'encoder-decoder'])
      .optional()
      .describe(
        'How inputs and targets line up: one target at the end (`many-to-one`), one at each step (`many-to-many`), a generated sequence (`one-to-many`, `encoder-decoder`), or no sequence (`one-to-one`).',
      ),
    loss: z
      .enum(['mse', 'crossEntropy', 'binaryCrossEntropy'])
      .optional()
      .describe(
        'Mean squared error for values, cross-entropy for classes, binary cross-entropy for independent 0/1 columns. Default: the loss that suits the targets.',
      ),
    output: z
      .enum(['identity', 'softmax', 'sigmoid'])
      .optional()
      .describe(
        'g2, the activation function of the output. Default: `softmax` for cross-entropy, `sigmoid` for binary cross-entropy, `identity` for mse.',
      ),
    classWeights: z
      .union([
        z.literal('balanced'),
        z.record(z.string(), z.number().positive().max(1e6)),
        z.array(z.number().positive().max(1e6)).min(2),
      ])
      .optional()
      .describe(
        'Weight of each class in cross-entropy, so that a rare class counts: `balanced` (n/(K·n_k), as in scikit-learn), an object of class names and weights (classes that it leaves out have 1), or a list in the order of the classes. The loss is the weighted mean over the targets, as PyTorch’s `CrossEntropyLoss(weight)`.',
      ),
    teacherForcing: z
      .boolean()
      .default(true)
      .describe(
        'For `encoder-decoder`: during training the decoder reads the true previous target (true) or its own previous output (false). In validation it always reads its own output.',
      ),
  })
  .describe('What the network has to predict.');

const initialiser = z.enum(['uniform', 'xavier', 'orthogonal', 'identity']);

export const modelSchema = z
  .strictObject({
    cell: z.enum(cellNames).default('lstm').describe('The recurrent cell.'),
    hiddenSize: count(4096).default(64).describe('H, units in each layer and direction.'),
    layers: count(16).default(1).describe('Recurrent layers, each reading the one below.'),
    bidirectional: z
      .boolean()
      .default(false)
      .describe('Also read every sequence backwards; the states of both directions are joined.'),
    bias: z.boolean().default(true).describe('Whether the cell has the two bias vectors b_ih and b_hh.'),
    dropout: z
      .number()
      .min(0)
      .max(0.95)
      .default(0)
      .describe('Probability of dropping an output between layers, while training.'),
    activation: z
      .enum(['tanh', 'relu'])
      .default('tanh')
      .describe('g1, the activation function of the vanilla RNN. Only with `"cell": "rnn"`.'),
    variant: z
      .enum(['original', 'cudnn'])
      .default('original')
      .describe(
        'GRU: `original` applies the reset gate before the matrix product (Cho et al. 2014), `cudnn` after it (PyTorch, Keras’ reset_after). They also use z the other way round: where z is 1, `original` takes the candidate and `cudnn` keeps the state. Only with `"cell": "gru"`.',
      ),
    embedding: z
      .strictObject({
        size: count(4096).default(32).describe('E, components of the vector of each token.'),
      })
      .optional()
      .describe(
        'Learn a vector for each character, word or category (`embedding.weight`, as PyTorch’s nn.Embedding, which begins as N(0, 1)) and read that instead of one input per token. It computes the same as a first layer without activation on those inputs, and takes far less work and memory where there are many tokens.',
      ),
    init: z
      .strictObject({
        recurrent: initialiser
          .default('uniform')
          .describe(
            'Start of the hidden-to-hidden weights, for each gate’s block separately. `uniform` is PyTorch’s ±1/√H.',
          ),
        input: initialiser.default('uniform').describe('Start of the input-to-hidden weights.'),
        gain: z
          .number()
          .positive()
          .max(100)
          .default(1)
          .describe('Factor on the recurrent weights: `identity` with 0.5 gives ½·I.'),
        forgetBias: z
          .number()
          .min(-20)
          .max(20)
          .optional()
          .describe(
            'LSTM: initial value of the forget gate’s bias, set on one of the two bias vectors and zero on the other. 1 is a good start (Jozefowicz et al. 2015).',
          ),
      })
      .prefault({})
      .describe('How the weights are initialised.'),
  })
  .describe('The recurrent network.');

export const optimizerSchema = z
  .strictObject({
    name: z
      .enum(['sgd', 'rmsprop', 'adam', 'adamw'])
      .default('adam')
      .describe('`adam` is a good first choice; `sgd` with momentum is the classic.'),
    learningRate: z.number().positive().max(100).default(0.001).describe('Step size of an update.'),
    momentum: z.number().min(0).lt(1).default(0).describe('Momentum of `sgd` and `rmsprop`, as in PyTorch.'),
    betas: z
      .tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)])
      .default([0.9, 0.999])
      .describe('Decay rates of the two running means of `adam` and `adamw`.'),
    alpha: z.number().min(0).lt(1).default(0.99).describe('Decay rate of the running mean of `rmsprop`.'),
    eps: z
      .number()
      .positive()
      .max(1)
      .default(1e-8)
      .describe('Added to the denominator of the update, so that it is never zero.'),
    weightDecay: z
      .number()
      .min(0)
      .max(10)
      .default(0)
      .describe('L2 penalty; decoupled from the gradient in `adamw`.'),
  })
  .describe('How the weights are updated. Names and formulas are PyTorch’s.');

export const trainingSchema = z
  .strictObject({
    epochs: count(1_000_000).default(20).describe('Passes over the training sequences.'),
    batchSize: count(65_536).default(32).describe('B, the number of sequences in one update.'),
    optimizer: optimizerSchema.prefault({}),
    clip: z
      .strictObject({
        norm: z.number().positive().optional().describe('Largest global norm of the gradient.'),
        value: z
          .number()
          .positive()
          .optional()
          .describe('Largest absolute value of one element of the gradient.'),
      })
      .optional()
      .describe('Limits on the gradient before each update.'),
    schedule: z
      .strictObject({
        name: z
          .enum(['constant', 'step', 'cosine'])
          .default('constant')
          .describe(
            'The learning rate stays `constant`, falls at intervals (`step`), or follows half a cosine to the end (`cosine`).',
          ),
        warmup: z
          .int()
          .min(0)
          .default(0)
          .describe('Updates over which the learning rate rises from 0 to its full value.'),
        every: count(1_000_000).default(10).describe('`step`: epochs between two reductions.'),
        factor: z.number().positive().max(1).default(0.1).describe('`step`: factor of each reduction.'),
        final: z
          .number()
          .min(0)
          .max(1)
          .default(0)
          .describe('`cosine`: share of the learning rate at the end.'),
      })
      .prefault({})
      .describe('How the learning rate changes over training.'),
    truncate: count(1_000_000)
      .optional()
      .describe(
        'Truncated backpropagation through time: steps in one chunk. The state is carried from chunk to chunk, the gradient is not.',
      ),
    earlyStopping: z
      .strictObject({
        patience: count(1_000_000)
          .default(5)
          .describe('Epochs without a better value before training stops.'),
        minDelta: z
          .number()
          .min(0)
          .default(0)
          .describe('How much better the value has to be to count as better.'),
        monitor: z
          .enum(metricNames)
          .default('loss')
          .describe(
            'What is watched on the validation set: its `loss`, or a metric that fits the targets: `accuracy`, `balancedAccuracy`, `f1`, `sequenceAccuracy` (generated sequences), `perplexity`, `bitsPerStep`, `rmse`, `mae` or `r2`. The best weights are those with its best value.',
          ),
      })
      .optional()
      .describe('Stop when validation no longer improves, and go back to the best weights.'),
    seed: z.int().min(0).max(0xffffffff).default(1).describe('Seed of everything that is random.'),
    threads: z
      .union([z.literal('auto'), count(64)])
      .default('auto')
      .describe(
        'Number of threads that share a batch, or as many as help (`auto`): one for small models. The result is the same to the last bit with any number.',
      ),
    memory: z
      .number()
      .min(0.01)
      .max(4)
      .default(1.5)
      .describe(
        'Memory that the engine may use, in gigabytes (10⁹ bytes). If the steps of an update need more, forward passes are recomputed during the backward pass instead of being stored.',
      ),
    logEvery: count(1_000_000).default(1).describe('Updates between two lines of metrics.jsonl.'),
  })
  .describe('How the network is trained.');

export const probeSchema = z
  .strictObject({
    sequences: z
      .array(z.int().min(0))
      .max(64)
      .default([0])
      .describe(
        'Sequences to watch, by index in the validation set (in the training set where that is empty).',
      ),
    every: z
      .union([z.literal('epoch'), count(1_000_000)])
      .default('epoch')
      .describe(
        'When a trace is recorded: after each epoch, or every so many updates. Also before the first and after the last update.',
      ),
  })
  .describe('Which sequences are watched during training, and when.');

const changed = z.record(z.string(), z.unknown()).optional();

/** The keys of each entry are checked in the variants that result from it (`parse.ts`). */
const compareSchema = z
  .array(
    z.strictObject({
      label: z.string().min(1).max(100).optional(),
      task: changed,
      model: changed,
      training: changed,
    }),
  )
  .min(1)
  .max(16)
  .optional()
  .describe(
    'The variants that Compare Cells trains side by side: each entry is this config with the keys of its `task`, `model` and `training` changed. Default: the three cells.',
  );

/**
 * The config with a given kind of data. `parse` chooses the kind, so that problems name the keys that belong
 * there.
 */
export const configSchema = <Data extends z.ZodType>(data: Data) =>
  z.strictObject({
    data,
    task: sequenceTaskSchema.prefault({}),
    model: modelSchema.prefault({}),
    training: trainingSchema.prefault({}),
    probe: probeSchema.prefault({}),
    compare: compareSchema,
  });

export type TableData = z.output<typeof tableSchema>;
export type TextData = z.output<typeof textSchema>;
export type RecordsData = z.output<typeof recordsSchema>;
export type TaskData = z.output<typeof taskSchema>;
export type ModelConfig = z.output<typeof modelSchema>;
export type TrainingConfig = z.output<typeof trainingSchema>;
export type OptimizerConfig = z.output<typeof optimizerSchema>;
export type TaskConfig = z.output<typeof sequenceTaskSchema>;
export type ProbeConfig = z.output<typeof probeSchema>;

/** The data of a config, distinguished by `kind` (which is not a key of the file). */
export type DataConfig =
  | ({ kind: 'table' } & TableData)
  | ({ kind: 'text' } & TextData)
  | ({ kind: 'records' } & RecordsData)
  | ({ kind: 'task' } & TaskData);

/**
 * A checked config with every default filled in. `task.shape` is set; loss and output may wait for the data.
 */
export interface Config {
  readonly data: DataConfig;
  readonly task: TaskConfig & { shape: NonNullable<TaskConfig['shape']> };
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
  readonly probe: ProbeConfig;
}
