import { wgsl } from "../../kernel/wgsl.ts";
import { partOf, type Orders } from "./part.ts";

/** What the threads of a subgroup have together: `rows` of y, and `columns` times as many columns as they are. */
export interface LanesTile {
  readonly subgroupSize: number;
  readonly rows: number;
  readonly columns: number;
}

/** Of the inner axis at a time: a vector. */
const DEPTH = 4;
const parts = "xyzw";

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A part of y's columns for each subgroup. */
export const widthOf = ({ subgroupSize, columns }: LanesTile): number => subgroupSize * columns;

/**
 * Each thread loads vectors of its own columns of b; rows of a, which all of them need, are loaded once, some a lane, and
 * broadcast. Sums live in a private array that only constants index, and take four products at a time.
 */
export function lanesBody(orders: Orders, tile: LanesTile): string {
  const { subgroupSize, rows, columns } = tile;
  const { transposeA, transposeB } = orders;
  const shares = indices(rows / subgroupSize);
  /** A lane's columns: vectors of the subgroup lie side by side. */
  const column = (c: number): string => `own + ${(c - (c % 4)) * subgroupSize + (c % 4)}u`;
  const known = "vec4u(k) + vec4u(0u, 1u, 2u, 3u) < vec4u(params.K)";

  // Where a is read as it lies, a vector goes along k, else along four rows: of `rows / 4` for each of the four k.
  const loadA = shares.map((i) => {
    if (!transposeA) return `let a${i} = select(vec4f(), fourOfA(rowAt${i} + k), ${known});`;
    return `let a${i} = select(vec4f(), fourOfA(rowAt${i} + min(k + kOf${i}, params.K - 1u) * params.M), k + kOf${i} < params.K);`;
  });
  const valueOfA = (row: number, k: number): string => {
    const [vector, part] = transposeA ? [k * (rows / 4) + Math.floor(row / 4), row % 4] : [row, k];
    return `subgroupBroadcast(a${Math.floor(vector / subgroupSize)}.${parts[part]}, ${vector % subgroupSize}u)`;
  };
  const loadB = transposeB
    ? indices(columns).map((c) => `let b${c} = select(vec4f(), fourOfB(columnAt${c} + k), ${known});`)
    : indices((DEPTH * columns) / 4).map((i) => {
        const k = `k + ${i % DEPTH}u`;
        const at = `columnAt${Math.floor(i / DEPTH) * 4} + min(${k}, params.K - 1u) * params.N`;
        return `let b${i} = select(vec4f(), fourOfB(${at}), ${k} < params.K);`;
      });
  const valueOfB = (c: number, k: number): string =>
    transposeB ? `b${c}.${parts[k]}` : `b${Math.floor(c / 4) * DEPTH + k}.${parts[c % 4]}`;

  const row = (r: number): string => {
    const factors = indices(DEPTH).map((k) => `let f${k} = ${valueOfA(r, k)};`);
    const sums = indices(columns).map((c) => {
      const products = indices(DEPTH).map((k) => `s = fma(f${k}, ${valueOfB(c, k)}, s);`);
      return `    { var s = acc[${r * columns + c}]; ${products.join(" ")} acc[${r * columns + c}] = s; }`;
    });
    return `    { ${factors.join(" ")}\n${sums.join("\n")} }`;
  };
  return wgsl`
  ${partOf(orders, "group", rows, widthOf(tile))}
  let own = column + subgroupLane * 4u;
  ${shares
    .map((i) => {
      const vector = `(${i * subgroupSize}u + subgroupLane)`;
      if (!transposeA) return `let rowAt${i} = batchAt_a + min(row + ${vector}, params.M - 1u) * params.K;`;
      return `let kOf${i} = ${vector} / ${rows / 4}u; let rowAt${i} = batchAt_a + min(row + ${vector} % ${rows / 4}u * 4u, params.M - 1u);`;
    })
    .join("\n  ")}
  ${indices(columns)
    .filter((c) => transposeB || c % 4 === 0)
    .map((c) => `let columnAt${c} = batchAt_b + min(${column(c)}, params.N - 1u)${transposeB ? " * params.K" : ""};`)
    .join("\n  ")}
  var acc: array<f32, ${rows * columns}>;
  for (var k = firstK; k < endK; k += ${DEPTH}u) {
    ${[...loadA, ...loadB].join("\n    ")}
${indices(rows).map(row).join("\n")}
  }
  // Mesa unrolls a loop of known length over a private array, for seconds.
  for (var i = 0u; i < min(${rows}u, params.M - row); i++) {
    let at = firstOfY + (row + i) * params.N;
    ${indices(columns)
      .map((c) => `if (${column(c)} < params.N) { y[at + ${column(c)}] = acc[i * ${columns}u + ${c}u]; }`)
      .join("\n    ")}
  }`;
}
