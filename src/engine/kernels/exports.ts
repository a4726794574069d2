/** What a build of `assembly/` exports. Addresses are bytes within its memory. */
export interface Exports {
  firstFreeByte(): number;
  bytesOfScratch(): number;
  multiply(
    M: number,
    N: number,
    K: number,
    A: number,
    aRow: number,
    panels: number,
    C: number,
    cRow: number,
    accumulate: boolean,
  ): void;
  multiplyTransposed(
    M: number,
    N: number,
    K: number,
    A: number,
    aRow: number,
    B: number,
    bRow: number,
    C: number,
    cRow: number,
    accumulate: boolean,
  ): void;
  /** In Float64. */
  multiplyDoubles(
    M: number,
    N: number,
    K: number,
    A: number,
    aRow: number,
    B: number,
    bRow: number,
    C: number,
    cRow: number,
    accumulate: boolean,
  ): void;
  pack(K: number, N: number, B: number, kStep: number, nStep: number, panels: number): void;
  setScratch(at: number): void;
  gruCudnnBackward(
    gates: number,
    dgates: number,
    candidate: number,
    dcandidate: number,
    h: number,
    dh: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  gruCudnnForward(
    gates: number,
    candidate: number,
    h: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  gruOriginalBackward(
    gates: number,
    dgates: number,
    h: number,
    dh: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  gruOriginalBackwardReset(
    gates: number,
    dgates: number,
    dcandidate: number,
    h: number,
    dh: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
  ): void;
  gruOriginalForward(
    gates: number,
    h: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  gruOriginalGates(
    gates: number,
    candidate: number,
    h: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
  ): void;
  lstmBackward(
    gates: number,
    dgates: number,
    h: number,
    c: number,
    dh: number,
    dc: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  lstmForward(
    gates: number,
    h: number,
    c: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  rnnReluBackward(
    gates: number,
    dgates: number,
    dh: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  rnnReluForward(
    gates: number,
    h: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  rnnTanhBackward(
    gates: number,
    dgates: number,
    dh: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  rnnTanhForward(
    gates: number,
    h: number,
    lengths: number,
    rows: number,
    first: number,
    end: number,
    H: number,
    t: number,
    before: number,
    after: number,
  ): void;
  addColumnSums(matrix: number, sums: number, rows: number, columns: number, stride: number): void;
  fillRows(
    first: number,
    second: number,
    matrix: number,
    rows: number,
    columns: number,
    stride: number,
  ): void;
  gatherRows(from: number, places: number, to: number, rows: number, columns: number, stride: number): void;
  scatterRows: Exports['gatherRows'];
  sumOfSquares(n: number, x: number): number;
  softmax(first: number, end: number, columns: number, logits: number, y: number, logSums: number): void;
  sigmoid(n: number, a: number, y: number): void;
  crossEntropy(
    first: number,
    end: number,
    O: number,
    a: number,
    logSums: number,
    place: number,
    classes: number,
    mask: number,
    losses: number,
  ): void;
  crossEntropyGradient(
    first: number,
    end: number,
    O: number,
    y: number,
    place: number,
    classes: number,
    mask: number,
    weight: number,
    da: number,
  ): void;
  binaryCrossEntropy(
    first: number,
    end: number,
    O: number,
    a: number,
    place: number,
    targets: number,
    mask: number,
    losses: number,
  ): void;
  squaredError: Exports['binaryCrossEntropy'];
  differenceGradient(
    first: number,
    end: number,
    O: number,
    y: number,
    place: number,
    targets: number,
    mask: number,
    weight: number,
    da: number,
  ): void;
  adam(
    n: number,
    theta: number,
    gradient: number,
    first: number,
    second: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    stepSize: number,
    rootScale: number,
    eps: number,
    weightDecay: number,
    keep: number,
    gradientScale: number,
  ): void;
  rmsprop(
    n: number,
    theta: number,
    gradient: number,
    square: number,
    velocity: number,
    learningRate: number,
    momentum: number,
    alpha: number,
    oneMinusAlpha: number,
    eps: number,
    weightDecay: number,
    gradientScale: number,
  ): void;
  sgd(
    n: number,
    theta: number,
    gradient: number,
    velocity: number,
    learningRate: number,
    momentum: number,
    weightDecay: number,
    first: boolean,
    gradientScale: number,
  ): void;
}

const names: readonly (keyof Exports)[] = [
  'firstFreeByte',
  'bytesOfScratch',
  'multiply',
  'multiplyTransposed',
  'multiplyDoubles',
  'pack',
  'setScratch',
  'gruCudnnBackward',
  'gruCudnnForward',
  'gruOriginalBackward',
  'gruOriginalBackwardReset',
  'gruOriginalForward',
  'gruOriginalGates',
  'lstmBackward',
  'lstmForward',
  'rnnReluBackward',
  'rnnReluForward',
  'rnnTanhBackward',
  'rnnTanhForward',
  'addColumnSums',
  'fillRows',
  'gatherRows',
  'scatterRows',
  'sumOfSquares',
  'softmax',
  'sigmoid',
  'crossEntropy',
  'crossEntropyGradient',
  'binaryCrossEntropy',
  'squaredError',
  'differenceGradient',
  'adam',
  'rmsprop',
  'sgd',
];

/** @throws where a build lacks a kernel */
export function exportsOf(instance: WebAssembly.Instance): Exports {
  const { exports } = instance;
  if (!isComplete(exports)) {
    throw new Error('the WebAssembly kernels are not those this code was built with');
  }
  return exports;
}

function isComplete(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  return names.every((name) => typeof exports[name] === 'function');
}
