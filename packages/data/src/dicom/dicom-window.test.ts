import { describe, expect, it } from "vitest";
import { dicomFile, pixelElement, textElement } from "./dicom-fixture.ts";
import { bytesElement, colour, grey, read, rescale, values } from "./read-dicom-fixture.ts";

describe("readDicom reads", () => {
  it("windows by the formula of PS3.3, C.11.2.1.2", async () => {
    // Its note 3: centre 2048, width 4096 spreads 0 … 4095 over the whole output.
    const [low, one, , high] = await values(grey(), { window: { center: 2048, width: 4096 } });
    expect([low, high]).toEqual([0, 1]);
    expect(one).toBeCloseTo(1 / 4095, 6);
    const pixels = pixelElement(0, 500, 824, 2024);
    const hounsfield = grey(pixels, ...rescale("1", "-1424"));
    // The lung's -600 and 1500: from -1350 to 150.
    const expected = [0, (-924 + 600.5) / 1499 + 0.5, (-600 + 600.5) / 1499 + 0.5, 1];
    const lung = await values(hounsfield, { window: "lung" });
    expected.forEach((value, i) => expect(lung[i]).toBeCloseTo(value, 6));
  });

  it("the file's own window, its first value and its function", async () => {
    const own = (kind: string, center = "1000\\40", width = "2000\\400") =>
      grey(
        textElement(0x00281050, "DS", center),
        textElement(0x00281051, "DS", width),
        textElement(0x00281056, "CS", kind),
        pixelElement(0, 500, 1000, 4000),
      );
    const windowed = async (kind: string) => await values(own(kind), { window: "file" });
    expect(await windowed("LINEAR_EXACT")).toEqual([0, 0.25, 0.5, 1]);
    const sigmoid = [-1000, -500, 0, 3000].map((x) => Math.fround(1 / (1 + Math.exp((-4 * x) / 2000))));
    expect(await windowed("SIGMOID")).toEqual(sigmoid);
    const threshold = await values(own("LINEAR", "500.5", "1"), { window: "file" });
    expect(threshold).toEqual([0, 0, 1, 1]);
    await expect(windowed("OTHER")).rejects.toThrow(/function/);
    await expect(values(own("LINEAR", "1", "0"), { window: "file" })).rejects.toThrow(/at least 1/);
  });
});

describe("readDicom refuses", () => {
  it("windows that are not there, or not for this image", async () => {
    await expect(read(grey(), { window: "file" })).rejects.toThrow(/must hold a window.*\(0028,1050\)/);
    await expect(read(grey(), { window: "lung" })).rejects.toThrow(/Hounsfield units.*\(0028,1053\)/);
    const rgb = dicomFile(colour("RGB", bytesElement(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)));
    await expect(read(rgb, { window: { center: 1, width: 2 } })).rejects.toThrow(/a window is for grey images/);
  });
});
