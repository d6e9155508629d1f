import { NumericError, TomogradError } from "@tomograd/kernels";
import { Interrupted } from "../interruption.ts";
import type { RunFolder } from "../run-folder/run-folder.ts";
import type { Recorder } from "./recorder.ts";

/** Ends a run that failed: before the first step nothing of it stays, afterwards its log says what happened. */
export async function giveUp(run: RunFolder, recorder: Recorder, error: unknown): Promise<void> {
  if (!run.isKept) return await run.abandon();
  // Whoever was interrupted has said so in the log; a run that did not even go on has nothing to say.
  if (error instanceof Interrupted || recorder.step === 0) return;
  await recorder.event({ event: "failed", step: recorder.step, ...described(error) });
}

/** Without what was received, which may be a path. */
function described(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof TomogradError)) return { error: error instanceof Error ? error.name : "unknown" };
  const { name, subject, rule, received } = error;
  return { error: name, subject, rule, ...(error instanceof NumericError && received !== undefined && { received }) };
}
