/**
 * The exports of a build of `assembly/`: the arguments of each kernel, in order and by their names there.
 * Addresses are bytes within its memory; a name with a question mark is a boolean, every other one a number.
 */

/** A tensor of the tape whose address a cell's kernel receives. */
export type Operand = 'gates' | 'dgates' | 'candidate' | 'dcandidate' | 'h' | 'dh' | 'c' | 'dc';

/** The operands of the cells' kernels, in order; the arguments of `step` follow them. */
export const cellOperands = {
  rnnTanhForward: ['gates', 'h'],
  rnnTanhBackward: ['gates', 'dgates', 'dh'],
  rnnReluForward: ['gates', 'h'],
  rnnReluBackward: ['gates', 'dgates', 'dh'],
  lstmForward: ['gates', 'h', 'c'],
  lstmBackward: ['gates', 'dgates', 'h', 'c', 'dh', 'dc'],
  gruOriginalGates: ['gates', 'candidate', 'h'],
  gruOriginalForward: ['gates', 'h'],
  gruOriginalBackward: ['gates', 'dgates', 'h', 'dh'],
  gruOriginalBackwardReset: ['gates', 'dgates', 'dcandidate', 'h', 'dh'],
  gruCudnnForward: ['gates', 'candidate', 'h'],
  gruCudnnBackward: ['gates', 'dgates', 'candidate', 'dcandidate', 'h', 'dh'],
} as const satisfies Readonly<Record<string, readonly Operand[]>>;

export type CellKernelName = keyof typeof cellOperands;

/**
 * The arguments that choose the rows and the step that a cell's kernel computes, and the slots of the states
 * around it.
 */
const step = ['lengths', 'rows', 'first', 'end', 'H', 't', 'before', 'after'];
/** Kernels that do not touch the state after the step, and do not receive its slot. */
const withoutAfter: readonly string[] = ['gruOriginalGates', 'gruOriginalBackwardReset'];

const decayRates = 'beta1 oneMinusBeta1 beta2 oneMinusBeta2';

/** The arguments of the other kernels. */
const signatures = {
  firstFreeByte: '',
  bytesOfScratch: '',
  setScratch: 'at',
  multiply: 'M N K A aRow panels C cRow accumulate?',
  multiplyTransposed: 'M N K A aRow B bRow C cRow accumulate?',
  /** The matrices are in Float64. */
  multiplyDoubles: 'M N K A aRow B bRow C cRow accumulate?',
  pack: 'K N B kStep nStep panels',
  addColumnSums: 'matrix sums rows columns stride',
  fillRows: 'first second matrix rows columns stride',
  gatherRows: 'from places to rows columns stride',
  scatterRows: 'from places to rows columns stride',
  gatherTokens: 'embedding codes to rows columns stride',
  scatterTokens: 'from codes to rows columns fromStride toStride',
  sumOfSquares: 'n x',
  softmax: 'first end columns logits y logSums',
  sigmoid: 'n a y',
  crossEntropy: 'first end O a logSums place classes mask losses',
  crossEntropyGradient: 'first end O y place classes mask classWeights weight da',
  binaryCrossEntropy: 'first end O a place targets mask losses',
  squaredError: 'first end O y place targets mask losses',
  differenceGradient: 'first end O y place targets mask weight da',
  sgd: 'n theta gradient velocity learningRate momentum weightDecay first? gradientScale',
  rmsprop:
    'n theta gradient square velocity learningRate momentum alpha oneMinusAlpha eps weightDecay gradientScale',
  adam: `n theta gradient first second ${decayRates} stepSize rootScale eps weightDecay keep gradientScale`,
} as const;

type Signatures = typeof signatures;
/** Kernels that return a number. */
type Measure = 'firstFreeByte' | 'bytesOfScratch' | 'sumOfSquares';
type Value<Name> = Name extends `${string}?` ? boolean : number;
type Values<Signature> = Signature extends `${infer Name} ${infer Rest}`
  ? [Value<Name>, ...Values<Rest>]
  : Signature extends ''
    ? []
    : [Value<Signature>];

/** Takes the addresses of its operands, then the arguments of `step`. */
export type CellExport = (...values: number[]) => void;

export type Exports = Readonly<
  Record<CellKernelName, CellExport> & {
    [Name in Exclude<keyof Signatures, Measure>]: (...values: Values<Signatures[Name]>) => void;
  } & {
    [Name in Measure]: (...values: Values<Signatures[Name]>) => number;
  }
>;

/** The names of every kernel's arguments. */
export const argumentNames: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...Object.entries(cellOperands).map(([name, operands]) => [name, [...operands, ...stepOf(name)]] as const),
  ...Object.entries(signatures).map(([name, signature]) => [name, wordsOf(signature)] as const),
]);

/**
 * Checks the exports of an instance.
 * @throws where a build lacks a kernel, or a kernel takes other arguments
 */
export function exportsOf(instance: WebAssembly.Instance): Exports {
  const { exports } = instance;
  if (!isComplete(exports)) {
    throw new Error('the WebAssembly kernels are not those this code was built with');
  }
  return exports;
}

function isComplete(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  return [...argumentNames].every(([name, { length }]) => {
    const kernel = exports[name];
    return typeof kernel === 'function' && kernel.length === length;
  });
}

function stepOf(cellKernel: string): readonly string[] {
  return withoutAfter.includes(cellKernel) ? step.slice(0, -1) : step;
}

function wordsOf(signature: string): readonly string[] {
  return signature.match(/\w+/g) ?? [];
}
