import { ops, type AnyOp, type Device } from "@tomograd/kernels";
import { checkParity } from "@tomograd/kernels/verify";
import { defineCommand } from "../command.ts";
import { fittingBatch } from "../device/batch-sizes.ts";
import { checkDeviceChoice, deviceName, deviceNotes, withDevice } from "../device/open-device.ts";
import { EXIT } from "../exit.ts";
import { table } from "../table.ts";
import { versions } from "../version.ts";

export const doctor = defineCommand({
  name: "doctor",
  summary: "tell adapter, limits and features, what fits at which batch size, and verify every operation",
  examples: ["doctor", "doctor --adapter embedded --json"],
  options: {},
  ignores: ["seed"],
  async run({ options, terminal }) {
    checkDeviceChoice(options);
    // Before the device opens: the embedded driver sets them for itself.
    const variables = driverVariables();
    return await withDevice(options, async (device) => {
      const { info } = device;
      const batches = { documented: fittingBatch(info, [128, 64]), quick: fittingBatch(info, [16, 8]) };
      const checks: { op: string; failures: readonly string[] }[] = [];
      for (const op of Object.values(ops) as readonly AnyOp[])
        checks.push({ op: op.name, failures: await quickCheck(device, op) });
      const isFine = checks.every(({ failures }) => failures.length === 0);
      if (options.json) {
        terminal.json({
          ok: isFine,
          adapter: { name: deviceName(info), ...info },
          versions: versions(),
          driverVariables: variables,
          batches,
          ops: checks,
        });
      } else {
        for (const note of deviceNotes(info, "")) terminal.result(note);
        const facts = {
          ...versions(),
          "driver variables": variables,
          features: info.features.join(", ") || "none",
          ...Object.fromEntries(Object.entries(info.limits).map(([name, limit]) => [name, String(limit)])),
        };
        terminal.result(table(["", ""], Object.entries(facts)).trim());
        for (const [name, { filters, batchSize }] of Object.entries(batches)) {
          terminal.result(
            `${name} network (filters ${filters.join(",")}, 64 x 64): batch size up to ${batchSize ?? "any"}`,
          );
        }
        for (const { op, failures } of checks)
          terminal.result(
            `${failures.length === 0 ? "ok  " : "FAIL"} ${op}${failures.map((one) => `\n     ${one}`).join("")}`,
          );
      }
      return isFine ? EXIT.ok : EXIT.bug;
    });
  },
});

/** The op's smallest cases against the reference. */
async function quickCheck(device: Device, op: AnyOp): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const one of op.cases.filter(({ tags }) => !tags?.length).slice(0, 3)) {
    try {
      failures.push(...(await checkParity(device, op, one)).failures.map((text) => `${one.name}: ${text}`));
    } catch (error) {
      failures.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}

/** The usual variables that decide which driver is found. */
function driverVariables(): string {
  const set = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].filter((name) => process.env[name]);
  return set.length > 0 ? `${set.join(", ")} set` : "none set";
}
