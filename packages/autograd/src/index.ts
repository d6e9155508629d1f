export { apply, type ApplyOptions } from "./apply.ts";
export { gradcheck, type GradcheckOptions, type GradcheckResult } from "./gradcheck.ts";
export { collect, scope } from "./scope.ts";
export type { BackwardOptions } from "./backward-options.ts";
export { noGrad, Tape } from "./tape.ts";
export { Tensor, tensor, type TensorOptions } from "./tensor.ts";
