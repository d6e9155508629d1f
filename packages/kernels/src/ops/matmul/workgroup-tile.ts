import { wgsl } from "../../kernel/wgsl.ts";
import { partOf, type Orders } from "./part.ts";

const places = [0, 1, 2, 3] as const;

/**
 * A workgroup of 16 x 16 threads has 64 x 64 elements of y, 4 x 4 each thread. In turn its threads load 16 columns of a and 16
 * rows of b, neighbours from neighbouring memory, zeros beyond the edges, and multiply them out of workgroup memory.
 */
export const inWorkgroup = {
  declarations: /* wgsl */ `
var<workgroup> left: array<f32, 1040>;
var<workgroup> right: array<f32, 1040>;`,
  body: (orders: Orders): string => wgsl`
  ${partOf(orders, "group", 64, 64)}
  let x = lane % 16u * 4u;
  let y4 = lane / 16u * 4u;
  ${places.map((i) => `var sum${i} = vec4f();`).join(" ")}
  for (var start = firstK; start < endK; start += 16u) {
    for (var i = 0u; i < 4u; i++) {
      let e = i * 256u + lane;
      // Where the rows of an array are read as columns, its memory goes along them.
      let inA = vec2u(${orders.transposeA ? "e % 64u, e / 64u" : "e / 16u, e % 16u"});
      let inB = vec2u(${orders.transposeB ? "e / 16u, e % 16u" : "e % 64u, e / 64u"});
      let aRow = row + inA.x;
      let aK = start + inA.y;
      let bColumn = column + inB.x;
      let bK = start + inB.y;
      left[inA.y * 65u + inA.x] = select(0.0, a[batchAt_a + aAt(min(aRow, params.M - 1u), min(aK, params.K - 1u))], aRow < params.M && aK < params.K);
      right[inB.y * 65u + inB.x] = select(0.0, b[batchAt_b + bAt(min(bK, params.K - 1u), min(bColumn, params.N - 1u))], bColumn < params.N && bK < params.K);
    }
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let own = vec4f(${places.map((i) => `right[k * 65u + x + ${i}u]`).join(", ")});
      ${places.map((i) => `sum${i} += left[k * 65u + y4 + ${i}u] * own;`).join("\n      ")}
    }
    workgroupBarrier();
  }
  let first = firstOfY + (row + y4) * params.N + column + x;
  ${places
    .map(
      (i) => `if (row + y4 + ${i}u < params.M) {
    let at = first + ${i}u * params.N;
    ${places.map((j) => `if (column + x + ${j}u < params.N) { y[at + ${j}u] = sum${i}[${j}]; }`).join("\n    ")}
  }`,
    )
    .join("\n  ")}`,
};
