import { ops } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";

export const opList = defineCommand({
  name: "op list",
  summary: "list all operations with their inputs, params and outputs",
  examples: ["op list", "op list --json"],
  options: {},
  ignores: ["device", "adapter", "seed"],
  async run({ options, terminal }) {
    const rows = Object.values(ops).map((op) => ({
      name: op.name,
      summary: op.summary,
      formula: op.formula,
      inputs: Object.fromEntries(
        Object.entries(op.inputs).map(([name, spec]) => [name, { optional: false, dtype: "f32", ...spec }]),
      ),
      params: Object.fromEntries(
        Object.entries(op.params).map(([name, { describe, fallback }]) => [
          name,
          { describe, default: fallback ?? null },
        ]),
      ),
      outputs: Object.entries(op.outputs).flatMap(([name, { internal }]) => (internal ? [] : [name])),
      differentiable: "vjp" in op,
    }));
    if (options.json) return terminal.json(rows);
    for (const { name, summary, formula, inputs, params, outputs, differentiable } of rows) {
      terminal.result(`${name}: ${summary}`);
      terminal.result(`  ${formula}`);
      for (const [input, { describe, optional }] of Object.entries(inputs)) {
        terminal.result(`  input ${input}${optional ? " (optional)" : ""}: ${describe}`);
      }
      for (const [param, spec] of Object.entries(params)) {
        terminal.result(`  param ${param} = ${JSON.stringify(spec.default)}: ${spec.describe}`);
      }
      terminal.result(`  output ${outputs.join(", ")}${differentiable ? "" : " (no gradient)"}`);
    }
  },
});
