import { UsageError } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { commands } from "../commands/index.ts";
import { commonOptions } from "./common.ts";
import { integer, toggle } from "./kind.ts";
import { flagOf, option, required, type OptionTable } from "./option.ts";
import { readOptions } from "./read-options.ts";

const options = {
  batchSize: option(integer(1, 100), "images in a batch", 64),
  shuffle: option(toggle, "shuffle", true),
} as const;

describe("reading options", () => {
  test("A16 a flag wins over the config, the config over the fallback", () => {
    expect(readOptions(options, {}, {}).values).toEqual({ batchSize: 64, shuffle: true });
    expect(readOptions(options, {}, { batchSize: 8 }).values.batchSize).toBe(8);
    const both = readOptions(options, { batchSize: "2", shuffle: false }, { batchSize: 8, shuffle: true });
    expect(both.values).toEqual({ batchSize: 2, shuffle: false });
    expect([...both.given]).toEqual(["batchSize", "shuffle"]);
  });

  test("an error names flag or config, range and value", () => {
    expect(() => readOptions(options, { batchSize: "0" }, {})).toThrow(
      "--batch-size: must be an integer from 1 to 100. Received batchSize=0.",
    );
    expect(() => readOptions(options, {}, { batchSize: "8" })).toThrow(
      'config: batchSize: must be an integer from 1 to 100. Received batchSize="8".',
    );
    expect(() => readOptions(options, {}, { batchSize: "8" }, "run.json")).toThrow("run.json: batchSize: must be");
  });

  test("H12 seeds are the unsigned integers of 32 bits, the first and the last among them", () => {
    const seedOf = (seed: string) => readOptions({ seed: commonOptions.seed }, { seed }, {}).values.seed;
    expect([seedOf("0"), seedOf("4294967295")]).toEqual([0, 2 ** 32 - 1]);
    for (const bad of ["-1", "4294967296", "abc", "0.5"]) expect(() => seedOf(bad), bad).toThrow(UsageError);
  });

  test("what must be given is asked for", () => {
    expect(() => readOptions({ model: required(integer(1, 2), "a model") }, {}, {})).toThrow(UsageError);
  });
});

describe("the option tables of all commands", () => {
  const tables = [
    ...commands.map(({ name, options: own }) => [name, own] as const),
    ["common", commonOptions] as const,
  ];

  test.each(tables)("%s: fallbacks are of their own kind and flags are in kebab case", (_name, table: OptionTable) => {
    for (const [key, { kind, fallback, required: isRequired }] of Object.entries(table)) {
      expect(flagOf(key)).toMatch(/^--[a-z][a-z\d]*(-[a-z\d]+)*$/);
      if (fallback === undefined || isRequired) continue;
      expect(kind.accept(fallback), key).toEqual(fallback);
    }
  });

  test("no command redefines a common option", () => {
    for (const { options: own } of commands) {
      for (const key of Object.keys(own)) expect(Object.keys(commonOptions)).not.toContain(key);
    }
  });
});
