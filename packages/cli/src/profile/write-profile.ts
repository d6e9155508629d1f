import { peakGflops } from "@tomograd/bench";
import type { RunFolder } from "../run-folder/run-folder.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import type { Profile, ProfileReport } from "./profile.ts";
import type { Rates } from "./work.ts";

/** Writes profile.json, and returns the tables of kernels and ops where there are any. */
export async function writeProfile(profile: Profile, run: RunFolder, terminal: Terminal): Promise<string | undefined> {
  const report = await profile.report();
  await run.writeText("profile.json", JSON.stringify(report.trace));
  terminal.note("profile.json shows the first steps: open it in ui.perfetto.dev or chrome://tracing");
  if (profile.timesKernels) return profileTables(report, await peakGflops(profile.device));
  terminal.note("this adapter cannot time kernels: the profile holds what the host did, and there is no table");
  return undefined;
}

function profileTables({ kernels, ops, steps }: ProfileReport, peak: number): string {
  const cells = ({ calls, ms, share, gflops }: Rates): string[] => [
    String(calls),
    ms.toFixed(3),
    (ms / steps).toFixed(3),
    `${(share * 100).toFixed(1)}%`,
    gflops?.toFixed(2) ?? "",
    gflops === null ? "" : `${((gflops / peak) * 100).toFixed(1)}%`,
  ];
  const columns = ["calls", "ms", "ms/step", "share", "GFLOP/s", "of peak"];
  return [
    `Kernels in ${steps} training step${steps === 1 ? "" : "s"}, each in a pass of its own; measured peak ${peak.toFixed(1)} GFLOP/s`,
    table(
      ["kernel", "variant", ...columns],
      kernels.map((row) => [row.kernel, row.variant, ...cells(row)]),
    ),
    "",
    table(
      ["operation", ...columns],
      ops.map((row) => [row.op, ...cells(row)]),
    ),
  ].join("\n");
}
