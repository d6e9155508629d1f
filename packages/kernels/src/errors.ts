/**
 * Every error that tomograd throws on purpose.
 *
 * The text has four parts, in this order: what is concerned (an op or a file), the rule, what was received, what to do:
 * `conv2d: filter must have 4 dimensions. Received filter=[3,3,1]. Pass [R,S,C,K].`
 */
export interface ErrorDetails {
  /** The op, file or option that is concerned. */
  readonly subject: string;
  /** What must hold. */
  readonly rule: string;
  /** What was found instead, as `name=value`. */
  readonly received?: string;
  /** What the reader can do about it. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/** The common base: a text made of subject, rule, received and advice, and the same four as fields. */
export class TomogradError extends Error {
  readonly subject: string;
  readonly rule: string;
  readonly received: string | undefined;
  readonly advice: string | undefined;

  constructor(details: ErrorDetails) {
    const sentences = [details.rule, details.received && `Received ${details.received}`, details.advice]
      .filter((part): part is string => Boolean(part))
      .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`));
    super(`${details.subject}: ${sentences.join(" ")}`, { cause: details.cause });
    this.name = new.target.name;
    this.subject = details.subject;
    this.rule = details.rule;
    this.received = details.received;
    this.advice = details.advice;
  }
}

/** Shapes, params or dtypes that an op cannot take. */
export class ShapeError extends TomogradError {}

/** No adapter, a lost device, memory that is not there, or a limit that the adapter does not offer. */
export class DeviceError extends TomogradError {}

/** A device that did not come to an end within its patience. It can only be left behind, by a process that ends. */
export class TimeoutError extends DeviceError {
  /** The same, with what the device was at. */
  of(subject: string): TimeoutError {
    const { rule, received = "", advice = "" } = this;
    return new TimeoutError({ subject, rule, received, advice, cause: this });
  }
}

/** WGSL that does not compile: names the kernel, the line and the compiler's message. */
export class KernelCompileError extends TomogradError {}

/** A file or array from outside that breaks its format's rules, or cannot be used for training. */
export class InputError extends TomogradError {}

/** An option, a config key or a call that is not allowed as given. */
export class UsageError extends TomogradError {}

/** NaN or infinity where a finite number must stand. */
export class NumericError extends TomogradError {}

/** Files that cannot be written: a full disk, a missing permission, a folder in use. */
export class StorageError extends TomogradError {}

/** A tensor that was released, changed after it was saved, or a tape that was used twice. */
export class TapeError extends TomogradError {}
