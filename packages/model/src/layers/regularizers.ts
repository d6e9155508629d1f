import { UsageError } from "@tomograd/kernels";

/** `factor * sum(w^2)`, added to the loss of training, validation and evaluation alike. Source: Keras `regularizers.L2`. */
export interface L2 {
  readonly className: "L2";
  readonly factor: number;
}

/** @example new Conv2D({ filters: 8, kernelSize: 3, kernelRegularizer: l2(1e-3) }) */
export function l2(factor = 0.01): L2 {
  if (!(factor >= 0 && Number.isFinite(factor))) {
    throw new UsageError({ subject: "l2", rule: "factor must be a number from 0", received: `factor=${factor}` });
  }
  return { className: "L2", factor };
}
