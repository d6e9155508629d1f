import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder, type CliResult } from "./testing/run-cli.ts";

const CANARY = "ZZPHI^CANARY";

/** An element of Explicit VR Little Endian with a length of 2 bytes. */
function element(group: number, number: number, vr: string, value: Uint8Array | string): Buffer {
  const text = typeof value === "string" ? Buffer.from(value.length % 2 === 0 ? value : `${value} `) : value;
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, "latin1");
  head.writeUInt16LE(text.length, 6);
  return Buffer.concat([head, text]);
}

/** A 8 x 8 slice in Hounsfield units, around `level`, with the canary wherever a person could be named. */
function slice(level: number, seed: number): Buffer {
  const short = (number: number, value: number) =>
    element(0x28, number, "US", new Uint8Array(Uint16Array.of(value).buffer));
  const pixels = Uint16Array.from({ length: 64 }, (_, i) => level + 1024 + ((i * 7 + seed * 13) % 97));
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(2, 0x10, "UI", "1.2.840.10008.1.2.1\0"),
    element(2, 0x16, "AE", CANARY),
    ...[0x80, 0x90, 0x1030].map((number) => element(8, number, "LO", CANARY)),
    ...[0x10, 0x20, 0x30, 0x4000].map((number) => element(0x10, number, "PN", `${CANARY}${seed}`)),
    element(0x11, 0x1001, "LO", CANARY),
    short(0x02, 1),
    element(0x28, 0x04, "CS", "MONOCHROME2"),
    short(0x10, 8),
    short(0x11, 8),
    short(0x100, 16),
    short(0x101, 16),
    short(0x102, 15),
    short(0x103, 0),
    element(0x28, 0x1052, "DS", "-1024"),
    element(0x28, 0x1053, "DS", "1"),
    Buffer.from("e07f10004f570000", "hex"),
    Buffer.from(Uint32Array.of(128).buffer),
    new Uint8Array(pixels.buffer),
  ]);
}

describe("DICOM images", () => {
  const data = join(temporaryFolder(), `${CANARY}-images`);
  const run = join(temporaryFolder(), "run");
  const file = join(data, "test", "sick", CANARY, `${CANARY}0.dcm`);
  let trained: CliResult;

  beforeAll(async () => {
    for (const split of ["train", "test"]) {
      for (const [label, level] of Object.entries({ healthy: -200, sick: 100 })) {
        const folder = join(data, split, label, CANARY);
        await mkdir(folder, { recursive: true });
        for (let i = 0; i < 8; i++) await writeFile(join(folder, `${CANARY}${i}.dcm`), slice(level, i));
      }
    }
    const options = [
      "--channels",
      "1",
      "--filters",
      "2,1",
      "--epochs",
      "1",
      "--batch-size",
      "8",
      "--device",
      "reference",
    ];
    const reading = ["--dicom-window", "soft-tissue", "--image-size", "6"];
    trained = await cli("train", "--data", data, "--out", run, ...options, ...reading);
  });

  test("E15 train a network, and nobody's name is in what it says or writes", async () => {
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.stderr).toContain("mapped to 0 … 1 by the window soft-tissue");
    expect(trained.stderr).toContain("patients with DICOM images in more than one split: 8");
    expect(trained.stdout + trained.stderr).not.toMatch(/ZZPHI|CANARY/);
    for (const entry of await readdir(run, { recursive: true, withFileTypes: true })) {
      // The one file that says where the images lie, for the user alone.
      if (!entry.isFile() || entry.name === "paths.json") continue;
      const written = await readFile(join(entry.parentPath, entry.name), "latin1");
      expect(written, entry.name).not.toMatch(/ZZPHI|CANARY/);
    }
    expect(await readFile(join(run, "predictions_test.csv"), "utf8")).toContain("test/sick/s000000.dcm,");
  });

  test("are predicted as they were in training, a folder or a file", async () => {
    const probabilities = (csv: string) =>
      csv
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => Number(line.split(",")[1]));
    const tested = probabilities(await readFile(join(run, "predictions_test.csv"), "utf8"));
    const predict = async (...inputs: string[]) =>
      await cli("predict", "--model", run, "--device", "reference", ...inputs);
    const folder = await predict(join(data, "test"));
    expect(folder).toMatchObject({ code: 0, stdout: expect.stringContaining("s000000.dcm,") });
    expect(folder.stdout + folder.stderr).not.toMatch(/ZZPHI|CANARY/);
    probabilities(folder.stdout).forEach((value, i) => expect(value).toBeCloseTo(tested[i] as number, 6));
    expect(probabilities((await predict(file)).stdout)[0]).toBeCloseTo(tested[8] as number, 6);
    expect((await predict(join(data, "test"), file)).stdout).toContain("\ns000001.dcm,");
    const other = await predict(file, "--dicom-window", "lung");
    expect(probabilities(other.stdout)[0]).not.toBeCloseTo(tested[8] as number, 6);
  });

  test("have options that arrays refuse", async () => {
    const refused = await cli("train", "--data", "phantom", "--dicom-window", "lung");
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("are for DICOM images") });
    const unknown = await cli("train", "--dicom-window", "lungs");
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("soft-tissue") });
  });
});
