import { chooseVariant, type AnyOp } from "@tomograd/kernels";
import { traceOp, type CaseShapes, type TracedLaunch } from "@tomograd/kernels/verify";

/** The variant called `plain`, which a kernel that was made fast still has, or else the device's own choice. */
export const choosePlain: typeof chooseVariant = (kernel, constants, adapter) =>
  "plain" in kernel.variants ? "plain" : chooseVariant(kernel, constants, adapter);

/** As its `chooseVariant` it lets a device use its own choice, or the plain variants as long as `plain` is true. */
export class VariantSwitch {
  plain = false;

  readonly choose: typeof chooseVariant = (kernel, constants, adapter) =>
    (this.plain ? choosePlain : chooseVariant)(kernel, constants, adapter);
}

/** Passes of an op in which the device's choice is not the plain variant, for these shapes. */
export function passesWithFastVariants(
  op: AnyOp,
  shapes: CaseShapes,
  traits: Parameters<typeof chooseVariant>[2],
): Set<TracedLaunch["pass"]> {
  return new Set(
    traceOp(op, shapes, { traits })
      .filter(({ kernel, variant, constants }) => choosePlain(kernel, constants, traits) !== variant)
      .map(({ pass }) => pass),
  );
}
