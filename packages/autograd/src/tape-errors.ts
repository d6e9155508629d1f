import { TapeError } from "@tomograd/kernels";

/** For a tape that has been walked or released. */
export function usedUp(received: string): TapeError {
  return new TapeError({
    subject: "tape",
    rule: "can be walked once",
    received,
    advice: "Record again with a new Tape",
  });
}

/** For a second derivative: what ops' vjps compute is not recorded, and would be taken for a constant. */
export function whileRecording(): TapeError {
  return new TapeError({
    subject: "backward",
    rule: "cannot be differentiated again",
    received: "a backward pass while a tape records",
    advice: "Call backward after the recording, or in noGrad where its gradients are meant as constants",
  });
}
