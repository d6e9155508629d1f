import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const TSX = import.meta.resolve("tsx");
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the programs that are started here remember kernel variants: not where the user's own do. */
export const tuningFile = join(temporaryFolder(), "tuning.json");

export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** In a process group of its own. */
  readonly detached?: boolean;
}

/** Starts the real program, from source. */
export function startCli(
  args: readonly string[],
  { env = {}, cwd = ROOT, detached = false }: CliOptions = {},
): ChildProcessWithoutNullStreams {
  const whole = { ...process.env, TOMOGRAD_TUNING: tuningFile, ...env };
  return spawn(process.execPath, ["--import", TSX, MAIN, ...args], { cwd, env: whole, detached });
}

/** Waits for a program that was started. */
export async function finishCli(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, stdout, stderr };
}

export async function cli(...args: readonly string[]): Promise<CliResult> {
  return await finishCli(startCli(args));
}

/** A new empty folder of the system's, which removes it in time. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "tomograd-cli-"));
}
