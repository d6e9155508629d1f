import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

const firstLargest = (of: string): string => /* wgsl */ `
fn firstLargestOf_${of}(start: u32) -> u32 {
  var best = 0u;
  var most = 0;
  for (var k = 0u; k < columns; k++) {
    let bits = bitcast<i32>(${of}[start + k]);
    if (bits > most && bits <= 0x7f800000) {
      best = k;
      most = bits;
    }
  }
  return best;
}`;

/**
 * Integer atomics do not care about order. Values are compared by their bits, which are in the order of what they stand for
 * from 0 on, as a device may flush subnormals to zero and may assume that there is no NaN: that counts as 0, like a negative.
 */
export const count = defineKernel({
  name: "confusionCounts.count",
  bindings: { probabilities: read("f32"), labels: read("f32"), newCounts: write("atomic<u32>") },
  params: { rows: "u32" },
  constants: {} as { readonly columns: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.rows }),
  declarations: () => firstLargest("probabilities") + firstLargest("labels"),
  body: () => wgsl`
  let actual = firstLargestOf_labels(thread * columns);
  let predicted = firstLargestOf_probabilities(thread * columns);
  atomicAdd(&newCounts[actual * columns + predicted], 1u);`,
});
