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

/** For a recording inside another: its ops would be missing from the outer one, and their results be taken for constants. */
export function tapeInTape(): TapeError {
  return new TapeError({
    subject: "tape",
    rule: "records alone",
    received: "a recording inside another",
    advice: "Record with one tape, or in noGrad what is meant as a constant: there are no second derivatives",
  });
}
