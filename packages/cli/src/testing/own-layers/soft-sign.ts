import type { Shape } from "@tomograd/kernels";
import { Activation, Layer } from "@tomograd/model";
import { moduleAt } from "@tomograd/model/node";

const softsign = new Activation("softsign");

/** A layer of one's own, as a user would write it. */
export class SoftSign extends Layer {
  readonly className = "SoftSign";
  readonly baseName = "soft_sign";
  override readonly module = moduleAt(new URL("soft-sign.ts", import.meta.url));
  protected construct = (input: Shape): Shape => input;
  call: Layer["call"] = (x) => softsign.call(x);
  config = (): Record<string, unknown> => ({});
}
