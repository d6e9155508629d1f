import { boolean, integer, real, type ParamValues } from "../../op/params.ts";

export const params = {
  rate: real(0.5, 0, 1),
  seed: integer(0),
  stream: integer(0),
  step: integer(0),
  training: boolean(true),
};
export type DropoutParams = ParamValues<typeof params>;

/** What kernels need to know of a rate. */
export interface Keeping {
  /** An element is kept if the upper 24 bits of its random word are below this: exactly u < 1 - rate. */
  readonly threshold: number;
  /** What kept elements are multiplied by. */
  readonly scale: number;
  /** False where every element is kept, so that no random numbers are needed. */
  readonly masked: boolean;
}

export function keepingOf({ rate, training }: DropoutParams): Keeping {
  const keep = training ? 1 - rate : 1;
  return { threshold: Math.ceil(keep * 2 ** 24), scale: keep > 0 ? 1 / keep : 0, masked: keep < 1 };
}
