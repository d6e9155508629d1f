import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { promisify } from "node:util";
import type { Device } from "@tomograd/kernels";
import { adapterName } from "./adapter-name.ts";

/** Where and when something was measured. */
export interface Environment {
  /** ISO 8601. */
  readonly date: string;
  readonly node: string;
  readonly webgpu: string;
  readonly adapter: string;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly cpu: string;
  readonly cores: number;
  /** Variables that change what the driver does. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of the minute before. */
  readonly load: number;
  /** False where others were at work at the same time: times are then too long, and not comparable. */
  readonly quiet: boolean;
  /** Null outside a checkout; with `+` where files were changed since. */
  readonly commit: string | null;
}

/** More runnable threads than this, and the machine is not ours alone. */
export const QUIET_LOAD = 1.5;
const VARIABLES = /^(?:LP_|MESA_|GALLIVM_)/;

/** Looks around; to be called before the measuring itself raises the load. */
export async function describeEnvironment({ info }: Device, load = loadavg()[0]!): Promise<Environment> {
  const all = cpus();
  return {
    date: new Date().toISOString(),
    node: process.versions.node,
    webgpu: webgpuVersion(),
    adapter: adapterName(info),
    features: info.features,
    limits: info.limits,
    cpu: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    variables: Object.fromEntries(
      Object.entries(process.env).filter((pair): pair is [string, string] => VARIABLES.test(pair[0])),
    ),
    load,
    quiet: load <= QUIET_LOAD,
    commit: await currentCommit(),
  };
}

/** The binding is a dependency of the kernels, so it is looked up from there. */
function webgpuVersion(): string {
  const kernels = createRequire(import.meta.resolve("@tomograd/kernels"));
  return (kernels("webgpu/package.json") as { version: string }).version;
}

async function currentCommit(): Promise<string | null> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)("git", args, { cwd: import.meta.dirname })).stdout.trim();
  try {
    const changed = await git("status", "--porcelain", "--untracked-files=no");
    return (await git("rev-parse", "--short=12", "HEAD")) + (changed === "" ? "" : "+");
  } catch {
    return null;
  }
}
