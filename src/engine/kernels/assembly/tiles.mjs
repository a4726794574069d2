// Writes the innermost loops of the matrix product, one function for each shape of tile, since each register needs a name.

/** Rows × panels of eight columns. Fewer rows have more panels, so that enough sums are under way at once. */
const shapes = [
  [6, 1],
  [5, 1],
  [4, 1],
  [3, 1],
  [2, 1],
  [1, 1],
  [3, 2],
  [2, 2],
  [1, 4],
];

/**
 * Layouts of A, each with the address of element (i, k):
 *   columns   `A + 4·i + k·aStep`: packed, or a matrix that is read transposed
 *   rows      `A + i·aStep + 4·k`: a matrix that is read directly
 */
const layouts = ['columns', 'rows'];

const range = (count) => Array.from({ length: count }, (_, i) => i);

/**
 * Returns the source of `tiles.ts`.
 * @param unrolled number of steps of k in one iteration of the loop
 */
export function tiles(unrolled) {
  const functions = layouts.flatMap((layout) =>
    shapes.map(([rows, panels]) => tile(layout, rows, panels, unrolled)),
  );
  return `import { madd } from './simd';\n${functions.join('')}`;
}

function tile(layout, rows, panels, unrolled) {
  const vectors = range(2 * panels);
  const each = (line) => range(rows).flatMap((i) => vectors.map((j) => line(i, j)));
  const rowAddress = (i) => (i === 0 ? 'c' : `c + ${i} * cRow`);
  const panelOf = (j) => `b${j >> 1}`;
  const pointers = layout === 'rows' ? range(rows).map((i) => `a${i}`) : ['a'];
  const element = (u, i) => (layout === 'rows' ? `a${i}, ${4 * u}` : `a, ${4 * i}`);
  const step = (u) => [
    ...vectors.map((j) => `const y${u}_${j} = v128.load(${panelOf(j)}, ${32 * u + 16 * (j % 2)});`),
    ...range(rows).flatMap((i) => [
      `x = v128.load_splat<f32>(${element(u, i)});`,
      ...vectors.map((j) => `s${i}_${j} = madd(x, y${u}_${j}, s${i}_${j});`),
    ]),
    ...(layout === 'columns' ? ['a += aStep;'] : []),
  ];
  const loop = (steps) => [
    ...range(steps).flatMap(step),
    ...(layout === 'rows' ? pointers.map((a) => `${a} += ${4 * steps};`) : []),
    ...range(panels).map((p) => `b${p} += ${32 * steps};`),
  ];
  return `
/** C[${rows},${8 * panels}] (+)= A·B over \`depth\` steps; B is packed in panels \`[depth][8]\`. */
export function ${layout}${rows}x${8 * panels}(
  depth: i32, A: usize, aStep: usize, B: usize, panelBytes: usize, c: usize, cRow: usize, add: bool,
): void {
  ${each((i, j) => `let s${i}_${j} = f32x4.splat(0);`).join('\n  ')}
  if (add) {
    ${each((i, j) => `s${i}_${j} = v128.load(${rowAddress(i)}, ${16 * j});`).join('\n    ')}
  }
  ${pointers.map((a, i) => `let ${a} = A + ${i} * aStep;`).join('\n  ')}
  ${range(panels)
    .map((p) => `let b${p} = B + ${p} * panelBytes;`)
    .join('\n  ')}
  let x: v128;
  const end = B + (<usize>depth << 5);
  for (const last = B + (<usize>(depth - depth % ${unrolled}) << 5); b0 < last; ) {
    ${loop(unrolled).join('\n    ')}
  }
  while (b0 < end) {
    ${loop(1).join('\n    ')}
  }
  ${each((i, j) => `v128.store(${rowAddress(i)}, s${i}_${j}, ${16 * j});`).join('\n  ')}
}
`;
}
