export { apply, type ApplyOptions } from "./apply.ts";
export { gradcheck, type GradcheckOptions, type GradcheckResult } from "./gradcheck.ts";
export { collect, scope } from "./scope.ts";
export { noGrad, Tape, type BackwardOptions } from "./tape.ts";
export { Tensor, tensor, type TensorOptions } from "./tensor.ts";
