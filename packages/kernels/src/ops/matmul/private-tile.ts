import { wgsl } from "../../kernel/wgsl.ts";
import { partOf, type Orders } from "./part.ts";

const places = [0, 1, 2, 3] as const;

/** Each thread has 4 x 4 elements of y. Beyond an edge it reads the last row or column again, and stores nothing. */
export const inPrivate = {
  body: (orders: Orders): string => wgsl`
  ${partOf(orders, "thread", 4, 4)}
  ${places.map((i) => `let row${i} = min(row + ${i}u, params.M - 1u); let column${i} = min(column + ${i}u, params.N - 1u);`).join("\n  ")}
  ${places.map((i) => `var sum${i} = vec4f();`).join(" ")}
  for (var k = firstK; k < endK; k++) {
    let right = vec4f(${places.map((i) => `b[batchAt_b + bAt(k, column${i})]`).join(", ")});
    ${places.map((i) => `sum${i} += a[batchAt_a + aAt(row${i}, k)] * right;`).join("\n    ")}
  }
  let first = firstOfY + row * params.N + column;
  ${places
    .map(
      (i) => `if (row + ${i}u < params.M) {
    let at = first + ${i}u * params.N;
    ${places.map((j) => `if (column + ${j}u < params.N) { y[at + ${j}u] = sum${i}[${j}]; }`).join("\n    ")}
  }`,
    )
    .join("\n  ")}`,
};
