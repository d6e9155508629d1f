import { shownName } from "@tomograd/data";
import { totalmem } from "node:os";
import { checkDeviceChoice, withDevice } from "../device/open-device.ts";
import { EXIT } from "../exit.ts";
import { Interrupted, Interruption } from "../interruption.ts";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import { ownCodeFlags } from "../train/own-network.ts";
import { digestsOf, loadTrials, type TrialsSource } from "./load-trials.ts";
import { ProcessRunner } from "./process-runner.ts";
import type { Trials } from "./run-trial.ts";
import { localRunner, runTrials, type TrialRunner } from "./runners.ts";
import { printStudyNotes } from "./study-notes.ts";
import { requireNetworkOf, requireSameStudy, studyConfig } from "./study-config.ts";
import { StudyFolder } from "./study-folder.ts";
import { TrialLog } from "./trial-log.ts";
import type { Trial, TrialRecord } from "./trial.ts";

/** All trials of a study, each done. */
export interface FinishedStudy {
  readonly folder: StudyFolder;
  readonly trials: Trials;
  /** One row a candidate, one column a fold. */
  readonly records: readonly (readonly TrialRecord[])[];
}

/** Runs every trial that the study's folder does not hold yet, and hands all to `finish`. */
export async function runStudy<T>(
  command: string,
  source: TrialsSource,
  terminal: Terminal,
  finish: (study: FinishedStudy) => Promise<T>,
): Promise<T> {
  const { options } = source;
  checkDeviceChoice(options);
  const folder = await StudyFolder.open(options.out);
  try {
    const records = await computed(command, source, folder, terminal);
    return await finish({ folder, ...records });
  } finally {
    await folder.close();
  }
}

async function computed(
  command: string,
  source: TrialsSource,
  folder: StudyFolder,
  terminal: Terminal,
): Promise<Omit<FinishedStudy, "folder">> {
  const { options } = source;
  const interruption = new Interruption((signal) =>
    terminal.note(`${signal}: stopping after this step; once more stops at once`),
  );
  const done = new Map<string, TrialRecord>();
  try {
    const trials = await interruption.race(loadTrials(source, terminal));
    const info = await withDevice(options, async (device) => await Promise.resolve(device.info));
    const config = studyConfig(command, options, { ...trials, info });
    if (folder.before) {
      requireNetworkOf(folder.before, trials.own);
      requireSameStudy(folder.before, config);
    } else await folder.begin(config, options.data);
    terminal.note(`study folder: ${shownName(folder.path)}`);
    const all = trials.candidates.flatMap((_, candidate) => trials.folds.map((_, fold) => ({ candidate, fold })));
    for (const record of await folder.records(all)) {
      // What a device failed to do, the next one may do.
      if (record.failure?.exitCode !== EXIT.device) done.set(keyOf(record), record);
    }
    const waiting = all.filter((trial) => !done.has(keyOf(trial)));
    if (done.size > 0) terminal.note(`${done.size} of ${plural(all.length, "trial")} are done already`);
    if (waiting.length > 0) printStudyNotes(terminal, trials, info);
    const log = new TrialLog(terminal, trials, done.size);
    const jobs = Math.min(options.jobs ?? (info.software || info.kind === "reference" ? 1 : 2), waiting.length);
    await runTrials(waiting, runnersFor(jobs, source, trials, interruption), async (record) => {
      await folder.commit(record);
      done.set(keyOf(record), record);
      log.done(record);
    });
    const rows = trials.candidates.map((_, candidate) =>
      trials.folds.map((_, fold) => done.get(keyOf({ candidate, fold }))!),
    );
    return { trials, records: rows };
  } catch (error) {
    if (!(error instanceof Interrupted) || !folder.hasBegun) throw error;
    const kept = `${plural(done.size, "trial is", "trials are")} kept`;
    throw new Interrupted(
      error.signal,
      `${kept}, ${command} --resume ${shownName(folder.path)}${ownCodeFlags(options)} goes on`,
    );
  } finally {
    interruption.stopListening();
  }
}

function runnersFor(jobs: number, source: TrialsSource, trials: Trials, interruption: Interruption): TrialRunner[] {
  if (jobs <= 1) return [localRunner(trials, interruption)];
  const { options } = source;
  // This process keeps images as well.
  const dataMemory = Math.floor((options.dataMemory ?? totalmem() / 4 / 2 ** 20) / (jobs + 1));
  const setup = { source: { ...source, options: { ...options, dataMemory } }, digests: digestsOf(trials) };
  return Array.from({ length: jobs }, () => new ProcessRunner(trials, setup, interruption));
}

function keyOf({ candidate, fold }: Trial): string {
  return `${candidate} ${fold}`;
}
