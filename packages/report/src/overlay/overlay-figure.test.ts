import { readImage, type PngPixels } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { renderPng } from "../drawing/render-png.ts";
import { colourIndex, colourMap } from "./colour-map.ts";
import { heatOverlay } from "./heat-overlay.ts";
import { limitsOf, overlayFigure } from "./overlay-figure.ts";
import { mapSheetFigure, sheetFigure } from "./sheet-figure.ts";
import { shownImage } from "./shown-image.ts";
import { fittedText } from "./fitted-text.ts";

const image: PngPixels = { height: 2, width: 2, channels: 1, data: Uint8Array.of(0, 50, 100, 200) };
const options = {
  name: "error-1",
  image,
  map: { height: 1, width: 2, values: [0, 1] },
  method: "Grad-CAM",
  layer: "conv2d_1",
  target: "lesion",
  positiveClass: "lesion",
  probability: 0.98765,
  id: "test/000003",
};

test("an overlay says method, layer, class, probability, image and values", async () => {
  const { svg, title, alt, name } = await overlayFigure(options);
  expect([name, title]).toEqual(["error-1", "Grad-CAM of conv2d_1 for lesion"]);
  for (const text of [
    ">Grad-CAM of conv2d_1 for lesion<",
    ">p(lesion) = 0.988 · test/000003<",
    ">share of the maximum<",
  ])
    expect(svg).toContain(text);
  for (const tick of ["0", "0.25", "0.50", "0.75", "1.00"]) expect(svg).toContain(`>${tick}</text>`);
  expect(alt).toContain("The highest value is at row 0 and column 1 of 2 x 2 pixels.");
  expect(svg.match(/data:image\/png;base64,/g)).toHaveLength(2);
  expect(svg).toContain('id="error-1-colours"');
});

test("a map without anything to see says so", async () => {
  const { svg, alt } = await overlayFigure({ ...options, map: { height: 1, width: 1, values: [0] } });
  expect(svg).toContain(">the map is 0 everywhere · p(lesion)");
  expect(alt).toMatch(/test\/000003\.$/);
});

test("it is drawn at twice its size", async () => {
  const { svg, width, height } = await overlayFigure(options);
  const png = await readImage(await renderPng(svg), "overlay.png");
  expect([png.width, png.height]).toEqual([2 * width, 2 * height]);
});

test("texts of users do nothing", async () => {
  const hostile = `</text><script>alert("1")</script>\u202Egnp.&'`;
  const { svg } = await overlayFigure({
    ...options,
    id: hostile,
    layer: hostile,
    target: hostile,
    positiveClass: hostile,
    label: hostile,
  });
  expect(svg).not.toMatch(/<script|\u202E/);
  expect(svg.match(/<text/g)).toHaveLength((await overlayFigure(options)).svg.match(/<text/g)!.length);
  await expect(overlayFigure({ ...options, name: "a b" })).rejects.toThrow(UsageError);
});

test("long texts end before the drawing does", () => {
  expect(fittedText("x".repeat(100), 62, 10)).toBe("xxxxxxxx…");
  expect(fittedText("影".repeat(100), 62, 10)).toBe("影影影影影…");
  expect(fittedText("\uffff\u202e", 200, 10)).toBe("\\u{ffff}\\u{202e}");
  expect(fittedText("short", 62, 10)).toBe("short");
});

test("colours lie over the image by their opacity", async () => {
  const colours = await colourMap("inferno");
  const scale = { colours, low: 0, high: 1 };
  expect(heatOverlay(image, [0, 0, 0, 1], scale, 0).data).toEqual(
    Uint8Array.of(0, 0, 0, 50, 50, 50, 100, 100, 100, 200, 200, 200),
  );
  expect(heatOverlay(image, [0, 0, 0, 1], scale, 1).data.subarray(9)).toEqual(Uint8Array.from(colours[255]!));
  expect(heatOverlay(image, [0, 0, 0, 1], scale, 0.5).data[9]).toBe(Math.round((200 + colours[255]![0]) / 2));
  expect(() => heatOverlay(image, [0], scale, 0.5)).toThrow(UsageError);
});

test("the colour maps are the published ones", async () => {
  const ends = async (name: Parameters<typeof colourMap>[0]) => {
    const colours = await colourMap(name);
    return [colours.length, colours[0], colours[255]];
  };
  // matplotlib's first and last entries; ColorBrewer's RdBu of 11 ends in #67001f and #053061.
  expect(await ends("inferno")).toEqual([256, [0, 0, 4], [252, 255, 164]]);
  expect(await ends("viridis")).toEqual([256, [68, 1, 84], [253, 231, 37]]);
  expect(await ends("diverging")).toEqual([256, [5, 48, 97], [103, 0, 31]]);
  expect([-1, 0, 0.5, 1, 2].map((value) => colourIndex(value, { low: 0, high: 1 }))).toEqual([0, 0, 128, 255, 255]);
  const middle = (await colourMap("diverging"))[128]!;
  expect(Math.min(...middle)).toBeGreaterThan(235);
});

test("a diverging map goes as far below 0 as above, any other from 0 on", () => {
  expect(limitsOf([-3, 1], true)).toEqual({ low: -3, high: 3 });
  expect(limitsOf([1, 4], false)).toEqual({ low: 0, high: 4 });
  expect(limitsOf([0, 0], true)).toEqual({ low: -1, high: 1 });
});

test("images are shown as they were given, grey where their channels are equal", () => {
  const range = { low: 0, high: 255 };
  expect(shownImage([1, 2, 1, 2, 1, 2], [3, 1, 2], range)).toEqual({
    height: 1,
    width: 2,
    channels: 1,
    data: Uint8Array.of(1, 2),
  });
  expect(shownImage([1, 2, 3, 4, 5, 6], [3, 1, 2], range).data).toEqual(Uint8Array.of(1, 3, 5, 2, 4, 6));
  expect(shownImage([-1000, 400, -300], [1, 1, 3], { low: -1000, high: 400 }).data).toEqual(Uint8Array.of(0, 255, 128));
});

test("sheets hold a picture and a caption for each map, in common colours", async () => {
  const sheet = {
    name: "maps",
    title: "Feature maps",
    shape: [3, 2, 2],
    values: Float64Array.from({ length: 12 }, (_, i) => i),
  } as const;
  const { svg, alt } = await mapSheetFigure({
    ...sheet,
    captions: ["map 0", "map 1", "<map>"],
    colours: "viridis",
    label: "output",
  });
  expect(svg.match(/<image/g)).toHaveLength(3);
  expect(svg).toContain("&lt;map&gt;");
  expect(svg).toContain(">11.0</text>");
  expect(alt).toBe("Feature maps. 3 pictures: map 0, map 1, <map>.");
  await expect(sheetFigure({ name: "none", title: "", tiles: [] })).rejects.toThrow(UsageError);
});
