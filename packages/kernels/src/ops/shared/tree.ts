/** Invocations of a workgroup that reduces: few enough for every adapter. */
export const LANES = 64;

/**
 * WGSL of `tree(lane, own)`: combines what `LANES` invocations hold, always in the same order, and returns the result to
 * invocation 0. `combine` is an expression of `a` and `b`. Only for kernels whose workgroups have `LANES` invocations.
 *
 * One invocation climbs the tree alone: that takes a microsecond, and a barrier a level takes software drivers a tenth of a
 * second to compile.
 */
export const tree = (type: string, combine: string): string => /* wgsl */ `
var<workgroup> lanes: array<${type}, ${LANES}>;
fn tree(lane: u32, own: ${type}) -> ${type} {
  lanes[lane] = own;
  workgroupBarrier();
  if (lane > 0u) { return own; }
  for (var span = ${LANES / 2}u; span > 0u; span /= 2u) {
    for (var i = 0u; i < span; i++) {
      let a = lanes[i];
      let b = lanes[i + span];
      lanes[i] = ${combine};
    }
  }
  return lanes[0];
}`;
