import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("examples", () => {
  it("stand in the README as they are", () => {
    const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
    expect(read("../README.md")).toContain(read("train.ts"));
  });

  it("train a small network and evaluate it", async () => {
    const { result } = await import("./train.ts");
    expect(result.history["val_auc"]).toHaveLength(2);
    expect(result.test["loss"]).toBeGreaterThan(0);
  });
});
