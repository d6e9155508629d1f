import { expect, test } from "vitest";
import { layerCases } from "../layers/layer-cases-fixture.ts";
import { modelOf } from "../layers/layer-harness-fixture.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "./model-config.ts";

const HOSTILE = [null, "0", "relu ", "__proto__", -1, 0.5, 1e300, true, [], ["relu"], [0, 0], [1, 2, 3], { length: 2 }];

const kindOf = (value: unknown): string => (Array.isArray(value) ? "list" : value === null ? "null" : typeof value);
/** A pair may be one number for both; null is no regularizer, and the pool size for strides. */
const mayBe = (given: unknown, value: unknown, key: string): boolean =>
  kindOf(given) === kindOf(value) ||
  (kindOf(given) === "list" && kindOf(value) === "number") ||
  (value === null && /Regularizer|strides/.test(key));

const options = layerCases.flatMap((one) => {
  const config = modelConfig(modelOf(one));
  const { config: layer } = config.layers.at(-1)!;
  return Object.keys(layer).map((key) => ({ title: one.title, key, config }));
});

test.each(options)("$title takes no $key of another kind from a file", ({ key, config }) => {
  const last = config.layers.at(-1)!;
  for (const value of HOSTILE) {
    const layers = [...config.layers.slice(0, -1), { ...last, config: { ...last.config, [key]: value } }];
    const load = () => modelFromConfig(parseModelConfig(JSON.stringify({ ...config, layers }), "m"), "m");
    let loaded;
    try {
      loaded = load();
    } catch (error) {
      expect(error).toMatchObject({ name: "InputError" });
      expect((error as Error).message).not.toMatch(/is not a function|iterable|Cannot read/);
      continue;
    }
    expect(loaded.layers).toHaveLength(config.layers.length);
    expect({ value, taken: mayBe(last.config[key], value, key) }).toEqual({ value, taken: true });
  }
});
