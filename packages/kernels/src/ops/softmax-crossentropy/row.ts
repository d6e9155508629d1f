/**
 * WGSL of what both kernels know about a row of logits. Relative to the largest logit its own exponential is 1; `rest` is the
 * sum of the others, kept apart from that 1 so that what is certain keeps its digits.
 */
export const row = /* wgsl */ `
struct Row { best: u32, largest: f32, rest: f32 }
fn readRow(start: u32) -> Row {
  var best = 0u;
  for (var k = 1u; k < columns; k++) { if (logits[start + k] > logits[start + best]) { best = k; } }
  let largest = logits[start + best];
  var rest = 0.0;
  for (var k = 0u; k < columns; k++) { rest += select(exp(logits[start + k] - largest), 0.0, k == best); }
  return Row(best, largest, rest);
}
fn smoothed(label: f32) -> f32 { return label * (1.0 - params.smoothing) + params.smoothing / f32(columns); }`;
