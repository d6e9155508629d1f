/** The class whose score is explained; `predicted` is the one that each image is given, positive where `z > 0`. */
export type Target = "positive" | "negative" | "predicted";

/** What turns the logit z of an image into the score of its target: 1 or -1. */
export function signOf(target: Target, z: number): 1 | -1 {
  return target === "positive" || (target === "predicted" && z > 0) ? 1 : -1;
}
