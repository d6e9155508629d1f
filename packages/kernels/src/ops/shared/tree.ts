/** Invocations of a workgroup that reduces: few enough for every adapter. */
export const LANES = 64;

/**
 * WGSL of `tree(lane, own)`: combines what `LANES` invocations hold, always in the same order, and returns the result to
 * all of them. `combine` is an expression of `a` and `b`. Only for kernels whose workgroups have `LANES` invocations.
 */
export const tree = (type: string, combine: string): string => /* wgsl */ `
var<workgroup> lanes: array<${type}, ${LANES}>;
fn tree(lane: u32, own: ${type}) -> ${type} {
  lanes[lane] = own;
  workgroupBarrier();
  for (var span = ${LANES / 2}u; span > 0u; span /= 2u) {
    if (lane < span) {
      let a = lanes[lane];
      let b = lanes[lane + span];
      lanes[lane] = ${combine};
    }
    workgroupBarrier();
  }
  return lanes[0];
}`;
