import { UsageError } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { augment } from "./augment.ts";

const parse = (text: string) => augment.accept(augment.fromText(text));

describe("--augment", () => {
  test("reads what the flag lists", () => {
    expect(parse("rotation=10,shift=.05,zoom=.1,shear=5,hflip,vflip,brightness=.2")).toEqual({
      rotation: 10,
      "width-shift": 0.05,
      "height-shift": 0.05,
      zoom: [0.9, 1.1],
      shear: 5,
      hflip: true,
      vflip: true,
      brightness: [0.8, 1.2],
    });
    expect(parse("width-shift=4, height-shift=.1")).toEqual({ "width-shift": 4, "height-shift": 0.1 });
    expect(parse("brightness=.5:1,zoom=1:1.5,fill=reflect")).toEqual({
      brightness: [0.5, 1],
      zoom: [1, 1.5],
      fill: "reflect",
    });
    expect(parse("none")).toEqual({});
  });

  test("reads what it gave, from a config", () => {
    const given = parse("rotation=10,shift=.05,zoom=.1,hflip,brightness=.2,fill=constant");
    expect(augment.accept(JSON.parse(JSON.stringify(given)))).toEqual(given);
    expect(augment.accept({ rotation: 10, hflip: false })).toEqual({ rotation: 10, hflip: false });
    expect(augment.accept({})).toEqual({});
  });

  test.each(["", ",", "rotation=1,", "=3"])("is a list of names: %j is none", (text) => {
    expect(parse(text)).toBeUndefined();
  });

  test.each([1, true, null, ["rotation=1"]])("is a list of names: %j in a config is none", (value) => {
    expect(augment.accept(value)).toBeUndefined();
  });

  test.each([
    ["rotatoin=10", "--augment: takes no such change. Received change=rotatoin. Did you mean rotation?"],
    ["hflips", "Did you mean hflip?"],
    ["toString", "Known are rotation, shift,"],
    ["rotation", "rotation must be a number of at least 0 and at most 180. Received rotation=(nothing)."],
    ["rotation=181", "rotation must be a number of at least 0 and at most 180. Received rotation=181."],
    ["rotation=1e", "Received rotation=1e."],
    ["rotation=10=10", "Received rotation=10=10."],
    ["shift=-1", "shift must be"],
    ["shear=90", "shear must be a number of at least 0 and below 90. Received shear=90."],
    ["zoom=1", "zoom must be a number of at least 0 and below 1, or two factors such as 0.8:1.2. Received zoom=1."],
    ["zoom=0:1", "Received zoom=0:1."],
    ["zoom=1.2:.8", "Received zoom=1.2:.8."],
    ["brightness=.5:1:2", "Received brightness=.5:1:2."],
    ["brightness=2", "Received brightness=2."],
    ["hflip=1", "hflip must be given by its name alone (true or false in a config). Received hflip=1."],
    ["fill=mirror", "fill must be nearest or constant or reflect or wrap. Received fill=mirror."],
    ["vflip,vflip", "vflip must be given once. Received it twice."],
    ["shift=1,width-shift=2", "width-shift must be given once. Received it twice."],
  ])("%s is refused", (text, message) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(message);
  });

  test("a config is refused alike", () => {
    expect(() => augment.accept({ hflip: "yes" })).toThrow('Received hflip="yes".');
    expect(() => augment.accept({ rotation: "10" })).toThrow('Received rotation="10".');
  });
});
