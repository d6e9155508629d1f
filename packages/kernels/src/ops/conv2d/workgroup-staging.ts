import { ceilDiv } from "../../shape.ts";
import { indices } from "./unrolling.ts";

/** The text of `count` elements spread over a workgroup, neighbours to neighbouring lanes; `text` gets an element and its turn. */
export function staging(count: number, workgroupSize: number, text: (element: string, turn: number) => string): string {
  return indices(ceilDiv(count, workgroupSize))
    .map((turn) => {
      const element = `lane + ${turn * workgroupSize}`;
      const isWhole = (turn + 1) * workgroupSize <= count;
      return isWhole ? `      ${text(element, turn)}` : `      if (${element} < ${count}) { ${text(element, turn)} }`;
    })
    .join("\n");
}
