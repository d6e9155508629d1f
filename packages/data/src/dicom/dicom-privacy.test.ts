import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { dicomFile, greyElements, textElement } from "./dicom-fixture.ts";
import type { TestElement } from "./dicom-fixture.ts";
import { grey, read, rescale } from "./read-dicom-fixture.ts";

describe("readDicom reads", () => {
  it("E16 a patient as a key that only files of one run share, and none where none is named", async () => {
    const patient = textElement(0x00100020, "LO", "ZZPHI^CANARY");
    const keyOf = async (salt: string | undefined, ...others: TestElement[]) =>
      (await read(grey(...others), { salt })).patient;
    expect(await keyOf("a", patient)).toBe(await keyOf("a", patient, ...rescale("1", "5")));
    expect(await keyOf("a", patient)).not.toBe(await keyOf("b", patient));
    expect(await keyOf("a", patient)).not.toBe(await keyOf("a", textElement(0x00100020, "LO", "other")));
    expect(await keyOf("a")).toBeUndefined();
    expect(await keyOf("a", textElement(0x00100020, "LO", "  "))).toBeUndefined();
    expect(await keyOf(undefined, patient)).toBeUndefined();
  });
});

describe("E15 nothing that identifies a person", () => {
  const CANARY = "ZZPHI^CANARY";
  const strings = (): TestElement[] => {
    const tags = [0x00080080, 0x00080090, 0x00081030, 0x00100010, 0x00100020, 0x00104000, 0x00110010, 0x00111001];
    return [...tags, 0x00204000].map((tag, i) =>
      textElement(tag, ["LO", "PN", "SH", "LT", "UN"][i % 5] as string, CANARY),
    );
  };
  /** Elements whose value decides about reading, each with the canary in it. */
  const decisive = [0x00280004, 0x00280008, 0x00280301, 0x00281050, 0x00281051, 0x00281052, 0x00281053, 0x00281056];

  it("is in what is returned", async () => {
    const image = await read(grey(...strings(), textElement(0x00280301, "CS", CANARY)), { salt: "s" });
    expect(JSON.stringify(image)).not.toMatch(/ZZPHI|CANARY/);
    expect(Buffer.from(image.data.buffer).toString("latin1")).not.toContain("ZZPHI");
  });

  it.each(decisive)("is in an error about element %i", async (tag) => {
    const bytes = grey(
      ...strings(),
      ...(tag < 0x00281050 ? [] : rescale("1", "0").filter((e) => e.tag !== tag)),
      textElement(tag, "DS", CANARY),
    );
    for (const window of ["none", "file"] as const) {
      const error = await read(bytes, { window }).catch((cause: unknown) => cause as InputError);
      expect(errorText(error)).not.toMatch(/ZZPHI|CANARY/);
    }
  });

  it("is in the error for a transfer syntax, or for any place where a file is cut off", async () => {
    const bytes = grey(...strings());
    const errors = [await read(dicomFile(greyElements(), { uid: CANARY })).catch((cause: unknown) => cause)];
    for (let end = 0; end < bytes.length; end++) {
      errors.push(await read(bytes.subarray(0, end)).catch((cause: unknown) => cause));
    }
    for (const error of errors) {
      expect(error).toBeInstanceOf(InputError);
      expect(errorText(error)).not.toMatch(/ZZPHI|CANARY/);
    }
  });

  function errorText(error: unknown): string {
    const texts = [];
    for (let each = error; each instanceof Error; each = each.cause) texts.push(each.stack, JSON.stringify(each));
    return texts.join("\n");
  }
});
