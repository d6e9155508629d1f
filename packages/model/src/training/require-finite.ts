import { NumericError } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { FinishedStep } from "./step-log.ts";

/** Throws a NumericError that names step, weight and samples unless a step's loss and the weights after it are finite. */
export function requireFinite(model: Model, { step, loss, nonFinite, indices }: FinishedStep, epoch: number): void {
  const { trainable, fixed } = model.placement;
  const bad =
    (nonFinite.trainable !== undefined && trainable.weightAt(nonFinite.trainable)) ||
    (nonFinite.fixed !== undefined && fixed.weightAt(nonFinite.fixed));
  if (Number.isFinite(loss) && !bad) return;
  const shown = indices && Array.from(indices).slice(0, 8).join(",") + (indices.length > 8 ? ",…" : "");
  throw new NumericError({
    subject: "training",
    rule: "losses and weights must be finite",
    received: `epoch=${epoch + 1} step=${step + 1} loss=${loss} weight=${bad ? bad.name : "none"} samples=${shown ?? "unknown"}`,
    advice: "Lower --learning-rate, or look at these samples",
  });
}
