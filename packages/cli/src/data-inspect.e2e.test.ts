import { existsSync, mkdirSync, writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "@tomograd/data";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const [clean, leaking] = [join(folder, "clean"), join(folder, "leaking")];
const COUNT = 24;

/** Images of noise with labels by turns; the test split's last image may be the first of the training split. */
function writeArrays(path: string, leaks: boolean): void {
  mkdirSync(path);
  const noise = (first: number) =>
    Uint8Array.from({ length: COUNT * 64 }, (_, i) => Math.imul(i + first, 2654435761) >>> 24);
  const [train, tested] = [noise(1), noise(10_000)];
  if (leaks) tested.set(train.subarray(0, 64), (COUNT - 1) * 64);
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => (i % 3 === 0 ? (i / 3) % 2 : i % 2));
  for (const [split, images] of [
    ["train", train],
    ["test", tested],
  ] as const) {
    writeFileSync(join(path, `x_${split}.npy`), writeNpy([COUNT, 8, 8], images));
    writeFileSync(join(path, `y_${split}.npy`), writeNpy([COUNT], labels));
  }
}

beforeAll(() => {
  writeArrays(clean, false);
  writeArrays(leaking, true);
});

interface Report {
  readonly splits: Record<string, unknown>;
  readonly balance: { readonly splits: Record<string, unknown>; readonly classWeights: unknown };
  readonly licence: string | null;
  readonly findings: readonly { readonly number: number; readonly severity: string; readonly ids: readonly string[] }[];
}

describe("data inspect", () => {
  test("C24: an image in two splits is an error, exit code 7, unless the gate is off", async () => {
    const { code, stdout } = await cli("data", "inspect", leaking);
    expect(code).toBe(7);
    expect(stdout).toContain("error 4 duplicates-across-splits");
    expect(stdout).toMatch(/test\/000023/);
    expect((await cli("data", "inspect", leaking, "--gate", "off", "--quiet")).code).toBe(0);
  });

  test("a table of splits and classes, findings for machines, a gate for warnings", async () => {
    const { code, stdout, stderr } = await cli("data", "inspect", clean, "--validation-split", "0");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^split +images +0 +1 +positive +ratio +lowest +highest +of$/m);
    expect(stdout).toMatch(/^train +24 +12 +12 +50.0% +1.00 /m);
    expect(stderr).toContain("layout nhw inferred");
    const json = await cli("data", "inspect", clean, "--json", "--validation-split", "0");
    const report = JSON.parse(json.stdout) as Report;
    expect(json.stderr).toBe("");
    expect(Object.keys(report.splits)).toEqual(["train", "test"]);
    expect(report.balance).toEqual({
      splits: { train: { negatives: 12, positives: 12, ratio: 1 }, test: { negatives: 12, positives: 12, ratio: 1 } },
      classWeights: { 0: 1, 1: 1 },
    });
    expect(report.licence).toBeNull();
    expect(report.findings.map(({ number }) => number)).toEqual([7, 14]);
  });

  test("data of one class are reported, data that cannot be read are refused", async () => {
    const one = join(folder, "one");
    writeArrays(one, false);
    writeFileSync(join(one, "y_test.npy"), writeNpy([COUNT], new Uint8Array(COUNT)));
    expect((await cli("data", "inspect", one, "--quiet")).code).toBe(7);
    writeFileSync(join(one, "y_test.npy"), writeNpy([3], new Uint8Array(3)));
    const { code, stdout, stderr } = await cli("data", "inspect", one);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("one label per image");
    expect((await cli("data", "inspect")).code).toBe(2);
  });
});

describe("train", () => {
  const out = join(folder, "run");
  const train = async (...more: string[]) => {
    const tiny = ["--filters", "2,2", "--epochs", "1", "--batch-size", "8", "--device", "reference", "--quiet"];
    return await cli("train", "--data", leaking, "--out", out, ...tiny, ...more);
  };

  test("stops at the gate where it is closed, and warns where it is open", async () => {
    const closed = await train("--data-gate");
    expect([closed.code, existsSync(out)]).toEqual([7, false]);
    expect(closed.stderr.trim().split("\n")).toHaveLength(1);
    expect(closed.stderr).toContain("no image may stand in two splits");
    const open = await train("--normalize", "standardize");
    expect(open.code).toBe(0);
    expect(open.stderr).toContain("warning: data: no image may stand in two splits");
    // The report of the run tells it too.
    const { dataset } = JSON.parse(readFileSync(join(out, "config.json"), "utf8")) as { dataset: { notes: string[] } };
    expect(dataset.notes.join("\n")).toContain("warning: no image may stand in two splits");
  });

  test("its normalisation is compared with the data by data inspect", async () => {
    const inspect = async (...more: string[]) => {
      const { stdout } = await cli("data", "inspect", clean, "--model", out, "--json", ...more);
      return (JSON.parse(stdout) as Report).findings.map(({ number }) => number);
    };
    expect(await inspect()).not.toContain(20);
    expect(await inspect("--validation-split", "0")).toContain(20);
  });
});
