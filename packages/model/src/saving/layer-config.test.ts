import { expect, test } from "vitest";
import { layerCases } from "../layers/layer-cases-fixture.ts";
import { LayerStand } from "../verify/layer-stand.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "./model-config.ts";

const modelOf = (one: (typeof layerCases)[number]) => new LayerStand(one, 1).network();

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

test.each(["format", "version", "name", "weightsSha256", "className", "kernelInitializer"])(
  "an object in place of %s is refused, and no method of its own is called",
  (key) => {
    const text = JSON.stringify(modelConfig(modelOf(layerCases.find(({ title }) => title.startsWith("Conv2D"))!)));
    const hostile = text
      .replace(/^\{/, '{"weightsSha256":"",')
      .replace(new RegExp(`"${key}":(?:"[^"]*"|\\d+)`), `"${key}":{"toString":1,"valueOf":2}`);
    expect(hostile).toContain('"toString"');
    expect(() => modelFromConfig(parseModelConfig(hostile, "m"), "m")).toThrow(
      expect.objectContaining({ name: "InputError", message: expect.not.stringContaining("Cannot convert") }),
    );
  },
);

test("a name that is a book is refused", () => {
  const config = { ...modelConfig(modelOf(layerCases[0]!)), name: "CANARY".repeat(1000) };
  expect(() => parseModelConfig(JSON.stringify(config), "m")).toThrow("name=6000 characters");
});
