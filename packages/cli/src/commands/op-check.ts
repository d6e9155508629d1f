import { shownName } from "@tomograd/data";
import { shareOfBound, type OpReport } from "@tomograd/kernels/verify";
import { defineCommand } from "../command.ts";
import { plural } from "../plural.ts";
import { checkDeviceChoice, deviceName, withDevice, type DeviceChoice } from "../device/open-device.ts";
import { opTimeoutOption, withOpPatience } from "../device/patience.ts";
import { EXIT } from "../exit.ts";
import { findReplacedOps, moduleOption, type ReplacedOptions } from "../op/find-op.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { warnOfIdle } from "../op/run-kernels.ts";
import { verifyOps } from "../op/verify-ops.ts";
import { OpProgress } from "../progress/op-progress.ts";
import { integer, toggle } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { table } from "../table.ts";
import { oneLine } from "../terminal.ts";

/** A kernel that is wrong is so on most shapes: more lines than these tell nothing new. */
const MOST_SHOWN = 6;

export const opCheck = defineCommand({
  name: "op check",
  arguments: "[ops...]",
  summary: "compile every kernel variant, compare with the float64 reference, check gradients, fuzz shapes",
  examples: [
    "op check",
    "op check conv2d relu --seed 7",
    "op check --module ./my-op.ts",
    "op check conv2d --kernel conv2d.forward=./mine.ts",
  ],
  options: {
    module: moduleOption,
    kernel: kernelOption,
    timeout: opTimeoutOption,
    fuzz: option(integer(0, 10_000), "shapes to draw for each op", 10),
    large: option(toggle, "compare large cases too, for which the reference takes minutes", false),
  },
  async run({ options, arguments: names, terminal }) {
    checkDeviceChoice(options);
    const { ops, replacements } = await findReplacedOps(names, options);
    // Opened once before the harness, whose reports are about ops: a missing adapter is none of theirs.
    const adapter = await withDevice(options, async ({ info }) => deviceName(info));
    terminal.note(`adapter: ${adapter}`);
    const reports: OpReport[] = [];
    const progress = new OpProgress(terminal, ops.length);
    const { seed = 1, fuzz, large } = options;
    await verifyOps(ops, withOpPatience(options), { seed, fuzz, large }, (row) => {
      reports.push(row);
      progress.opDone(row);
    });
    if (options.json) terminal.json({ adapter, ops: reports });
    else
      terminal.result(
        table(["op", "cases", "variants", "max error", "error/bound", "gradcheck", "seed", "result"], reports.map(row)),
      );
    if (replacements) warnOfIdle(replacements, terminal);
    const failed = reports.filter(({ failures }) => failures.length > 0);
    for (const { op, failures, failed: share, repeat } of failed) {
      if (share.cases > 0) terminal.detail(oneLine(`${op}: ${whereItFails(share)}`));
      const different = firstOfEach(failures);
      for (const failure of different.slice(0, MOST_SHOWN)) terminal.detail(oneLine(`${op}: ${failure}`));
      const more = failures.length - Math.min(different.length, MOST_SHOWN);
      if (more > 0) terminal.detail(`${op}: ${plural(more, "more failure")} (--json has all)`);
      terminal.detail(`${op}: again by ${repeatCommand(op, repeat!, options)}`);
    }
    return failed.length > 0 ? EXIT.bug : EXIT.ok;
  },
});

/** Of failures that say the same of several cases the first. */
function firstOfEach(failures: readonly string[]): readonly string[] {
  const byText = new Map<string, string>();
  for (const failure of failures) {
    const text = failure.replace(/^.*?: /, "");
    if (!byText.has(text)) byText.set(text, failure);
  }
  return [...byText.values()];
}

/** How many cases, and the smallest shapes; shapes are numbers, and params are what the op's author wrote. */
function whereItFails({ cases, of, smallest }: OpReport["failed"]): string {
  const shapes = Object.entries(smallest?.inputs ?? {}).map(([name, shape]) => `${name} [${shape.join()}]`);
  const params = smallest?.params ? ` ${JSON.stringify(smallest.params)}` : "";
  return `fails on ${cases} of ${plural(of, "case")}; smallest: ${shapes.join(", ")}${params}`;
}

/** The shortest command line that shows the first failure again. */
function repeatCommand(
  op: string,
  { seed, fuzz }: NonNullable<OpReport["repeat"]>,
  { module, kernel, device, adapter, large }: DeviceChoice & ReplacedOptions & { readonly large: boolean },
): string {
  const flags = [
    module !== undefined && `--module ${quoted(shownName(module))}`,
    ...kernel.map(([name, path]) => `--kernel ${quoted(`${name}=${shownName(path)}`)}`),
    device !== "auto" && `--device ${device}`,
    adapter !== undefined && `--adapter ${quoted(shownName(adapter))}`,
    `--seed ${seed} --fuzz ${fuzz}`,
    large && "--large",
  ];
  return ["tomograd op check", op, ...flags.filter(Boolean)].join(" ");
}

const quoted = (text: string): string => (/^[\w./=-]+$/.test(text) ? text : JSON.stringify(text));

function row({ op, cases, variants, worst, gradcheck, seed, failures }: OpReport): string[] {
  return [
    op,
    String(cases),
    String(variants.length),
    worst?.maxError.toExponential(1) ?? "-",
    worst ? shareOfBound(worst).toFixed(2) : "-",
    gradcheck ? gradcheck.maxError.toExponential(1) : "-",
    String(seed),
    failures.length === 0 ? "ok" : "FAILED",
  ];
}
