import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InputError } from "@tomograd/kernels";
import { EXIT } from "../exit.ts";
import { Interrupted, type Interruption } from "../interruption.ts";
import { removeModuleFolders } from "../op/module-folder.ts";
import { isSupervised, listenTo, MARK, type LastWords } from "../watchdog/channel.ts";
import type { TrialRunner } from "./runners.ts";
import { failedTrial, type Trials } from "./run-trial.ts";
import type { Trial, TrialRecord } from "./trial.ts";
import type { WorkerReply, WorkerSetup, WorkerTask } from "./trial-worker.ts";

/**
 * Computes trials in a process of its own, with its own data and devices: a driver that takes the process with it costs one
 * trial, and nothing of two trials is shared. Such a process is started again for the next one. Code of one's own is watched
 * in it as it is in this one.
 */
export class ProcessRunner implements TrialRunner {
  readonly #trials: Trials;
  readonly #setup: WorkerSetup;
  readonly #interruption: Interruption;
  #child: ChildProcess | undefined;
  #words: LastWords | undefined;

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
      const { text, code } = this.#words ?? { text: "its process ended without a result", code: EXIT.device };
      const seconds = (performance.now() - began) / 1000;
      const error = this.#words ? "TimeoutError" : "DeviceError";
      return failedTrial(this.#trials, trial, seconds, { error, message: text, exitCode: code });
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
      stdio: ["ignore", "ignore", "ignore", isSupervised ? "pipe" : "ignore", "ipc"],
      env: { ...process.env, ...(isSupervised && { [MARK]: "1" }) },
      // NaN and infinity are told as they are.
      serialization: "advanced",
    });
    this.#words = undefined;
    const said = (words: LastWords): void => void (this.#words = words);
    if (isSupervised) listenTo(child, () => undefined, said);
    child.once("exit", (code) => {
      if (this.#child === child) this.#child = undefined;
      if (code === null) removeModuleFolders(child.pid!);
    });
    // A failure to start is an end without an answer.
    child.on("error", () => child.emit("exit"));
    child.send(this.#setup, () => undefined);
    return child;
  }
}
