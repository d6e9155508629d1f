import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

it("stands in its page as it is", () => {
  expect(read("../docs/functional.md")).toContain(read("functional.ts"));
});

it("shares layers, joins inputs, parts outputs and goes on from what another network learned", async () => {
  const { counts, logs, report, transferred, views } = await import("./functional.ts");
  expect(views.metricsNames).toEqual(["loss", "lesion_loss", "effusion_loss"]);
  expect(logs["loss"]).toBeCloseTo(logs["lesion_loss"]! + 0.5 * logs["effusion_loss"]!, 12);
  expect(views.layers.filter(({ name }) => name === "shared")).toHaveLength(1);
  expect(report).toEqual({
    loaded: ["shared/kernel", "shared/bias"],
    missing: ["nodule/kernel", "nodule/bias"],
    unknown: ["lesion/kernel", "lesion/bias", "effusion/kernel", "effusion/bias"],
    misshapen: [],
  });
  expect(counts).toEqual([5, 45]);
  expect(transferred.countParams().total).toBe(45);
});

it("designs the documented network in both APIs, with its table (S-16)", async () => {
  const { functional, model } = await import("./get-model-design.ts");
  const table = read("../packages/model/src/summary.test.ts").match(/const DOCUMENTED = `(.*?)`/s)![1];
  expect(model.summary()).toBe(table);
  const rows = functional.summary().split("\n");
  // The row of the input and the rule below it are all that the graph adds.
  expect(rows[0]).toBe('Model: "model"');
  expect(rows.splice(4, 2)[0]).toBe("input_1 (InputLayer)         [(None, 3, 64, 64)]       0         ");
  expect(rows.slice(1)).toEqual(table!.split("\n").slice(1));
});
