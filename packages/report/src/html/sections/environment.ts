import { SPLIT_NAMES } from "../../run/read-run.ts";
import { foreign } from "../foreign-text.ts";
import { html, preformatted, type Html, type HtmlValue } from "../html.ts";
import { counted } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { facts, section } from "../section.ts";
import { dataTable } from "../table.ts";

/** More kernels than these are counted only. */
const MOST_KERNELS = 200;

/** What computed the run, on what, and how to do it again. */
export function environmentSection({ run, commandLine }: ReportParts): Html {
  const { versions, adapter, seed, replacedKernels, kernelVariants, bitwise, dataset } = run.config;
  const kernels = Object.entries(kernelVariants).slice(0, MOST_KERNELS);
  const hashes = SPLIT_NAMES.flatMap((name) => {
    const split = dataset.splits[name];
    return split ? [[name, html`<span class="hash">${split.sha256}</span>`]] : [];
  });
  const details: [string, HtmlValue][] = [
    [
      "Adapter",
      adapter
        ? html`${foreign(adapter.name)}${adapter.software === true && " (software, on the CPU)"}`
        : "not opened yet",
    ],
    ...Object.entries(versions).map(([name, version]): [string, HtmlValue] => [name.slice(0, 40), foreign(version)]),
    ["Seed", seed === undefined ? "unknown" : String(seed)],
    [
      "The same bytes again",
      bitwise ? "yes, with this seed on this adapter" : "no: it was resumed on another adapter or with other kernels",
    ],
    ...(run.end?.peakBytes
      ? [["Most memory of the device", `${counted(Math.round(run.end.peakBytes / 2 ** 20))} MiB`] as [string, string]]
      : []),
  ];
  return section(
    "environment",
    facts(details),
    html`<h3 id="repeat">To do it again</h3>
      <pre class="command">${preformatted(commandLine)}</pre>
      <p class="soft">
        With the data whose hashes are these: of the decoded pixels and labels of each split, in order.
      </p>`,
    dataTable({ caption: "SHA-256 of the data", columns: ["split", "hash"], words: [1], rows: hashes }),
    replacedKernels.length > 0 &&
      dataTable({
        caption: "Kernels that took the place of built-in ones",
        columns: ["in place of", "module", "SHA-256"],
        words: [1, 2],
        rows: replacedKernels.map(({ name, module, sha256 }) => [
          foreign(name),
          foreign(module),
          html`<span class="hash">${sha256}</span>`,
        ]),
      }),
    kernels.length > 0 &&
      html`<details class="long">
        <summary>Kernel variants (${counted(Object.keys(kernelVariants).length)})</summary>
        ${dataTable({
          caption: "Which variant of each kernel computed",
          columns: ["kernel and shape", "variant"],
          words: [1],
          rows: kernels.map(([kernel, variant]) => [
            foreign(kernel),
            foreign(
              Array.isArray(variant)
                ? variant.join(", ")
                : typeof variant === "string"
                  ? variant
                  : JSON.stringify(variant),
            ),
          ]),
        })}
      </details>`,
  );
}
