import type { Progress } from "./progress.ts";

/** For `--progress json`: the run's events are shown instead, as they are written to its log. */
export const silentProgress: Progress = {
  epochBegins: () => undefined,
  stepBegins: () => undefined,
  stepDone: () => undefined,
  epochDone: () => undefined,
};
