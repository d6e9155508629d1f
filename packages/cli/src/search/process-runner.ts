import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Duplex } from "node:stream";
import { InputError } from "@tomograd/kernels";
import { EXIT } from "../exit.ts";
import { Interrupted, type Interruption } from "../interruption.ts";
import { removeModuleFolders } from "../op/module-folder.ts";
import { CHANNEL, MARK, wordsIn } from "../watchdog/channel.ts";
import type { TrialRunner } from "./runners.ts";
import { failedTrial, type Trials } from "./run-trial.ts";
import type { Trial, TrialRecord } from "./trial.ts";
import type { WorkerReply, WorkerSetup, WorkerTask } from "./trial-worker.ts";

/**
 * Computes trials in a process of its own, with its own data and devices: a driver that takes the process with it costs one
 * trial, and nothing of two trials is shared. Such a process is started again for the next one; one that code of one's own
 * blocks is ended as the command's own is.
 */
export class ProcessRunner implements TrialRunner {
  readonly #trials: Trials;
  readonly #setup: WorkerSetup;
  readonly #interruption: Interruption;
  #child: ChildProcess | undefined;
  #wasBlocked = false;

  constructor(trials: Trials, setup: WorkerSetup, interruption: Interruption) {
    this.#trials = trials;
    this.#setup = setup;
    this.#interruption = interruption;
    interruption.onAsked((signal) => this.#child?.kill(signal));
  }

  async run(trial: Trial): Promise<TrialRecord> {
    this.#interruption.throwIfAsked();
    const began = performance.now();
    const reply = await this.#ask(trial);
    if (reply === undefined) {
      this.#interruption.throwIfAsked();
      const failure = this.#wasBlocked
        ? { error: "TimeoutError", message: "its process was blocked for too long: a loop may be endless" }
        : { error: "DeviceError", message: "its process ended without a result" };
      const seconds = (performance.now() - began) / 1000;
      return failedTrial(this.#trials, trial, seconds, { ...failure, exitCode: EXIT.device });
    }
    if ("record" in reply) return reply.record;
    if ("signal" in reply) throw new Interrupted(reply.signal);
    throw new InputError({ subject: "a trial's process", rule: reply.message });
  }

  close(): void {
    if (this.#child?.connected) this.#child.disconnect();
    this.#child = undefined;
  }

  /** The answer; undefined where the process ended. */
  async #ask(trial: Trial): Promise<WorkerReply | undefined> {
    const child = (this.#child ??= this.#start());
    return await new Promise((resolve) => {
      const ended = (): void => {
        child.off("message", answered);
        resolve(undefined);
      };
      const answered = (reply: WorkerReply): void => {
        child.off("exit", ended);
        resolve(reply);
      };
      child.once("message", answered);
      child.once("exit", ended);
      child.send({ trial } satisfies WorkerTask, () => undefined);
    });
  }

  #start(): ChildProcess {
    const child = fork(fileURLToPath(new URL("./trial-worker.ts", import.meta.url)), {
      stdio: ["ignore", "ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, [MARK]: "1" },
      // NaN and infinity are told as they are.
      serialization: "advanced",
    });
    this.#wasBlocked = false;
    (child.stdio[CHANNEL] as Duplex).on("data", (chunk: Buffer) => {
      if (!wordsIn(chunk)) return;
      this.#wasBlocked = true;
      child.kill("SIGKILL");
    });
    child.once("exit", (_code, signal) => {
      if (signal !== null) removeModuleFolders(child.pid!);
      if (this.#child === child) this.#child = undefined;
    });
    // A failure to start is an end without an answer.
    child.on("error", () => child.emit("exit"));
    child.send(this.#setup, () => undefined);
    return child;
  }
}
