import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { join, relative } from "node:path";
import { defineCommand } from "../command.ts";
import { findKernel } from "../op/built-in-places.ts";
import { kernelTemplate, kernelTestTemplate } from "../op/kernel-template.ts";
import { checkOpName } from "../op/op-name.ts";
import { opTemplate, testTemplate } from "../op/op-template.ts";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { exists } from "../run-folder/make-folders.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";

export const opNew = defineCommand({
  name: "op new",
  arguments: "<name>",
  summary: "write an operation, or a kernel in the place of another, of your own to start from, and its test",
  examples: ["op new softSign", "op new softSign --out my-ops", "op new myConv --kernel conv2d.forward"],
  options: {
    out: option(text("<dir>"), "where <name>.ts and <name>.test.ts are written", "."),
    kernel: option(
      text("<op.pass>"),
      "a built-in kernel whose place another is to take: writes a copy of it",
      undefined,
    ),
  },
  ignores: ["device", "adapter", "seed"],
  async run({ options, arguments: [name = ""], terminal }) {
    const { kernel } = options;
    const copied = kernel === undefined ? undefined : findKernel(kernel);
    const write = copied ? (own: string) => kernelTemplate(own, copied) : opTemplate;
    const writeTest = copied ? (own: string) => kernelTestTemplate(own, copied) : testTemplate;
    checkOpName(name, `${write("")}${writeTest("")}`);
    const files = { [`${name}.ts`]: write(name), [`${name}.test.ts`]: writeTest(name) };
    const folder = await OutputFolder.open(options.out, true);
    for (const file of Object.keys(files)) {
      if (!(await exists(folder.file(file)))) continue;
      throw new UsageError({
        subject: "op new",
        rule: "the file must not be there yet",
        received: `file=${file}`,
        advice: "Take another name, or another folder by --out",
      });
    }
    for (const [file, content] of Object.entries(files)) await writeFileAtomic(folder.file(file), content);
    if (options.json) return terminal.json({ [copied ? "kernel" : "op"]: name, written: Object.keys(files) });
    for (const file of Object.keys(files)) terminal.result(shownName(join(options.out, file)));
    const module = relative(".", folder.file(`${name}.ts`));
    const path = shownName(module.startsWith("..") ? module : `./${module}`);
    terminal.note(`next: tomograd op check ${copied ? `--kernel ${kernel}=${path}` : `--module ${path}`}`);
  },
});
