import { UsageError } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { grid } from "./grid-option.ts";

describe("--grid", () => {
  test("reads each list as its option does", () => {
    expect(grid.accept(["learningRate=1e-3, 3e-4", "filters=16,8;8,4", "shuffle=true,false"])).toEqual({
      learningRate: [1e-3, 3e-4],
      filters: [
        [16, 8],
        [8, 4],
      ],
      shuffle: [true, false],
    });
  });

  test("takes a list that is a value as that value", () => {
    expect(grid.accept(["filters=16,8"])).toEqual({ filters: [[16, 8]] });
    expect(grid.accept(["classWeight=none,balanced"])).toEqual({ classWeight: ["none", "balanced"] });
    expect(grid.accept(["classWeight=none;0:1,1:3"])).toEqual({ classWeight: ["none", [1, 3]] });
    expect(grid.accept(["augment=none;rotation=10,hflip"])).toEqual({ augment: [{}, { rotation: 10, hflip: true }] });
  });

  test("reads what it gave, from a config", () => {
    const given = grid.accept(["learningRate=1e-3", "filters=16,8;8,4", "augment=none;zoom=.1"]);
    expect(grid.accept(JSON.parse(JSON.stringify(given)))).toEqual(given);
    expect(grid.accept({ dropout: [0.1, 0.5] })).toEqual({ dropout: [0.1, 0.5] });
  });

  test.each([[["learningRate"]], [["=1"]], [[]], ["learningRate=1"], [{ dropout: 0.5 }], [null], [7]])(
    "%j is none",
    (value) => expect(grid.accept(value)).toBeUndefined(),
  );

  test.each([
    ["learningrate=1e-3", "no such option to search over. Received name=learningrate. Did you mean learningRate?"],
    ["data=a,b", "Received name=data. Known are preset, filters,"],
    ["__proto__=1", "Received name=__proto__. Known are"],
    ["learningRate=", "learningRate must be a number above 0 and at most 1e+30. Received learningRate=(empty)."],
    ["learningRate=1e-3,", "Received learningRate=(empty)."],
    ["learningRate=1e-3,abc", "Received learningRate=abc."],
    ["filters=16,8;8", "filters must be 2 integers from 1 to 65536 with commas between. Received filters=8."],
    ["dropout=.5,0.50", "the values of dropout must differ. Received dropout=0.5 twice."],
    ["shuffle=yes", "shuffle must be true or false. Received shuffle=yes."],
  ])("%s is refused", (text, message) => {
    expect(() => grid.accept([text])).toThrow(UsageError);
    expect(() => grid.accept([text])).toThrow(message);
  });

  test("a name may come once, and a list must hold something", () => {
    expect(() => grid.accept(["dropout=.1", "dropout=.2"])).toThrow("dropout must be given once");
    expect(() => grid.accept({ dropout: [] })).toThrow("dropout needs at least one value");
  });
});
